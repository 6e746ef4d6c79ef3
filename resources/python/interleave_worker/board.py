# SPDX-License-Identifier: GPL-3.0-or-later
"""The memory that all jobs of a run share, in threads and processes alike: core/workload/board.h tells what lies where.

The runner reads the run's conclusion from it, as it does after jobs in C++: so both say the same.
"""
import ctypes

from interleave_worker import probe

DEADLOCK, TEXT, TEXT_SIZE = 8, 16, 2032
LOCKS, LOCK_SIZE, MOST_LOCKS = 2048, 64, 64
WAITERS, WAITER_SIZE, MOST_WORKERS = 6144, 8, 4096
CELLS, MOST_CELLS = 38912, 8192
HOLDER, TAKES = 4, 8  # in a lock
WAITS = 4  # in a waiter, behind the number of its lock

_views = {}


def cell(index):
    """The workload's own 64-bit word: read and write its `.value`. Two jobs that do both at once may lose an update."""
    return _word(CELLS + 8 * index, ctypes.c_uint64)


def add(index, amount=1):
    """Adds to a cell, in one step that nobody comes between; returns what it was before."""
    return probe.add_to_board(CELLS + 8 * index, amount)


def lock_word(lock, field):
    return _word(LOCKS + LOCK_SIZE * lock + field, ctypes.c_uint32)


def waiter_word(worker, field):
    return _word(WAITERS + WAITER_SIZE * worker + field, ctypes.c_uint32)


def _word(offset, kind):
    found = _views.get(offset)
    if found is None:
        found = _views[offset] = kind.from_address(probe.board() + offset)
    return found


def has_deadlock():
    return _word(DEADLOCK, ctypes.c_uint32).value != 0


def announce_deadlock(text):
    """The first who finds it says so, and the run ends."""
    if probe.replace_on_board(DEADLOCK, 0, 1):
        said = text.encode("ascii", "replace")[: TEXT_SIZE - 1]
        ctypes.memmove(probe.board() + TEXT, said, len(said))
        probe.replace_on_board(DEADLOCK, 1, 2)
        probe.stop_run()
