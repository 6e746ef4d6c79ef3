# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands for interleave_worker.probe in a worker of another's cluster: counts marks, and notices a stop; it writes nowhere.

Also a dead man's switch: who is no longer told that its run goes on, ends.
"""
import threading
import time

THREAD, PROCESS = 1, 2
LOCK, IO = 2, 3
# Marks between two looks at the clock.
LOOK_EVERY = 1024

_mine = threading.local()
_stopped = threading.Event()
_lease = {"until": float("inf")}


class Stopped(BaseException):
    """As the real one's."""


def tick():
    _mine.count = count = getattr(_mine, "count", 0) + 1
    if _stopped.is_set() or (count % LOOK_EVERY == 0 and time.monotonic() > _lease["until"]):
        raise Stopped()


def begin_job(job):
    _mine.count = 0
    return 0


def end_job():
    return getattr(_mine, "count", 0), 0


def is_stopped():
    return _stopped.is_set() or time.monotonic() > _lease["until"]


def stop():
    _stopped.set()


def renew(seconds):
    _lease["until"] = time.monotonic() + seconds


class waiting:
    def __init__(self, what):
        pass

    def __enter__(self):
        pass

    def __exit__(self, *_):
        pass


class StoppableTime:
    """The module time, but that who sleeps is woken by a stop."""

    def __getattr__(self, name):
        return getattr(time, name)

    @staticmethod
    def sleep(seconds):
        end = time.monotonic() + seconds
        while not is_stopped():
            left = end - time.monotonic()
            if left <= 0:
                return
            _stopped.wait(min(left, max(0.001, _lease["until"] - time.monotonic()), 3600))
        raise Stopped()
