# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads fetch, a pool of processes computes on what they fetched: waiting overlaps computing.

In http-fetch there are as many processes as threads, and a thread waits until a process has looked at every byte. In
fetch-crunch `crunchers` of the workers are processes, at most `queue` answers lie between the halves, and a thread waits for
room alone. A job's account spans both halves, which are on both workers' tracks.
"""
import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed

from interleave_worker import probe
from interleave_worker.job import STOPPED, Account, begin_process, text_of, this_track
from interleave_worker.locks import take
from interleave_worker.models.threads import Beginner
from interleave_worker.workloads.counting import sum_below
from interleave_worker.workloads.fetching import crunch, fetch


def run_in_both(run):
    context = multiprocessing.get_context(run.start_method)
    wanted = run.work.parameters
    processes = wanted.get("crunchers", run.workers)
    threads = run.workers - processes or run.workers
    hand_on = wait_for_room if "crunchers" in wanted else wait_for_result
    begin = Beginner()
    with ProcessPoolExecutor(processes, mp_context=context, initializer=begin_process, initargs=(run.setting(),)) as crew:
        # All processes first: a fork beside running threads is asking for trouble.
        for ready in [crew.submit(nothing) for _ in range(processes)]:
            ready.result()
        room = threading.Semaphore(processes + wanted.get("queue", 0))
        with ThreadPoolExecutor(max_workers=threads, initializer=begin) as pool:
            futures = {}
            for job in range(run.jobs):
                begin.note()
                futures[pool.submit(fetch_and_hand_on, run.work, hand_on, crew, room, job)] = job
            for future in as_completed(futures):
                run.report(account_of(futures[future], *future.result()))


def nothing():
    pass


def fetch_and_hand_on(work, hand_on, crew, room, job):
    """The first half's account, and the second half's future where there is one."""
    begin = probe.begin_job(job)
    second = None
    ok, result, error = True, None, ""
    try:
        if probe.is_stopped():
            ok, error = False, STOPPED
        else:
            body = fetch(work, job)
            second = hand_on(work, crew, room, job, body)
            result = len(body)
    except BaseException as problem:
        ok, error = False, text_of(problem)
    ticks, end = probe.end_job()
    return Account(job, this_track(), begin, end, ticks, ok, result, error), second


def wait_for_result(work, crew, room, job, body):
    with probe.waiting(probe.LOCK):  # a future's, until a process has crunched it
        _, _, _, ok, _, error = crew.submit(as_job, job, crunch, body).result()
    if not ok:
        raise RuntimeError(error)


def wait_for_room(work, crew, room, job, body):
    take(room)
    second = crew.submit(as_job, job, sum_below, work.parameters["n"])
    second.add_done_callback(lambda _: room.release())
    return second


def as_job(job, function, argument):
    """In a process. Returns its track, the marks it made, when it ended, whether all went well, and what came of it."""
    probe.begin_job(job)
    ok, result, error = True, None, ""
    try:
        result = function(argument)
    except BaseException as problem:
        ok, error = False, text_of(problem)
    ticks, end = probe.end_job()
    return this_track(), ticks, end, ok, result, error


def account_of(job, first, second):
    if second is None:
        return first
    try:
        track, ticks, end, ok, result, error = second.result()
    except BaseException as problem:  # its process is gone
        return Account(job, first.track, first.begin, first.end, first.ticks, False, None, text_of(problem))
    return Account(job, track, first.begin, end, first.ticks + ticks, ok, result, error)
