# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster of Dask's on this machine: a scheduler in this process, one process with one thread for each worker. Or one that is
given by its scheduler's address.
"""
from dask.distributed import Client, LocalCluster, as_completed

from interleave_worker.job import run_job_with


def run_in_cluster(run):
    if run.scheduler:
        from interleave_worker.cluster.given import run_given

        run_given(run)
        return
    setting = run.setting()
    with LocalCluster(n_workers=run.workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            futures = {client.submit(run_job_with, setting, job, pure=False): job for job in range(run.jobs)}
            for future in as_completed(futures):
                try:
                    run.report(future.result())
                except Exception as error:
                    run.report_lost(futures[future], "%s: %s" % (type(error).__name__, error))
