# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs that share something: one counter, one queue."""
import time

from interleave_worker import board, probe
from interleave_worker.locks import take

COUNTER = 0  # race, cell
FIRST_COUNT = 1  # queue, cells: how often each item was taken
LONGEST_TICK_S = 20e-6


def race(work, job):
    """Adds one to a counter that all jobs share: reads it, calls a function, writes it back, as a person's code does.

    CPython switches threads where a function is called or a loop goes round, and from 3.10 on nowhere else: in `x += 1`
    without a call it seldom loses anything, which is luck and not a promise. Here the call is the mark. What another
    thread or process wrote between the reading and the writing is lost, and nothing is lost otherwise.
    """
    counter = board.cell(COUNTER)
    tick = probe.tick
    n = work.parameters["n"]
    if work.parameters["lock"] == "with":
        lock = work.shared.locks[0]
        for _ in range(n):
            take(lock)
            try:
                seen = counter.value
                tick()
                counter.value = seen + 1
            finally:
                lock.release()
    else:
        for _ in range(n):
            seen = counter.value
            tick()
            counter.value = seen + 1
    return n


def queue(work, job):
    """Takes items until it gets the None that tells it that there are no more; there is one for each job."""
    items = work.shared.queue
    taken = 0
    while True:
        with probe.waiting(probe.LOCK):  # queue.Queue says nothing of the lock in it
            item = items.get()
        if item is None:
            return taken
        board.add(FIRST_COUNT + item)
        taken += 1
        compute(work.parameters["work"] / 1000)


def compute(length_s):
    """For that much of this worker's own time: who has no core, or no GIL, meanwhile has not worked."""
    done = 0.0
    before = time.perf_counter()
    while done < length_s:
        probe.tick()
        now = time.perf_counter()
        done += min(now - before, LONGEST_TICK_S)
        before = now
