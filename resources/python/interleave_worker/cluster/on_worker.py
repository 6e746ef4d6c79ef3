# SPDX-License-Identifier: GPL-3.0-or-later
"""What is called on a worker of another's cluster. Arguments and results are plain values: nobody there knows our classes."""
import os
import sys
import threading
import time as real_time

from distributed.metrics import time

from interleave_worker import job as jobs
from interleave_worker import probe, workloads

# A run that nobody speaks of for so long is over: its host is gone.
LEASE_S = 10.0
# After a stop: jobs that were on their way still find that it was stopped.
FORGET_AFTER_S = 30.0

_lock = threading.Lock()
_ready = []
probe.renew(LEASE_S)


def clock():
    """Renews the lease; the time by the clock that Dask stamps its task stream with here."""
    probe.renew(LEASE_S)
    return time()


def about():
    return os.getpid()


def make_ready(work):
    with _lock:
        if not _ready:
            jobs.prepare(work)
            package = __name__.rpartition(".")[0]
            for name, module in list(sys.modules.items()):
                if name.startswith(package + ".") and name != package + ".probe" and name != __name__:
                    if getattr(module, "time", None) is real_time:
                        module.time = probe.StoppableTime()
            _ready.append(work)


def run_job(workload, parameters, job):
    """(ok, result, error, ticks, begin, end, delay): times by this worker's clock; `delay` is what Dask adds to them."""
    from distributed import get_worker

    make_ready(workloads.Work(workload, parameters, port=0, seed=0, jobs=0, workers=1, shared=None))
    begin = time()
    probe.begin_job(job)
    ok, result, error = jobs.guarded(job)
    ticks, _ = probe.end_job()
    end = time()
    return ok, result, error, ticks, begin, end, getattr(get_worker(), "scheduler_delay", 0.0)


def stop():
    probe.stop()
    timer = threading.Timer(FORGET_AFTER_S, forget)
    timer.daemon = True
    timer.start()


def forget():
    package = __name__.rpartition(".")[0]
    sys.meta_path[:] = [one for one in sys.meta_path if getattr(one, "alias", None) != package]
    for name in [one for one in sys.modules if one == package or one.startswith(package + ".")]:
        del sys.modules[name]
