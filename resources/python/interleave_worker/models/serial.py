# SPDX-License-Identifier: GPL-3.0-or-later
"""One job after the other, in the main thread."""
from interleave_worker import probe
from interleave_worker.job import begin_thread, run_job


def run_in_turn(run):
    begin_thread(0, probe.now())
    for job in range(run.jobs):
        run.report(run_job(job))
        if probe.is_stopped():
            break
    probe.close()
