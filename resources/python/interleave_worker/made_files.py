# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the files lie that the runner has made before the run: the same ones that jobs in C++ read."""
import os
import tempfile


def folder():
    """As core/workload/made_file.cpp finds it."""
    for variable, below in (("XDG_CACHE_HOME", ""), ("HOME", ".cache")):
        found = os.environ.get(variable, "")
        if found.startswith("/"):
            return os.path.join(found, below, "interleave")
    return os.path.join(tempfile.gettempdir(), "interleave")


def log_of(work):
    return os.path.join(folder(), "log-v1-%d-%d.log" % (work.parameters["size"] << 20, work.seed))


def database_of(work):
    return os.path.join(folder(), "orders-v1-%d-%d.sqlite" % (work.parameters["rows"], work.seed))
