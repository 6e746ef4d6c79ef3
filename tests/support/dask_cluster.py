#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Dask cluster of separate processes, as somebody else's: a scheduler and workers, alive until standard input ends.

    dask_cluster.py FILE WORKERS [THREADS] [--version=V] [--blocked] [--tls=CERTIFICATE_AND_KEY] [--ahead=S]

--ahead: the workers' clocks, of this machine's. Writes to FILE, when all workers are there: the scheduler's address, its process, and the workers' processes.
To each line on standard input it writes how many of the workers' threads are at a task, into FILE and that line's text.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

OLD = """
import runpy, sys, distributed
distributed.__version__ = %r
sys.argv = ["dask-scheduler"] + %r
runpy.run_module("distributed.cli.dask_scheduler", run_name="__main__")
"""

AHEAD = """
import runpy, sys, time
real = time.time
time.time = lambda: real() + %s
sys.argv = ["dask-worker"] + sys.argv[1:]
runpy.run_module("distributed.cli.dask_worker", run_name="__main__")
"""


def write(file, text):
    """At once: who finds the file finds all of it."""
    with open(file + ".new", "w") as told:
        told.write(text)
    os.rename(file + ".new", file)


def busy_threads(dask_worker):
    return len(dask_worker.active_threads)


def answer(address, target):
    client = None
    for line in sys.stdin:
        if client is None:
            from dask.distributed import Client

            client = Client(address, timeout=30)
        write(target + line.strip(), "%d\n" % sum(client.run(busy_threads).values()))


def main():
    target, count = sys.argv[1], int(sys.argv[2])
    flags = dict((one.lstrip("-").split("=") + [""])[:2] for one in sys.argv[3:] if one.startswith("--"))
    plain = [one for one in sys.argv[3:] if not one.startswith("--")]
    threads = plain[0] if plain else "1"
    folder = tempfile.mkdtemp()
    file = os.path.join(folder, "scheduler.json")
    environment = dict(os.environ, DASK_TEMPORARY_DIRECTORY=folder)
    for name in ("INTERLEAVE_TEST_PID", "PYTHONPATH"):
        environment.pop(name, None)
    tls = []
    if "tls" in flags:
        tls = ["--tls-ca-file", flags["tls"], "--tls-cert", flags["tls"], "--tls-key", flags["tls"]]
    if "blocked" in flags:
        environment["DASK_DISTRIBUTED__WORKER__BLOCKED_HANDLERS"] = '["run"]'
    arguments = ["--host", "tls://127.0.0.1" if tls else "127.0.0.1", "--port", "0", "--scheduler-file", file, "--no-dashboard"] + tls
    start = ["-c", OLD % (flags["version"], arguments)] if "version" in flags else ["-m", "distributed.cli.dask_scheduler"] + arguments
    worker = ["-c", AHEAD % float(flags["ahead"])] if "ahead" in flags else ["-m", "distributed.cli.dask_worker"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "cwd": folder, "env": environment}
    log = open(os.path.join(folder, "log"), "w+")
    everyone = [subprocess.Popen([sys.executable] + start, stderr=log, **quiet)]
    try:
        until = time.monotonic() + 60
        while not os.path.exists(file) and time.monotonic() < until and everyone[0].poll() is None:
            time.sleep(0.02)
        time.sleep(0.05)  # until it is written
        address = json.load(open(file))["address"]
        for _ in range(count):
            everyone.append(subprocess.Popen(
                [sys.executable] + worker + ["--scheduler-file", file, "--nthreads", threads, "--no-nanny", "--no-dashboard", "--local-directory", folder] + tls, stderr=log, **quiet))
        if count > 0 and not tls and "version" not in flags:
            from dask.distributed import Client

            with Client(address, timeout=30) as client:
                client.wait_for_workers(count, timeout=60)
        write(target, "%s %s\n" % (address, " ".join(str(one.pid) for one in everyone)))
        answer(address, target)
    finally:
        for one in everyone:
            one.kill()
        for one in everyone:
            one.wait()


main()
