# SPDX-License-Identifier: GPL-3.0-or-later
"""An experiment on a Dask cluster that is given by its scheduler's address.

Dask hands out the jobs, to those of its workers whose threads are as many as were asked for at most. What they did comes from
Dask's task stream, some four times a second; the workers' clocks are asked for theirs before, after, and every second.
"""
import logging
import queue
import threading
import time
import traceback

from dask.distributed import as_completed

from interleave_worker import probe
from interleave_worker.cluster import bundle, clocks, stream
from interleave_worker.cluster.link import Link, Refused, host_and_port
from interleave_worker.job import clipped

SOURCE = "Dask's task stream"
LOOK_S = 0.02  # for a stop
STREAM_S = 0.25
CLOCKS_S = 1.0
FIRST_ROUNDS, LATER_ROUNDS = 24, 3
STOP_S = 0.08
# After the last result: how long a job may be missing from the task stream.
LATE_S = 2.0


def run_given(run):
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is said by us
    link = None
    try:
        alias, sources = bundle.sources()
        link = Link(run.scheduler, bundle.carrier(), alias, sources)
        link.check_versions()
        Given(run, link, alias, sources).run()
    except Refused as refused:
        run.fail(str(refused))
    finally:
        if link is not None:
            link.close()


def chosen(workers, wanted):
    """Of the cluster's workers those whose threads are as many as wanted at most. Raises Refused."""
    if not workers:
        raise Refused("the cluster has no workers: start some with dask-worker")
    found, threads = [], 0
    for address, told in sorted(workers.items(), key=lambda one: str(one[1].get("name", one[0]))):
        if threads + told["nthreads"] <= wanted:
            found.append((address, told))
            threads += told["nthreads"]
    if not found:
        least = min(told["nthreads"] for told in workers.values())
        raise Refused("each of the cluster's workers has %d threads or more: ask for %d workers at least, a thread each"
                      % (least, least))
    note = ""
    if threads < wanted:
        note = "of the %d workers wanted the cluster has %d, a thread each" % (wanted, threads)
    return found, note


def name_of(address, told, hosts):
    """What a person calls it, who has little room: its name, its host where that has no other, else its port."""
    if told.get("name") not in (None, "", address):
        return str(told["name"])
    host, port = host_and_port(address)
    if hosts.count(host) == 1:
        return host
    return "port %d" % port if len(set(hosts)) == 1 else "%s:%d" % (host, port)


class Given:
    def __init__(self, run, link, alias, sources):
        self._run = run
        self._link = link
        self._alias = alias
        self._sources = sources
        self._places = {}  # by address, also those that are gone
        self._clocks = {}
        self._gone = set()
        self._told_bound = None
        self._note = ""
        self._accounts = {}  # by job: what it said itself; until the task stream has told of it
        self._records = {}  # by job: what the task stream said; until the job's account is here
        self._told = set()
        self._seen = set()
        self._newest = None  # by the scheduler's clock
        self._next_stream = self._next_clocks = 0.0

    def run(self):
        self._begin()
        begin = "interleave-%s-" % self._alias[-12:]
        client = self._link.client
        bundled = client.scatter([self._sources], broadcast=True, hash=False)[0]
        self._link.ask_scheduler("get_task_stream", start=0, stop=0)  # which begins it
        call = bundle.carrier()
        work = self._run.work
        self._keys = {"%s%d" % (begin, job): job for job in range(self._run.jobs)}
        futures = {
            client.submit(call, self._alias, bundled, "run_job", work.workload, work.parameters, job, key=key,
                          workers=list(self._places), allow_other_workers=False): job
            for key, job in self._keys.items()}
        results = queue.SimpleQueue()
        threading.Thread(target=await_results, args=(futures, results), daemon=True).start()
        try:
            self._follow(futures, results)
        except Refused:
            self._stop(futures)
            raise
        if probe.is_stopped():
            self._stop(futures)
            return
        self._link.tell(self._alive(), "forget", 1.0)

    def _begin(self):
        found, self._note = chosen(self._link.workers(), self._run.workers)
        first = 0
        hosts = [host_and_port(address)[0] for address, _ in found]
        for address, told in found:
            pid = self._link.install(address)
            name = name_of(address, told, hosts)
            self._places[address] = stream.Place(address, name, first, told["nthreads"], pid)
            first += told["nthreads"]
        # One after the other: each is answered the quicker.
        for address in self._places:
            rounds = self._link.rounds([address], FIRST_ROUNDS).get(address)
            if not rounds:
                raise Refused("the worker %s does not say what time it is" % address)
            self._clocks[address] = clocks.Alignment(rounds)
        self._tell_bound()
        for place in self._places.values():
            for track in place.tracks():
                self._run.report_elsewhere(track, place.title(track), place.pid, -1, [])
        self._next_clocks = time.monotonic() + CLOCKS_S

    def _alive(self):
        return [address for address in self._places if address not in self._gone]

    def _tell_bound(self):
        bound_ns = int(max(clock.bound for clock in self._clocks.values()) * 1e9) + 1
        if bound_ns != self._told_bound:
            self._told_bound = bound_ns
            self._run.report_view(SOURCE, bound_ns, self._note)
            self._note = ""

    def _follow(self, futures, results):
        left = self._run.jobs
        while left > 0 and not probe.is_stopped():
            try:
                job, future, result = results.get(timeout=LOOK_S)
            except queue.Empty:
                pass
            else:
                if job < 0:
                    raise Refused("Dask gives no results any more: %s: %s" % (type(future).__name__, future))
                left -= 1
                self._take(job, future, result)
            self._look(time.monotonic())
        until = time.monotonic() + LATE_S
        self._next_stream = 0.0
        while self._accounts and not probe.is_stopped() and time.monotonic() < until:
            self._look(time.monotonic())
            if self._accounts:
                time.sleep(LOOK_S)
        if not probe.is_stopped():
            self._check_clocks(FIRST_ROUNDS, is_last=True)
        for job in list(self._accounts):
            self._tell(job, self._accounts.pop(job), None)

    def _take(self, job, future, result):
        if future.status == "finished":
            record = self._records.pop(job, None)
            if record is None:
                self._accounts[job] = result
            else:
                self._tell(job, result, record)
            return
        if future.status == "error" and isinstance(result, tuple) and len(result) == 3:
            text = "".join(traceback.format_exception(*result)).strip()
        else:
            self._look_for_lost()  # nobody here has cancelled it: who was to do it may be gone, which ends the run
            text = "Dask gave it up: " + (str(result) or future.status)
        self._run.report_lost(job, clipped(text))

    def _look(self, now):
        if now >= self._next_stream:
            self._read_stream()
            self._look_for_lost()
            self._next_stream = time.monotonic() + STREAM_S
        if now >= self._next_clocks:
            self._check_clocks(LATER_ROUNDS, is_last=False)
            self._next_clocks = time.monotonic() + CLOCKS_S

    def _check_clocks(self, count, is_last):
        for address, rounds in self._link.rounds(self._alive(), count).items():
            self._clocks[address].check(rounds, is_last)
        self._tell_bound()

    def _read_stream(self):
        # Some of what was told before once more: the stream is in order of arrival, hardly of time.
        start = None if self._newest is None else self._newest - 5.0
        for record in self._link.ask_scheduler("get_task_stream", start=start, stop=None, count=None):
            job = self._keys.get(record["key"])
            if job is None or job in self._seen or record.get("worker") not in self._places:
                continue
            self._seen.add(job)
            self._newest = max([self._newest or 0.0] + [one["stop"] for one in record["startstops"]])
            if job in self._accounts:
                self._tell(job, self._accounts.pop(job), record)
            else:
                self._records[job] = record

    def _tell(self, job, account, record):
        ok, result, error, ticks, begin, end, delay = account
        if record is not None:
            clock = self._clocks[record["worker"]]
            inner = [one for one in record["startstops"] if one["action"] == "compute"]
            if inner:
                # A job's own clock can't have begun before Dask began with it, nor ended after.
                clock.widen(max(0.0, inner[0]["start"] - delay - begin, end - inner[-1]["stop"] + delay))
            place = self._places[record["worker"]]
            track, spans = place.spans(record["thread"], record["startstops"], lambda when: clock.ours_ns(when - delay))
            self._run.report_elsewhere(track, place.title(track), place.pid, job, spans)
        elif "elsewhere" not in self._told:
            self._told.add("elsewhere")
            self._note = "Dask's task stream has no record of some jobs: it keeps the newest only"
            self._told_bound = None
            self._tell_bound()
        self._run.report_done(job, ok, result, error, ticks)

    def _look_for_lost(self):
        there = self._link.workers()
        for address, place in self._places.items():
            if address not in there and address not in self._gone:
                self._gone.add(address)
                for track in place.tracks():
                    self._run.report_gone(track, "left the cluster (%s); Dask begins its jobs anew on the others" % address)
        if not self._alive():
            raise Refused("the cluster has lost all workers that this run was on: %s" % ", ".join(sorted(self._gone)))

    def _stop(self, futures):
        self._link.tell(self._alive(), "stop", STOP_S)
        try:
            self._link.client.cancel(list(futures), force=True, asynchronous=True)
            self._link.client.sync(nothing, callback_timeout=STOP_S)
        except Exception:
            pass  # the lease ends what goes on there


async def nothing():
    pass


def await_results(futures, results):
    """In a thread of its own, since it waits for Dask without regard to a stop."""
    try:
        for future, result in as_completed(futures, with_results=True, raise_errors=False):
            results.put((futures[future], future, result))
    except BaseException as error:
        results.put((-1, error, None))
