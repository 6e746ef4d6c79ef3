# SPDX-License-Identifier: GPL-3.0-or-later
"""The locks and the queue that the jobs of a run share, of the kind that their way of running them has."""
import collections

Shared = collections.namedtuple("Shared", "locks queue")

# What is made for a worker process by way of its creation can be one of multiprocessing's own; what goes to a worker that is
# there already, as all does with these, has to be a manager's.
HAND_OVER_LATER = ("joblib", "dask.distributed")


def make(work, model, api, start_method):
    """Called once, before the workers are made. Returns the Shared, and what is to be called after the last job."""
    count = locks_of(work)
    if not count and work.workload != "queue":
        return Shared([], None), lambda: None
    if model not in ("processes", "distributed"):
        import queue
        import threading

        return filled(work, Shared([threading.Lock() for _ in range(count)], queue.Queue())), lambda: None
    import multiprocessing

    context = multiprocessing.get_context(start_method)
    if api not in HAND_OVER_LATER:
        locks = [context.Lock() for _ in range(count)]
        if work.workload != "queue":
            return Shared(locks, None), lambda: None
        items = context.Queue()
        return filled(work, Shared(locks, items)), items.cancel_join_thread
    manager = context.Manager()
    return filled(work, Shared([manager.Lock() for _ in range(count)], manager.Queue())), manager.shutdown


def locks_of(work):
    if work.workload == "deadlock":
        return work.parameters["locks"]
    return 1 if work.workload == "race" and work.parameters["lock"] == "with" else 0


def filled(work, shared):
    if work.workload == "queue":
        for item in range(work.parameters["items"]):
            shared.queue.put(item)
        for _ in range(work.jobs):
            shared.queue.put(None)
    return shared
