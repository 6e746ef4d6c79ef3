#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one mark costs in the interpreter that runs this, beside the articles' own: ns, the best of several rounds.

    bench_python_mark.py LIBINTERLEAVE_PROBE_SO [--json]

All ways are measured in turns within one run, each less the loop around it.
"""
import ctypes
import json
import mmap
import os
import platform
import re
import struct
import sys
import tempfile
import time

ROUNDS = 15
MARKS = 200000
CAPACITY = 1 << 16


class Stopped(BaseException):
    pass


def make_region():
    """A region as core/ring/region.h has it, with one ring, in a file without a name."""
    is_tsc = open("/sys/devices/system/clocksource/clocksource0/current_clocksource").read().strip() == "tsc"
    per_us = 2500 if is_tsc else 1000  # near enough: it only says how often a heartbeat is streamed
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../core/ring/region.h")
    layout = dict(re.findall(r"#define (IL_VERSION|IL_BOARD_BYTES) (\d+)u", open(path).read()))
    size = 4096 + (256 + CAPACITY * 16 + 4095) // 4096 * 4096 + int(layout["IL_BOARD_BYTES"])
    file = tempfile.TemporaryFile()
    file.truncate(size)
    header = struct.pack("<QIIQIIQQII", 0x31564C5245544E49, int(layout["IL_VERSION"]), int(is_tsc), size, 1, CAPACITY, 20 * per_us, 50 * per_us, 0, 0)
    os.pwrite(file.fileno(), header, 0)
    return file


def empty(n):
    begin = time.perf_counter()
    for _ in range(n):
        pass
    return time.perf_counter() - begin


def append_time(n):
    marks = []
    begin = time.perf_counter()
    for _ in range(n):
        marks.append(time.time())
    return time.perf_counter() - begin


def calling(mark):
    def measure(n):
        tick = mark
        begin = time.perf_counter()
        for _ in range(n):
            tick()
        return time.perf_counter() - begin

    return measure


def main():
    probe = ctypes.PyDLL(sys.argv[1])
    file = make_region()
    assert probe.il_thread_map(file.fileno()) == 0
    memory = mmap.mmap(file.fileno(), 0)
    probe.il_thread_claim.argtypes = [ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint64]
    assert probe.il_thread_claim(0, 1, 0) == 0
    probe.il_thread_job_begin(ctypes.c_uint32(0))
    probe.il_python_tick_function.restype = ctypes.py_object
    probe.il_python_tick_function.argtypes = [ctypes.py_object]
    builtin = probe.il_python_tick_function(Stopped)
    foreign = probe.il_thread_tick
    foreign.restype = None
    typed = ctypes.PyDLL(sys.argv[1]).il_thread_tick
    typed.restype, typed.argtypes = None, []

    ways = {
        "loop": empty,
        "append_time": append_time,
        "ctypes_call": calling(foreign),
        "ctypes_typed_call": calling(typed),
        "builtin": calling(builtin),
    }
    best = {way: float("inf") for way in ways}
    for _ in range(ROUNDS):
        for way, measure in ways.items():
            best[way] = min(best[way], measure(MARKS) / MARKS * 1e9)
        # What a host does: the ring is read, so that the next round finds room.
        memory[4096 + 128:4096 + 136] = memory[4096 + 64:4096 + 72]
    ticks = struct.unpack_from("<Q", memory, 4096 + 88)[0]
    assert ticks >= 0.99 * 3 * ROUNDS * MARKS, ticks
    cost = {way: round(best[way] - best["loop"], 1) for way in ways if way != "loop"}
    if "--json" in sys.argv:
        print(json.dumps({"python": platform.python_version(), "ns": cost}))
    else:
        print("%-8s" % platform.python_version(), "  ".join("%s %5.1f ns" % pair for pair in cost.items()))


main()
