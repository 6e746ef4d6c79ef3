# SPDX-License-Identifier: GPL-3.0-or-later
"""Work that Python hands to a library in C, which releases the GIL meanwhile: there threads do run at once."""
import os
import zlib

from interleave_worker import probe
from interleave_worker.log_text import LogText

BLOCK = 1 << 20  # of text, which is compressed again and again: farther apart than zlib looks back
PIECE = 64 * 1024  # between two marks, 1 to 5 ms
ROWS_A_TICK = 32

_numpy = None


def prepare(work):
    global _numpy
    if work.workload == "matrix":
        for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
            os.environ[variable] = "1"  # else the library's own threads would do the work of one job on all cores
        try:
            import numpy
        except ImportError:
            return
        _numpy = numpy


def words(work):
    if work.workload != "matrix":
        return ""
    if _numpy is None:
        return "multiplied in pure Python, under the GIL: this interpreter has no NumPy"
    return "multiplied by NumPy %s, which releases the GIL meanwhile" % _numpy.__version__


def matrix(work, job):
    """As in core/workload/matrix.cpp: two factors of small whole numbers; the sum of the product's elements."""
    n = work.parameters["n"]
    return (product_in_python if _numpy is None else product_by_numpy)(n, job)


def product_by_numpy(n, job):
    row = _numpy.arange(n, dtype=float).reshape(n, 1)
    column = _numpy.arange(n, dtype=float)
    a, b = [(row * 7 + column * (3 + factor) + row * column + job) % 10 for factor in (0, 1)]
    probe.computed()
    total = 0
    for begin in range(0, n, ROWS_A_TICK):
        total += int((a[begin : begin + ROWS_A_TICK] @ b).sum())
        probe.computed()
    return total


def product_in_python(n, job):
    a, b = [[[float((row * 7 + column * (3 + factor) + row * column + job) % 10) for column in range(n)]
             for row in range(n)] for factor in (0, 1)]
    columns = list(zip(*b))
    total = 0.0  # whole numbers below 2**53: exact
    for row in a:
        for column in columns:
            total += sum([x * y for x, y in zip(row, column)])
            probe.tick()
    return int(total)


def compress(work, job):
    text = LogText(work.seed + job).text(BLOCK, probe.tick)
    stream = zlib.compressobj(work.parameters["level"])
    size = 0
    for _ in range(work.parameters["size"]):
        for begin in range(0, BLOCK, PIECE):
            size += len(stream.compress(text[begin : begin + PIECE]))
            probe.computed()
    return size + len(stream.flush())
