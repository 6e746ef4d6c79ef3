# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's own locks, with the waits for them marked; and, where it is told who holds and wants which, deadlocks found.

Who waits looks, from time to time, whether it waits in a circle. Two looks that find the same circle, no lock of it taken
and no wait of it begun in between, prove it: then all of it was true at one instant, and for ever (as in
core/workload/shared_lock.h).
"""
from interleave_worker import board, probe

PATIENCE_S = 0.02
LOOK_EVERY = 5


class Deadlocked(BaseException):
    """No Exception, so that a job doesn't catch it by accident. Its text is for a person."""


def take(lock, may_go_on=None):
    """Takes a lock of any kind that Python has. Raises Stopped. `may_go_on` is called each time the patience is over."""
    if lock.acquire(False):
        return
    with probe.waiting(probe.LOCK):
        while not lock.acquire(True, PATIENCE_S):
            if may_go_on is not None:
                may_go_on()
            if probe.is_stopped():
                raise probe.Stopped


class WatchedLock:
    """A lock of which the board knows who holds it and who wants it. Threading: an object belongs to one job."""

    def __init__(self, lock, index, worker):
        self._lock = lock
        self._index = index
        self._worker = worker
        self._is_held = False

    def take(self):
        """Raises Stopped, or Deadlocked when it would be never."""
        waiter = board.waiter_word(self._worker, 0)
        looks, seen = 0, None

        def look():
            nonlocal looks, seen
            if board.has_deadlock():
                raise Deadlocked
            looks += 1
            if looks % LOOK_EVERY == 0:
                circle = circle_of(self._worker)
                if circle and circle == seen:
                    board.announce_deadlock(describe(circle))
                    raise Deadlocked
                seen = circle

        board.waiter_word(self._worker, board.WAITS).value += 1
        waiter.value = self._index + 1
        try:
            take(self._lock, look)
        finally:
            waiter.value = 0
        board.lock_word(self._index, board.TAKES).value += 1
        board.lock_word(self._index, board.HOLDER).value = self._worker + 1
        self._is_held = True

    def drop(self):
        """In a deadlock nobody gives up anything: a neighbour would go on as if nothing had been."""
        if self._is_held and not board.has_deadlock():
            board.lock_word(self._index, board.HOLDER).value = 0
            self._lock.release()
            self._is_held = False


def circle_of(worker):
    """(worker, its waits, the lock it wants, that lock's takes) of each who waits in a circle with `worker`; or []."""
    circle = []
    at = worker
    while True:
        wanted = board.waiter_word(at, 0).value
        waits = board.waiter_word(at, board.WAITS).value
        if not 0 < wanted <= board.MOST_LOCKS or len(circle) > board.MOST_LOCKS:
            return []
        lock = wanted - 1
        takes = board.lock_word(lock, board.TAKES).value
        holder = board.lock_word(lock, board.HOLDER).value
        if not 0 < holder <= board.MOST_WORKERS:
            return []
        circle.append((at, waits, lock, takes))
        at = holder - 1
        if at == worker:
            return circle


def name(lock):
    return "lock %s" % chr(ord("A") + lock) if lock < 26 else "lock %d" % (lock + 1)


def describe(circle):
    first = circle.index(min(circle))  # whoever found it
    circle = circle[first:] + circle[:first]
    parts = []
    for i, (worker, _, lock, _) in enumerate(circle):
        parts.append("worker %d holds %s and waits for %s, which worker %d holds"
                     % (worker, name(circle[i - 1][2]), name(lock), circle[(i + 1) % len(circle)][0]))
    return "; ".join(parts)
