# SPDX-License-Identifier: GPL-3.0-or-later
"""Hears from the runner what to run, has it run, and tells how it went."""
import faulthandler
import importlib
import os
import sys
import threading
import traceback

from interleave_worker import job as jobs
from interleave_worker import probe, shared, workloads
from interleave_worker.channel import Channel
from interleave_worker.workloads import Work

CONTROL, REGION = 3, 4
PROTOCOL = 2
FINISHED, CANCELLED, FAILED = 0, 1, 2
NO_JOB = 2**32 - 1

# By model and api, as in core/experiment/python_api.cpp: the module in models/, and its function.
MODELS = {
    ("serial", "for"): ("serial", "run_in_turn"),
    ("threads", "concurrent.futures"): ("threads", "run_in_executor"),
    ("threads", "threading"): ("threads", "run_in_threads"),
    ("threads", "multiprocessing.dummy"): ("threads", "run_in_dummy_pool"),
    ("processes", "concurrent.futures"): ("processes", "run_in_executor"),
    ("processes", "multiprocessing"): ("processes", "run_in_pool"),
    ("processes", "joblib"): ("processes", "run_in_joblib"),
    ("event-loop", "asyncio"): ("event_loop", "run_in_loop"),
    ("hybrid", "concurrent.futures"): ("hybrid", "run_in_both"),
    ("distributed", "dask.distributed"): ("distributed", "run_in_cluster"),
}


class Run:
    """The experiment, and by whom its end is told. Threading: report() from any thread."""

    def __init__(self, channel, start, library):
        experiment = start["experiment"]
        self._channel = channel
        self._library = library
        self.model = experiment["model"], experiment["api"]
        self.jobs = experiment["jobs"]
        self.workers = experiment["workers"]
        self.start_method = experiment["start_method"]
        self.scheduler = experiment.get("scheduler", "")
        self.switch_interval = max(1e-6, experiment["switch_interval_ms"] / 1000)
        is_worker_per_job = experiment["parameters"].get("pool") == "one-per-job" and self.model[0] != "serial"
        self.has_worker_per_job = is_worker_per_job
        self.workers_in_all = self.jobs if is_worker_per_job else self.workers
        at_once = 1 if self.model[0] in ("serial", "event-loop") else self.workers
        self.work = Work(experiment["workload"], experiment["parameters"], start["http_port"], experiment["seed"], self.jobs,
                         at_once, None)
        self.failure = ""
        self.words = ""

    def setting(self):
        """For a worker process whose making begins now."""
        return jobs.Setting(self.work, self._library, jobs.region_path(), self.switch_interval, probe.now(),
                            outlives_maker=self.has_worker_per_job and self.model[1] == "multiprocessing")

    def report(self, account):
        message = {
            "type": "job_done",
            "job": account.job,
            "worker": max(0, account.track),
            # Without a track there is no worker to name: a job that began at 0 has none.
            "begin": account.begin,
            "end": account.end,
            "ticks": account.ticks,
            "ok": account.ok,
        }
        if account.result is not None:
            message["result"] = account.result
        if account.error:
            message["error"] = account.error
        self._channel.send(message)

    def follow_interval(self):
        """From now on, whatever its jobs do."""
        threading.Thread(target=probe.follow_interval_for_good, args=(self._library,), daemon=True).start()

    def report_lost(self, job, error):
        self.report(jobs.Account(job, -1, 0, 0, 0, False, None, error))

    def report_done(self, job, ok, result, error, ticks):
        """Of a job that ran elsewhere: when, report_elsewhere() says."""
        self.report(jobs.Account(job, -1, 0, 0, ticks, ok, result, error))

    def report_elsewhere(self, track, name, process, job, spans):
        """What a worker did that can't write our memory: (state, begin, end), in ns of our CLOCK_MONOTONIC."""
        self._channel.send({
            "type": "seen_elsewhere",
            "worker": track,
            "name": name,
            "pid": process,
            "job": job if job >= 0 else NO_JOB,
            "spans": [{"state": state, "begin": begin, "end": end} for state, begin, end in spans],
        })

    def report_view(self, source, error_ns, note):
        """Who says what report_elsewhere() reports, and how far the times may be off at most."""
        self._channel.send({"type": "view_elsewhere", "source": source, "error_ns": error_ns, "note": note})

    def report_gone(self, track, reason):
        self._channel.send({"type": "worker_gone", "worker": track, "reason": reason})

    def fail(self, why):
        """Why the run as a whole has failed; the first reason counts."""
        self.failure = self.failure or why


def prepare_own(run):
    from interleave_worker import own

    try:
        own.load(run.work.parameters)
        if run.model[0] == "processes" and run.model[1] != "joblib":  # which pickles what Python can't
            own.check_pickling(run.work.parameters)
        return True
    except own.Refused as refused:
        run.fail(jobs.clipped(str(refused)))
        return False


def execute(run):
    module, function = MODELS[run.model]
    sys.setswitchinterval(run.switch_interval)
    if run.work.workload == "my-python" and not prepare_own(run):
        return
    if run.work.workload == "my-python" and run.model[0] == "threads":
        # With one thread a process there is nobody to switch to, and no need to have another one in it.
        run.follow_interval()
    jobs.prepare(run.work)
    made, give_back = shared.make(run.work, run.model[0], run.model[1], run.start_method)
    run.work = run.work._replace(shared=made)
    jobs.use(run.work)
    try:
        model = importlib.import_module("interleave_worker.models." + module)
        getattr(model, function)(run)
        run.words = workloads.words(run.work)
        give_back()
    except ImportError as error:
        run.fail("%s can't import what it needs for %s: %s" % (sys.executable, run.model[1], error))
    except probe.Stopped:
        pass
    except BaseException as error:
        last = traceback.format_exception_only(type(error), error)[-1].strip()
        run.fail(last + "\n" + jobs.clipped(traceback.format_exc()))


def main(arguments):
    faulthandler.enable(all_threads=False)  # a crash's own traceback, as the last words
    channel = Channel(CONTROL)
    for descriptor in (CONTROL, REGION):
        os.set_inheritable(descriptor, False)  # for our children alone, not for programs that a job may start
    end = 0
    try:
        probe.attach(arguments[0], REGION)
        channel.send({"type": "hello", "version": PROTOCOL, "pid": os.getpid()})
        start = channel.receive()
        if start is None:
            return 0
        run = Run(channel, start, arguments[0])
        execute(run)
        end = probe.now()
        failure, words = run.failure, run.words
    except BaseException:
        failure, words = traceback.format_exc(), ""
    kind = FAILED if failure else FINISHED
    finished = {"type": "finished", "kind": kind, "message": jobs.clipped(failure), "end": end}
    if words:
        finished["conclusion"] = words
    channel.send(finished)
    return 0
