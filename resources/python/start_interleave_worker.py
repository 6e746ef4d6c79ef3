# SPDX-License-Identifier: GPL-3.0-or-later
"""Started by interleave-runner: runs one experiment in this interpreter. Of no use by itself.

    python start_interleave_worker.py LIBINTERLEAVE_PROBE_SO

Descriptor 3 is a socket to the runner, 4 the shared memory for the marks.
"""
import os
import sys

if __name__ == "__main__":
    folder = os.path.dirname(os.path.abspath(__file__))
    if folder not in sys.path:  # PYTHONSAFEPATH leaves it out
        sys.path.insert(0, folder)
    from interleave_worker.main import main

    sys.exit(main(sys.argv[1:]))
