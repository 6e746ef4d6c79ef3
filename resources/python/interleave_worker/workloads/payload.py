# SPDX-License-Identifier: GPL-3.0-or-later
"""Gets data from another process, by copies through a pipe or by shared memory, and looks through it.

Through a pipe the getting is marked as copying; by shared memory as waiting for I/O, for there it is the other process that
copies. By reference the data is in the own process already. Each worker has a process of its own that has the data, as a
parent has it for its pool. Only every STRIDE-th word is added up: that touches all pages, and leaves the moving of the data
what takes the time. A loop over all words would take twenty times as long as getting them, and hide it.
"""
import array
import atexit
import os
import subprocess
import sys
import threading
import time
from multiprocessing import shared_memory

from interleave_worker import board, probe

GETTING_NS, GOT = 0, 1  # cells over all jobs
STRIDE = 128  # as kPayloadStride in core/workload/payload_sender.h
CHUNK = 256 * STRIDE  # words between two marks, of which 256 are added
PERIOD, WORD, ALL = 4099, 0x9E3779B97F4A7C15, 2**64 - 1

_mine = threading.local()  # .source: this worker's
_own = None  # by reference: what every job reads


def words_of(size):
    """As payloadWord() in core/workload/payload_sender.h."""
    return array.array("Q", [i * WORD & ALL for i in range(PERIOD)]) * (size // 8 // PERIOD + 1)


def prepare(work):
    global _own
    if work.parameters["how"] == "reference" and _own is None:
        _own = words_of(work.parameters["size"] << 10)


def begin_worker(work):
    """Has the worker's source made while the worker starts: no job waits for that."""
    if work.parameters["how"] != "reference":
        source_of(work.parameters["how"], work.parameters["size"] << 10)


def payload(work, job):
    size = work.parameters["size"] << 10
    if work.parameters["how"] == "reference":
        data = memoryview(_own)[: size // 8]
    else:
        with probe.waiting(probe.IO):
            source = source_of(work.parameters["how"], size)
        probe.tick()
        begin = time.monotonic_ns()
        with probe.waiting(probe.COPY if work.parameters["how"] == "pipe" else probe.IO):
            data = source.get()
        board.add(GETTING_NS, time.monotonic_ns() - begin)
    board.add(GOT, size)
    total = 0
    for begin in range(0, len(data), CHUNK):
        total += sum(data[begin : begin + CHUNK : STRIDE])
        probe.tick()
    return total % 2**64


def source_of(how, size):
    if getattr(_mine, "source", None) is None or _mine.process != os.getpid():
        _mine.source, _mine.process = Source(how, size), os.getpid()
    return _mine.source


class Source:
    """The process that has the data: made with it, ends when its standard input does, which is with us at the latest."""

    def __init__(self, how, size):
        self._size = size
        self._shared = None
        passed = ()
        if how == "shared-memory":
            self._shared = shared_memory.SharedMemory(create=True, size=size)
            memory = os.open("/dev/shm/" + self._shared.name.lstrip("/"), os.O_RDWR | os.O_CLOEXEC)
            self._shared.unlink()  # at once: should we be killed, nothing is left
            passed = (memory,)
        sender = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "payload_sender.py")
        self._process = subprocess.Popen([sys.executable, "-I", "-S", sender, str(size)] + [str(fd) for fd in passed],
                                         bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=passed)
        for descriptor in passed:
            os.close(descriptor)
        self._read(bytearray(1))
        atexit.register(self.close)

    def get(self):
        """The words; valid until the next call."""
        self._process.stdin.write(b"!")
        if self._shared is not None:
            self._read(bytearray(1))
            return self._shared.buf[: self._size].cast("Q")
        received = bytearray(self._size)
        self._read(received)
        return memoryview(received).cast("Q")

    def _read(self, into):
        view = memoryview(into)
        while view:
            got = self._process.stdout.readinto(view)
            if not got:
                raise RuntimeError("the process that has the data is gone")
            view = view[got:]

    def close(self):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        if self._shared is not None:
            self._shared.close()
