# SPDX-License-Identifier: GPL-3.0-or-later
"""Fetches from the server on this machine, by http.client; and computes on what came."""
import http.client

from interleave_worker import probe
from interleave_worker.workloads import CHUNK
from interleave_worker.workloads.counting import sum_below

# Sixteen sites of about half a second, as in core/workload/http_fetch.cpp.
ARTICLE_DELAYS_MS = (487, 452, 531, 498, 420, 515, 476, 560, 443, 509, 468, 524, 437, 493, 545, 442)
PATIENCE_MS = 30000  # of fetch-crunch, beyond the delay that it asks for


def target_of(work, job):
    wanted = work.parameters
    if work.workload == "fetch-crunch":
        return "/%d/%d" % (int(wanted["delay"] * 1000), wanted["bytes"])
    url = job % wanted["urls"]
    delay = wanted["delay"]
    if wanted["shape"] == "articles":
        delay = ARTICLE_DELAYS_MS[url % len(ARTICLE_DELAYS_MS)]
    elif wanted["shape"] == "straggler" and url == 0:
        delay = wanted["straggler"]
    elif wanted["shape"] == "growing":
        delay *= url
    return "/%d/%d" % (int(delay * wanted["scale"] * 1000 + 0.5), wanted["bytes"])


def timeout_s(work):
    wanted = work.parameters
    return (wanted["delay"] + PATIENCE_MS if work.workload == "fetch-crunch" else wanted["timeout"]) / 1000


def fetch(work, job):
    """The body that the loopback server answers with. All of it is marked as waiting for I/O, but for the wait for the GIL
    once the answer is there."""
    connection = http.client.HTTPConnection("127.0.0.1", work.port, timeout=timeout_s(work))
    try:
        with probe.waiting(probe.IO):
            connection.request("GET", target_of(work, job))
        if not probe.await_input(connection.sock.fileno(), timeout_s(work)):
            raise TimeoutError("the server did not answer %s in %g s" % (target_of(work, job), timeout_s(work)))
        with probe.waiting(probe.IO):
            answer = connection.getresponse()
            if answer.status != 200:
                raise RuntimeError("the server answered %s with status %d" % (target_of(work, job), answer.status))
            return answer.read()
    finally:
        connection.close()


def http_fetch(work, job):
    return len(fetch(work, job))


def fetch_crunch(work, job):
    fetch(work, job)
    return sum_below(work.parameters["n"])


def crunch(body):
    """What the computing half of a hybrid does with a body of http-fetch: a look at every byte, in Python."""
    tick = probe.tick
    total = 0
    for begin in range(0, len(body), CHUNK):
        for byte in body[begin : begin + CHUNK]:
            total += byte
        tick()
    return total
