# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads of this process. Which of them runs when is the GIL's and the kernel's affair, not ours.

The main thread only waits, without the GIL, and wakes for each job that is done.
"""
import itertools
import multiprocessing.dummy
import queue
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed

from interleave_worker import probe
from interleave_worker.job import begin_thread, run_job


class Beginner:
    """A pool's initializer: the next thread's number, and when the making of it began."""

    def __init__(self):
        self._numbers = itertools.count()
        self._starts = []

    def note(self):
        """A thread may be made from now on."""
        self._starts.append(probe.now())

    def __call__(self):
        number = next(self._numbers)
        begin_thread(number, self._starts[min(number, len(self._starts) - 1)])


def run_in_executor(run):
    begin = Beginner()
    pools, futures = [], []
    for job in range(run.jobs):
        begin.note()
        if not pools or run.has_worker_per_job:  # which an executor has no word for
            pools.append(ThreadPoolExecutor(1 if run.has_worker_per_job else run.workers, initializer=begin))
        futures.append(pools[-1].submit(run_job, job))
        if run.has_worker_per_job:
            pools[-1].shutdown(wait=False)  # its thread ends with its job
    for future in as_completed(futures):
        run.report(future.result())
    for pool in pools:
        pool.shutdown()


def run_in_threads(run):
    waiting = queue.SimpleQueue()
    for job in range(run.jobs):
        waiting.put(job)
    done = queue.SimpleQueue()

    def work(number, start):
        begin_thread(number, start)
        while True:
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            done.put(run_job(job))
            if run.has_worker_per_job:
                return

    threads = []
    for number in range(run.workers_in_all):
        threads.append(threading.Thread(target=work, args=(number, probe.now())))
        threads[-1].start()
    for _ in range(run.jobs):
        run.report(done.get())
    for thread in threads:
        thread.join()


def run_in_dummy_pool(run):
    begin = Beginner()
    jobs = list(range(run.jobs))
    shares = [[job] for job in jobs] if run.has_worker_per_job else [jobs]
    pools = []
    for share in shares:
        begin.note()
        pool = multiprocessing.dummy.Pool(1 if run.has_worker_per_job else run.workers, initializer=begin)
        pools.append((pool, pool.imap_unordered(run_job, share)))
    for pool, accounts in pools:
        for account in accounts:
            run.report(account)
        pool.close()
        pool.join()
