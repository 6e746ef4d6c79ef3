# SPDX-License-Identifier: GPL-3.0-or-later
"""The workloads that wait, as an event loop wants them. The others would hold up the loop in any form."""
import asyncio

from interleave_worker.workloads import target_of


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


COROUTINES = {"http-fetch": http_fetch_in_loop, "sleep": sleep_in_loop}
