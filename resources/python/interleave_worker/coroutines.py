# SPDX-License-Identifier: GPL-3.0-or-later
"""The workloads that wait, as an event loop wants them. The others would hold up the loop in any form.

Each is called with a Work, the job's number and the place of its marks, which is to be used again after each await: the
thread has run others meanwhile.
"""
import asyncio

from interleave_worker import probe
from interleave_worker.workloads.counting import sum_below
from interleave_worker.workloads.fetching import target_of, timeout_s
from interleave_worker.workloads.waiting import lines_of, print_line


async def awaited(something, track):
    with probe.waiting(probe.IO):
        try:
            return await something
        finally:
            probe.use(track)


async def sleep_in_loop(work, job, track):
    await awaited(asyncio.sleep(work.parameters["duration"] / 1000), track)


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


async def http_fetch_in_loop(work, job, track):
    return await awaited(asyncio.wait_for(fetch_in_loop(work, job), timeout_s(work)), track)


async def fetch_crunch_in_loop(work, job, track):
    await http_fetch_in_loop(work, job, track)
    return sum_below(work.parameters["n"])  # and nobody else goes on meanwhile


async def print_squares_in_loop(work, job, track):
    lines = lines_of(work, job)
    for x, is_square, length_ms in lines:
        probe.tick()
        print_line(x, is_square)
        await awaited(asyncio.sleep(length_ms / 1000), track)
    return len(lines)


COROUTINES = {
    "http-fetch": http_fetch_in_loop,
    "fetch-crunch": fetch_crunch_in_loop,
    "print-squares": print_squares_in_loop,
    "sleep": sleep_in_loop,
}
