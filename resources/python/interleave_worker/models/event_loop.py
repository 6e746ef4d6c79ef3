# SPDX-License-Identifier: GPL-3.0-or-later
"""One thread, one event loop, as many jobs at once as there are workers: each worker is a coroutine with a track of its own.

A job that computes holds up all the others until it is done, in any event loop.
"""
import asyncio

from interleave_worker import probe
from interleave_worker.coroutines import COROUTINES
from interleave_worker.job import STOPPED, Account, guarded, text_of


def run_in_loop(run):
    asyncio.run(run_all(run))


async def run_all(run):
    waiting = iter(range(run.jobs))
    await asyncio.gather(*[work(run, number, waiting) for number in range(run.workers_in_all)])


async def work(run, number, waiting):
    track = probe.claim(number, probe.THREAD, probe.now())
    for job in waiting:
        run.report(await run_job(run.work, track, job))
        await asyncio.sleep(0)  # the others' turn, also after a job that never waited
        if probe.is_stopped():
            break
    probe.use(track)
    probe.close()


async def run_job(work, track, job):
    probe.use(track)
    begin = probe.begin_job(job)
    if work.workload in COROUTINES:
        ok, result, error = await guarded_wait(work, track, job)
    else:
        ok, result, error = guarded(job)
    ticks, end = probe.end_job()
    return Account(job, track, begin, end, ticks, ok, result, error)


async def guarded_wait(work, track, job):
    if probe.is_stopped():
        return False, None, STOPPED
    try:
        return True, await COROUTINES[work.workload](work, job, track), ""
    except (Exception, probe.Stopped) as error:
        return False, None, text_of(error)
