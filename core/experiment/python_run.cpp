// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/python_run.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace interleave {
namespace {

constexpr char kThreads[] = R"(    waiting, results = queue.SimpleQueue(), []
    for job in jobs:
        waiting.put(job)

    def run():
        while True:
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            results.append(work(job))

    threads = [threading.Thread(target=run) for _ in range({})]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
)";

constexpr char kThreadPerJob[] = R"(    results = [None for job in jobs]
    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
)";

constexpr char kEventLoop[] = R"(
    async def run_all():
        places = asyncio.Semaphore({})

        async def run(job):
            async with places:
                return await work(job)

        return await asyncio.gather(*[run(job) for job in jobs])

    results = asyncio.run(run_all())
)";

constexpr char kHybrid[] = R"(    with ProcessPoolExecutor({}, mp_context={}) as crew:
        with ThreadPoolExecutor({}) as pool:
            results = list(pool.map(lambda url: crew.submit(work, fetch(url)).result(), jobs))
)";

constexpr char kGivenCluster[] = R"(    with Client({}) as client:
        results = client.gather(client.map(work, list(jobs), pure=False))
)";

constexpr char kOwnCluster[] =
    R"(    with LocalCluster(n_workers={}, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            results = client.gather(client.map({}, list(jobs), pure=False))
)";

// A pool of `multiprocessing`'s kind, of threads.
constexpr char kDummyPerJob[] = R"(    pools = [Pool(1) for job in jobs]
    results = [pool.apply_async(work, (job,)) for pool, job in zip(pools, jobs)]
    results = [result.get() for result in results]
    for pool in pools:
        pool.terminate()
)";

constexpr char kPoolPerJob[] = R"(    pools = [{} for job in jobs]
    results = [pool.submit(work, job) for pool, job in zip(pools, jobs)]
    results = [result.result() for result in results]
    for pool in pools:
        pool.shutdown()
)";

PythonRun inThreads(const Experiment& experiment) {
  const int workers = experiment.workers;
  if (experiment.api == "threading") {
    return {{"import queue", "import threading"}, fmt::format(kThreads, workers)};
  }
  if (experiment.api == "multiprocessing.dummy") {
    return {{"from multiprocessing.dummy import Pool"},
            fmt::format("    with Pool({}) as pool:\n        results = list(pool.map(work, jobs))\n", workers)};
  }
  return {
      {"from concurrent.futures import ThreadPoolExecutor"},
      fmt::format("    with ThreadPoolExecutor({}) as pool:\n        results = list(pool.map(work, jobs))\n", workers)};
}

PythonRun inProcesses(const Experiment& experiment, const PythonSharing& sharing) {
  const int workers = experiment.workers;
  const std::string initializer = sharing.initializer.empty() ? "" : ", " + sharing.initializer;
  if (experiment.api == "joblib") {
    return {
        {"from joblib import Parallel, delayed"},
        fmt::format("    results = Parallel(n_jobs={})(delayed({})(job) for job in jobs)\n", workers, sharing.called)};
  }
  if (experiment.api == "multiprocessing") {
    return {
        {"import multiprocessing"},
        fmt::format("    with {}.Pool({}{}{}) as pool:\n        results = pool.map(work, jobs, chunksize=1)\n",
                    sharing.context, workers, initializer, experiment.hasWorkerPerJob() ? ", maxtasksperchild=1" : "")};
  }
  return {{"import multiprocessing", "from concurrent.futures import ProcessPoolExecutor"},
          fmt::format("    with ProcessPoolExecutor({}, {}{}) as pool:\n"
                      "        results = list(pool.map(work, jobs))\n",
                      workers, sharing.context, initializer)};
}

// First halves in threads, second halves in processes.
PythonRun inBoth(const Experiment& experiment, const PythonSharing& sharing) {
  const int processes = experiment.workload == "fetch-crunch"
                            ? static_cast<int>(integer(experiment.parameters, "crunchers"))
                            : experiment.workers;
  return {{"import multiprocessing", "from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor"},
          fmt::format(kHybrid, processes, sharing.context, experiment.effectiveWorkers() - processes)};
}

PythonRun onCluster(const Experiment& experiment, const PythonSharing& sharing) {
  if (experiment.isElsewhere()) {
    return {{"from dask.distributed import Client"},
            fmt::format(kGivenCluster, nlohmann::json(experiment.scheduler).dump())};
  }
  return {{"from dask.distributed import Client, LocalCluster"},
          fmt::format(kOwnCluster, experiment.workers, sharing.called)};
}

PythonRun inModel(const Experiment& experiment, const PythonSharing& sharing) {
  switch (experiment.model) {
    case Model::Serial:
      return {{}, "    results = [work(job) for job in jobs]\n"};
    case Model::Threads:
      return inThreads(experiment);
    case Model::EventLoop:
      return {{"import asyncio"}, fmt::format(kEventLoop, experiment.workers)};
    case Model::Hybrid:
      return inBoth(experiment, sharing);
    case Model::Distributed:
      return onCluster(experiment, sharing);
    case Model::Processes:
      break;
  }
  return inProcesses(experiment, sharing);
}

// start-cost alone has it: a pool of one for each job, where the pool has no word for it.
PythonRun workerPerJob(const Experiment& experiment, const PythonSharing& sharing) {
  if (experiment.api == "threading") {
    return {{"import threading"}, kThreadPerJob};
  }
  if (experiment.api == "multiprocessing.dummy") {
    return {{"from multiprocessing.dummy import Pool"}, kDummyPerJob};
  }
  if (experiment.model == Model::Processes || experiment.model == Model::Distributed) {
    return {{"import multiprocessing", "from concurrent.futures import ProcessPoolExecutor"},
            fmt::format(kPoolPerJob, "ProcessPoolExecutor(1, " + sharing.context + ")")};
  }
  return {{"from concurrent.futures import ThreadPoolExecutor"}, fmt::format(kPoolPerJob, "ThreadPoolExecutor(1)")};
}

}  // namespace

PythonRun pythonRun(const Experiment& experiment, const PythonSharing& sharing) {
  // These two have a word of their own for it, or none.
  const bool is_same = experiment.api == "multiprocessing" || experiment.model == Model::EventLoop;
  return experiment.hasWorkerPerJob() && !is_same ? workerPerJob(experiment, sharing) : inModel(experiment, sharing);
}

}  // namespace interleave
