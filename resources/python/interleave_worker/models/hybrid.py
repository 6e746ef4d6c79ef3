# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads fetch, a pool of processes looks at every byte of what they fetched: waiting overlaps computing."""
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed

from interleave_worker import probe
from interleave_worker.job import STOPPED, Account, begin_process, text_of, this_track
from interleave_worker.models.threads import Beginner
from interleave_worker.workloads import crunch, fetch


def run_in_both(run):
    context = multiprocessing.get_context(run.start_method)
    begin = Beginner()
    with ProcessPoolExecutor(run.workers, mp_context=context, initializer=begin_process, initargs=(run.setting(),)) as crew:
        # All processes first: a fork beside running threads is asking for trouble.
        for ready in [crew.submit(nothing) for _ in range(run.workers)]:
            ready.result()
        with ThreadPoolExecutor(max_workers=run.workers, initializer=begin) as pool:
            futures = {}
            for job in range(run.jobs):
                begin.note()
                futures[pool.submit(fetch_and_hand_on, run.work, crew, job)] = job
            for future in as_completed(futures):
                run.report(future.result())


def nothing():
    pass


def fetch_and_hand_on(work, crew, job):
    begin = probe.begin_job(job)
    ok, result, error = True, None, ""
    try:
        if probe.is_stopped():
            ok, error = False, STOPPED
        else:
            with probe.waiting(probe.IO):
                body = fetch(work, job)
            with probe.waiting(probe.LOCK):  # a future's, until a process has crunched it
                crew.submit(crunch_as_job, job, body).result()
            result = len(body)
    except BaseException as problem:
        ok, error = False, text_of(problem)
    ticks, end = probe.end_job()
    return Account(job, this_track(), begin, end, ticks, ok, result, error)


def crunch_as_job(job, body):
    probe.begin_job(job)
    try:
        return crunch(body)
    finally:
        probe.end_job()
