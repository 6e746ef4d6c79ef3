# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job computes: the workloads of core/workload once more, with the same parameters and the same results.

Each is called with a Work and the job's number, and returns a number from 0 to 2**64-1, or None. Only what a workload needs
is imported, and that before its first job: an interpreter's start is part of what is measured.
"""
import collections
import ctypes
import os
import resource
import time

from interleave_worker import probe

# All that the workloads need to know; crosses to other processes.
Work = collections.namedtuple("Work", "workload parameters port")

# Numbers added between two marks: about 10 us, well below the 50 us that count as a gap.
CHUNK = 256
# Sixteen sites of about half a second, as in core/workload/http_fetch.cpp.
ARTICLE_DELAYS_MS = (487, 452, 531, 498, 420, 515, 476, 560, 443, 509, 468, 524, 437, 493, 545, 442)


def live_tracker(work, job):
    return make_marks(work.parameters["n"])


def make_marks(count):
    tick = probe.tick
    for _ in range(count):
        tick()
    return count


def cpu_heavy(work, job):
    tick = probe.tick
    n = work.parameters["n"]
    total = 0
    for begin in range(0, n, CHUNK):
        for i in range(begin, min(begin + CHUNK, n)):
            total += i
        tick()
    return total % 2**64


def sleep(work, job):
    with probe.waiting(probe.IO):
        time.sleep(work.parameters["duration"] / 1000)


def target_of(work, job):
    wanted = work.parameters
    url = job % wanted["urls"]
    delay = wanted["delay"]
    if wanted["shape"] == "articles":
        delay = ARTICLE_DELAYS_MS[url % len(ARTICLE_DELAYS_MS)]
    elif wanted["shape"] == "straggler" and url == 0:
        delay = wanted["straggler"]
    return "/%d/%d" % (int(delay * wanted["scale"] * 1000 + 0.5), wanted["bytes"])


def prepare(work):
    """Once a process, before its first job."""
    if work.workload == "http-fetch":
        import http.client  # noqa: F401
    elif work.workload == "my-python":
        from interleave_worker import own

        own.load(work.parameters)


def fetch(work, job):
    """The body that the loopback server answers with."""
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", work.port, timeout=work.parameters["timeout"] / 1000)
    try:
        connection.request("GET", target_of(work, job))
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError("the server answered %s with status %d" % (target_of(work, job), answer.status))
        return answer.read()
    finally:
        connection.close()


def http_fetch(work, job):
    with probe.waiting(probe.IO):
        body = fetch(work, job)
    return len(body)


def crash(work, job):
    n = work.parameters["n"]
    make_marks(n // 2)
    if job == work.parameters["job"]:
        end_process(work.parameters["how"])
    make_marks(n - n // 2)
    return n


def end_process(how):
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nobody wants the core dump of a crash that was asked for
    if how == "exception":
        raise RuntimeError("this job was asked to fail")
    if how == "exit":
        os._exit(3)
    if how == "segfault":
        ctypes.string_at(8)  # in the first page, which is never mapped
    os.abort()


# What the crunching half of a hybrid does with a body: a look at every byte, in Python.
def crunch(body):
    tick = probe.tick
    total = 0
    for begin in range(0, len(body), CHUNK):
        for byte in body[begin : begin + CHUNK]:
            total += byte
        tick()
    return total


def my_python(work, job):
    from interleave_worker import own

    return own.call(work, job)


WORKLOADS = {
    "live-tracker": live_tracker,
    "cpu-heavy": cpu_heavy,
    "http-fetch": http_fetch,
    "sleep": sleep,
    "crash": crash,
    "my-python": my_python,
}
