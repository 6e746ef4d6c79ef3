# SPDX-License-Identifier: GPL-3.0-or-later
"""Job i takes lock i, computes a while, then takes lock i+1, of as many as are asked for in a circle.

So that it is no matter of luck, the first jobs do not go on to their second lock before each of them has its first. In the
order "same" every job takes the lower lock first, the usual cure, and nothing happens.
"""
import time

from interleave_worker import board, probe
from interleave_worker.job import this_track
from interleave_worker.locks import Deadlocked, WatchedLock, name

FIRSTS_HELD = 0  # cell: how many jobs had their first lock


def deadlock(work, job):
    worker = this_track()
    count = work.parameters["locks"]
    order = [job % count, (job + 1) % count]
    if work.parameters["order"] == "same":
        order.sort()
    first, second = [WatchedLock(work.shared.locks[index], index, worker) for index in order]
    try:
        first.take()
        hold(work, job)
        second.take()
        probe.tick()
    except Deadlocked:
        holder = board.lock_word(order[1], board.HOLDER).value - 1
        raise Deadlocked("deadlocked: holds %s and waited for %s, which worker %d holds"
                         % (name(order[0]), name(order[1]), holder)) from None
    finally:
        second.drop()
        first.drop()
    return 1


def hold(work, job):
    firsts = board.cell(FIRSTS_HELD)
    board.add(FIRSTS_HELD)
    together = min(work.workers, work.jobs, work.parameters["locks"])
    waits_for_all = work.parameters["order"] == "opposite" and job < together
    until = time.monotonic() + work.parameters["hold"] / 1000
    while time.monotonic() < until or (waits_for_all and firsts.value < together):
        probe.tick()
