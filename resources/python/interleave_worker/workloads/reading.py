# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a real file or database, each job its share. Reading releases the GIL; matching and counting do not."""
import mmap
import os
import re

from interleave_worker import board, made_files, probe

MATCHES, LINES = 0, 1  # log-regex, cells over all jobs
READ_LINES, READ_DIRECTLY = 0, 1  # file-read
LINES_A_TICK = 16
ALIGN = 4096  # what O_DIRECT may want of addresses, lengths and offsets
COUNTED = 16 * 1024  # bytes between two marks
INSTRUCTIONS_A_TICK = 20000  # of SQLite's machine, about 500 us; the handler takes the GIL, so not more often

# Address, path, status and size.
FAILED_REQUEST = re.compile(rb'(\d+\.\d+\.\d+\.\d+) \S+ \S+ \[[^\]]+\] "GET (/\S*) HTTP/1\.1" (5\d\d) (\d+) ')


def prepare(work):
    if work.workload == "query":
        import sqlite3  # noqa: F401


def lines_between(file, begin, end, chunk):
    """The whole lines that begin in [begin, end) of a file, in lists, of a chunk each. A line belongs to where it begins."""
    at = max(0, begin - 1)
    must_skip = begin != 0
    rest = b""
    while at - len(rest) < end:
        with probe.waiting(probe.IO):
            read = os.pread(file, chunk, at)
        if not read:
            return
        at += len(read)
        whole = rest + read
        cut = whole.rfind(b"\n") + 1
        start = at - len(whole)
        rest = whole[cut:]
        if start + cut > end:  # the last one of ours is the one that ends at `end` or after it
            cut = whole.find(b"\n", end - start - 1) + 1
        first = 0
        if must_skip and b"\n" in whole:
            first = whole.find(b"\n") + 1
            must_skip = False
        if first < cut:
            yield whole[first : cut - 1].split(b"\n")


def log_regex(work, job):
    size = os.path.getsize(made_files.log_of(work))
    share = size // work.jobs
    end = size if job + 1 == work.jobs else share * (job + 1)
    matches = lines = 0
    match, tick = FAILED_REQUEST.match, probe.tick
    with open(made_files.log_of(work), "rb", buffering=0) as file:
        for some in lines_between(file.fileno(), share * job, end, work.parameters["chunk"] << 10):
            for begin in range(0, len(some), LINES_A_TICK):
                for line in some[begin : begin + LINES_A_TICK]:
                    if match(line):
                        matches += 1
                tick()
            lines += len(some)
    board.add(MATCHES, matches)
    board.add(LINES, lines)
    return matches


def open_to_read(path, is_cold):
    """A descriptor, past the kernel's cache where that is wanted and possible; and whether it is."""
    if is_cold:
        try:
            return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECT), True
        except OSError:
            pass  # where there is no O_DIRECT
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC), False


def file_read(work, job):
    block = work.parameters["block"] << 10
    file, is_direct = open_to_read(made_files.log_of(work), work.parameters["cache"] == "cold")
    board.add(READ_DIRECTLY, is_direct)
    lines = 0
    try:
        size = os.fstat(file).st_size
        share = (size + work.jobs - 1) // work.jobs // ALIGN * ALIGN + ALIGN
        at, end = share * job, min(size, share * (job + 1))
        with mmap.mmap(-1, block) as memory, memoryview(memory) as view:  # begins at a page
            while at < end:
                wanted = min(block, (end - at + ALIGN - 1) // ALIGN * ALIGN)
                with probe.waiting(probe.IO), view[:wanted] as room:
                    read = os.preadv(file, [room], at)
                got = min(read, end - at)
                if got <= 0:
                    raise OSError("can't read %s: it ends too early" % made_files.log_of(work))
                for begin in range(0, got, COUNTED):
                    lines += memory[begin : min(got, begin + COUNTED)].count(b"\n")
                    probe.tick()
                at += got
    finally:
        os.close(file)
    board.add(READ_LINES, lines)
    return lines


def query(work, job):
    import pathlib
    import sqlite3

    # The database works without the GIL. It asks from time to time whether to go on, which is where the marks are made.
    def look():
        try:
            probe.computed()
            return 0
        except probe.Stopped:
            return 1

    database = sqlite3.connect(pathlib.Path(made_files.database_of(work)).as_uri() + "?mode=ro", uri=True)
    try:
        database.set_progress_handler(look, INSTRUCTIONS_A_TICK)
        probe.tick()
        try:
            asked = database.execute("SELECT sum(amount) FROM orders WHERE customer % 10 = ?", (job % 10,))
            found = asked.fetchone()[0]
        except sqlite3.OperationalError:
            if probe.is_stopped():
                raise probe.Stopped from None
            raise
        return found or 0
    finally:
        database.close()
