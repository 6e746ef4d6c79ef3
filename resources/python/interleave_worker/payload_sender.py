# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that has the data which the jobs of payload want; started by workloads/payload.py. Of no use by itself.

    python payload_sender.py BYTES [DESCRIPTOR_OF_SHARED_MEMORY]

Says one byte when it has its data. Then, for each byte that it reads: the data itself; or, where memory is shared, puts it
there and says one byte.
"""
import array
import mmap
import sys

PERIOD = 4099  # as payloadWord() in core/workload/payload_sender.h


def main(arguments):
    size = int(arguments[0])
    words = array.array("Q", [i * 0x9E3779B97F4A7C15 & 2**64 - 1 for i in range(PERIOD)])
    data = memoryview(words * (size // 8 // PERIOD + 1)).cast("B")[:size]
    shared = mmap.mmap(int(arguments[1]), size) if len(arguments) > 1 else None
    asks, answers = open(0, "rb", buffering=0), open(1, "wb", buffering=0)
    answers.write(b"!")
    while asks.read(1):
        if shared is not None:
            shared[:size] = data
            answers.write(b"!")
            continue
        rest = data
        while rest:
            rest = rest[answers.write(rest) :]


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BrokenPipeError:
        pass  # nobody wants it any more
