# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting and next to nothing else, for which a thread releases the GIL."""
import time

from interleave_worker import board, probe

PRINTED = 0  # cell: how many lines; the lines follow, each 2 x + (1 for a square) + 1


def sleep(work, job):
    nap(work.parameters["duration"])


def nap(length_ms):
    with probe.waiting(probe.IO):
        time.sleep(length_ms / 1000)


def lines_of(work, job):
    """What a job prints, and how long it sleeps after each: (x, is it a square, ms)."""
    wanted = work.parameters
    is_square = job % 2 == 1
    begin, end = 0, wanted["items"]
    if wanted["form"] == "per-item":
        begin = job // 2 % end
        end = begin + 1
    return [(x, is_square, wanted["fast" if is_square else "slow"]) for x in range(begin, end)]


def print_line(x, is_square):
    line = board.add(PRINTED)
    if line + 1 < board.MOST_CELLS:
        board.cell(1 + line).value = 2 * x + is_square + 1


def print_squares(work, job):
    lines = lines_of(work, job)
    for x, is_square, length_ms in lines:
        probe.tick()
        print_line(x, is_square)
        nap(length_ms)
    return len(lines)
