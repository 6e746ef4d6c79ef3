# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes like live-tracker, but one job ends half-way."""
import ctypes
import os
import resource

from interleave_worker.workloads.counting import make_marks


def crash(work, job):
    n = work.parameters["n"]
    make_marks(n // 2)
    if job == work.parameters["job"]:
        end_process(work.parameters["how"])
    make_marks(n - n // 2)
    return n


def end_process(how):
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nobody wants the core dump of a crash that was asked for
    if how == "exception":
        raise RuntimeError("this job was asked to fail")
    if how == "exit":
        os._exit(3)
    if how == "segfault":
        ctypes.string_at(8)  # in the first page, which is never mapped
    os.abort()
