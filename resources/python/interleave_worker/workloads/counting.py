# SPDX-License-Identifier: GPL-3.0-or-later
"""Pure computing, which the GIL allows one thread at a time."""
from interleave_worker import probe
from interleave_worker.workloads import CHUNK

# As in core/workload/primes.cpp.
OF_THE_ARTICLES = (10000019, 10000079, 10000103, 10000129)
APART = 1000


def live_tracker(work, job):
    return make_marks(work.parameters["n"])


def make_marks(count):
    tick = probe.tick
    for _ in range(count):
        tick()
    return count


def cpu_heavy(work, job):
    return sum_below(work.parameters["n"])


def sum_below(n):
    tick = probe.tick
    total = 0
    for begin in range(0, n, CHUNK):
        for i in range(begin, min(begin + CHUNK, n)):
            total += i
        tick()
    return total % 2**64


def sum_of_squares(work, job):
    tick = probe.tick
    n = work.parameters["n"]
    total = 0
    for begin in range(0, n, CHUNK):
        for i in range(begin, min(begin + CHUNK, n)):
            total += i * i
        tick()
    return total % 2**64


def primes(work, job):
    are_the_articles = work.parameters["numbers"] == "articles"
    candidate = OF_THE_ARTICLES[job % 4] if are_the_articles else work.parameters["from"] + APART * job
    while True:
        probe.tick()
        divisor = smallest_divisor(candidate)
        if divisor == candidate or are_the_articles:
            return divisor
        candidate += 1


def smallest_divisor(candidate):
    """From 2 on; the candidate itself when it is prime."""
    if candidate % 2 == 0:
        return 2
    tick = probe.tick
    divisor = 3
    while divisor * divisor <= candidate:
        for divisor in range(divisor, divisor + 2 * CHUNK, 2):
            if candidate % divisor == 0:
                return divisor
        divisor += 2
        tick()
    return candidate


def start_cost(work, job):
    probe.tick()
