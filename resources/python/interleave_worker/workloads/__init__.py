# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job computes: the workloads of core/workload once more, with the same parameters and the same results.

Each is a function of a Work and the job's number that returns a number from 0 to 2**64-1, or None. Only what a workload needs
is imported, and that before its first job: an interpreter's start is part of what is measured. Its module may have more:
`prepare(work)` is called once a process before its first job, `begin_worker(work)` in each worker as it starts; `words(work)` says after the last one how it was done.
"""
import collections
import importlib

# All that the workloads need to know; crosses to other processes. `workers` at once, `shared`: what shared.py made.
Work = collections.namedtuple("Work", "workload parameters port seed jobs workers shared", defaults=(1, 1, 1, None))

# Numbers added between two marks: about 10 us, well below the 50 us that count as a gap.
CHUNK = 256

# By workload: the module here, and the function in it.
PLACES = {
    "live-tracker": ("counting", "live_tracker"),
    "cpu-heavy": ("counting", "cpu_heavy"),
    "sum-of-squares": ("counting", "sum_of_squares"),
    "primes": ("counting", "primes"),
    "start-cost": ("counting", "start_cost"),
    "sleep": ("waiting", "sleep"),
    "print-squares": ("waiting", "print_squares"),
    "http-fetch": ("fetching", "http_fetch"),
    "fetch-crunch": ("fetching", "fetch_crunch"),
    "race": ("sharing", "race"),
    "queue": ("sharing", "queue"),
    "deadlock": ("deadlock", "deadlock"),
    "log-regex": ("reading", "log_regex"),
    "file-read": ("reading", "file_read"),
    "query": ("reading", "query"),
    "matrix": ("libraries", "matrix"),
    "compress": ("libraries", "compress"),
    "payload": ("payload", "payload"),
    "crash": ("crash", "crash"),
    "my-python": ("my_python", "my_python"),
}


def module_of(work):
    return importlib.import_module("interleave_worker.workloads." + PLACES[work.workload][0])


def prepare(work):
    getattr(module_of(work), "prepare", len)(work)


def begin_worker(work):
    getattr(module_of(work), "begin_worker", len)(work)


def function_of(work):
    return getattr(module_of(work), PLACES[work.workload][1])


def words(work):
    """How it was done, where that depends on the interpreter; else nothing."""
    return getattr(module_of(work), "words", lambda _: "")(work)
