# SPDX-License-Identifier: GPL-3.0-or-later
"""What a job computes: the workloads of core/workload once more, with the same parameters and the same results.

Each is called with a Work and the job's number, and returns a number from 0 to 2**64-1, or None. A job of an event loop is
a coroutine, where there is something to wait for.
"""
import asyncio
import collections
import ctypes
import http.client
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


def fetch(work, job):
    """The body that the loopback server answers with."""
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


async def sleep_in_loop(work, job):
    await asyncio.sleep(work.parameters["duration"] / 1000)


async def fetch_in_loop(work, job):
    reader, writer = await asyncio.open_connection("127.0.0.1", work.port)
    try:
        request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" % target_of(work, job)
        writer.write(request.encode("ascii"))
        head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
    finally:
        writer.close()
    status = head.split(b"\r\n", 1)[0].split(b" ")
    if len(status) < 2 or status[1] != b"200":
        raise RuntimeError("the server answered %s with %r" % (target_of(work, job), head[:100]))
    return len(body)


async def http_fetch_in_loop(work, job):
    return await asyncio.wait_for(fetch_in_loop(work, job), work.parameters["timeout"] / 1000)


WORKLOADS = {
    "live-tracker": live_tracker,
    "cpu-heavy": cpu_heavy,
    "http-fetch": http_fetch,
    "sleep": sleep,
    "crash": crash,
}
# Those that wait, as coroutines; the others would hold up the loop in any form.
COROUTINES = {"http-fetch": http_fetch_in_loop, "sleep": sleep_in_loop}
