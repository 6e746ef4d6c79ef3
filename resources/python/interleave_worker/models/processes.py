# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes, each with an interpreter and a GIL of its own."""
import contextlib
import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from interleave_worker import probe
from interleave_worker.job import begin_process, run_job, run_job_with

# Between two looks for processes that are gone, which a Pool never tells. Wakes a thread that has nothing else to do.
LOOK_S = 0.2


class Family:
    """The worker processes that were seen alive, and how those ended that ended by themselves."""

    def __init__(self, run):
        self._run = run
        self._tracks = {}  # by process
        self._told = set()
        self._known = []

    def look(self):
        """Takes note of who is there. A track stays its process's, also when that is dead."""
        for process in multiprocessing.active_children():
            if process not in self._known:
                self._known.append(process)
        tracks = {probe.owner(track): track for track in range(self._run.workers_in_all)}
        for process in self._known:
            if process.pid in tracks:
                self._tracks[process.pid] = tracks[process.pid]

    def gone(self, but_not=()):
        """Reports whoever has ended since the last call, but with one of these codes: (track, reason) of each."""
        self.look()
        found = []
        for process in self._known:
            code = process.exitcode
            if code is not None and code not in but_not and process.pid not in self._told:
                self._told.add(process.pid)
                track = self._tracks.get(process.pid, -1)
                reason = describe(code)
                if track >= 0:
                    self._run.report_gone(track, reason)
                found.append((track, reason))
        return found


def describe(code):
    if code >= 0:
        return "exited with status %d" % code
    try:
        return "was killed by %s" % signal.Signals(-code).name
    except ValueError:
        return "was killed by signal %d" % -code


def run_in_executor(run):
    context = multiprocessing.get_context(run.start_method)
    family = Family(run)

    def make_pool(size):
        return pools.enter_context(
            ProcessPoolExecutor(size, mp_context=context, initializer=begin_process, initargs=(run.setting(),)))

    with contextlib.ExitStack() as pools:
        if run.has_worker_per_job:  # max_tasks_per_child came with 3.11, and not for fork
            futures = {make_pool(1).submit(run_job, job): job for job in range(run.jobs)}
        else:
            pool = make_pool(run.workers)
            futures = {pool.submit(run_job, job): job for job in range(run.jobs)}
        family.look()
        for future in as_completed(futures):
            try:
                run.report(future.result())
            except BrokenProcessPool as error:
                # Python gives up the whole pool, and ends its other processes itself.
                run.report_lost(futures[future], "BrokenProcessPool: %s" % error)
                run.fail("BrokenProcessPool: %s" % error)
            except Exception as error:
                run.report_lost(futures[future], "%s: %s" % (type(error).__name__, error))
    if run.failure:
        family.gone(but_not=(0, -signal.SIGTERM))


def run_in_pool(run):
    context = multiprocessing.get_context(run.start_method)
    running = context.RawArray("l", [-1] * run.workers_in_all)  # by track: which job
    jobs_each = 1 if run.has_worker_per_job else None
    pool = context.Pool(run.workers, begin_process, (run.setting(), running), maxtasksperchild=jobs_each)
    family = Family(run)
    waiting = set(range(run.jobs))
    accounts = pool.imap_unordered(run_job, range(run.jobs))
    family.look()
    while waiting:
        try:
            account = accounts.next(timeout=LOOK_S)
        except multiprocessing.TimeoutError:
            for track, reason in family.gone(but_not=(0,) if run.has_worker_per_job else ()):
                lost = running[track] if track >= 0 else -1
                if lost in waiting:
                    waiting.discard(lost)
                    run.report_lost(lost, "its process %s. multiprocessing.Pool has started another, but never says so: "
                                          "get() would wait for this job for ever" % reason)
            continue
        waiting.discard(account.job)
        run.report(account)
    pool.close()
    if family.gone(but_not=(0,)) or any(job >= 0 for job in running):
        pool.terminate()  # join() would wait for the lost job
    pool.join()


def run_in_joblib(run):
    from joblib import Parallel, delayed

    calls = Parallel(n_jobs=run.workers, backend="loky", batch_size=1, pre_dispatch="all")
    setting = run.setting()
    # joblib hands out no result before it has all.
    for account in calls(delayed(run_job_with)(setting, job) for job in range(run.jobs)):
        run.report(account)
