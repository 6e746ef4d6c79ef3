# SPDX-License-Identifier: GPL-3.0-or-later
"""One worker's place and one job's run, the same in every model: in a thread of ours, in a process of a pool.

Everything here can be named from another process, so that it crosses to one by its name.
"""
import collections
import contextlib
import os
import sys
import threading
import traceback

from interleave_worker import probe, workloads
from interleave_worker.locks import Deadlocked

STOPPED = "it was stopped before it was done"
MOST_TEXT = 16000

# What a process of its own has to know before its first job.
Setting = collections.namedtuple("Setting", "work library region switch_interval start outlives_maker")
# A job's own account. Times are raw; `track` is -1 where there was none left for its worker.
Account = collections.namedtuple("Account", "job track begin end ticks ok result error")

_mine = threading.local()  # .track: this thread's
_process = {}  # "work": what to do, "function": by which; "setting" and "running" in a process of a pool


def prepare(work):
    """Once a process, before its first job."""
    use(work)
    workloads.prepare(work)
    _process["function"] = workloads.function_of(work)


def use(work):
    """The same work, more of which is known by now."""
    _process["work"] = work


def this_track():
    """The calling thread's track; -1 where there was none left for it."""
    return getattr(_mine, "track", -1)


def begin_thread(wanted, start):
    if "work" in _process:
        with contextlib.suppress(Exception):  # the worker's first job tries again, and says what is wrong
            workloads.begin_worker(_process["work"])
    _mine.track = probe.claim(wanted, probe.THREAD, start)


def begin_process(setting, running=None):
    """A pool's initializer. It must not raise: a Pool would start processes for ever; the job says what went wrong."""
    _process.clear()  # a forked child has its parent's
    _process["running"] = running
    try:
        probe.attach(setting.library, setting.region)
        sys.setswitchinterval(setting.switch_interval)
        if setting.work.workload == "my-python":
            from interleave_worker import own

            own.crosses = True
        prepare(setting.work)
        workloads.begin_worker(setting.work)
        _mine.track = probe.claim(0, probe.PROCESS, setting.start)
        if _mine.track >= 0 and not setting.outlives_maker:
            # Not one that a Pool made in another's place, where there is no track left: the kernel's "parent" is the
            # thread that made it, and a Pool's ends before its processes do.
            probe.end_with_parent()
        # Pools end their processes by os._exit, after this. Whoever made this process has imported it.
        import multiprocessing.util

        multiprocessing.util.Finalize(None, probe.close, exitpriority=1)
    except BaseException:
        _process["failure"] = traceback.format_exc()


def run_job_with(setting, job):
    """run_job() where the pool has no initializer."""
    if getattr(_mine, "track", None) is None:
        begin_process(setting)
    return run_job(job)


def run_job(job):
    """Runs one job to its end, whatever it does; returns its Account."""
    track = this_track()
    failure = _process.get("failure")
    if failure is not None:
        return Account(job, -1, 0, 0, 0, False, None, "its process could not begin\n" + clipped(failure))
    running = _process.get("running")
    if running is not None and track >= 0:
        running[track] = job
    begin = probe.begin_job(job)
    ok, result, error = guarded(job)
    ticks, end = probe.end_job()
    if running is not None and track >= 0:
        running[track] = -1
    return Account(job, track, begin, end, ticks, ok, result, error)


def guarded(job):
    work = _process["work"]
    try:
        if probe.is_stopped():
            return False, None, STOPPED
        return True, _process["function"](work, job), ""
    except BaseException as error:  # sys.exit too: a job may end itself, not us
        return False, None, text_of(error)


def text_of(error):
    """What is said of a job that failed with this: the traceback as Python prints it, from the job's own code on."""
    if isinstance(error, probe.Stopped):
        return STOPPED
    if isinstance(error, Deadlocked):
        return str(error) or "deadlocked: it waited for a lock that nobody could ever give up"
    try:
        frames = error.__traceback__
        own = frames.tb_next if frames is not None and frames.tb_next is not None else frames
        return clipped("".join(traceback.format_exception(type(error), error, own)).strip())
    except BaseException:  # an exception whose own text can't be made
        return "it raised %s, which can't be printed" % type(error).__name__


def clipped(text):
    if len(text) > MOST_TEXT:
        text = text[: MOST_TEXT // 2] + "\n...\n" + text[-MOST_TEXT // 2 :]
    return text


def region_path():
    """The shared memory as another process can open it, while this one lives."""
    return "/proc/%d/fd/4" % os.getpid()
