// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/combinations.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "core/experiment/catalogue.h"

namespace interleave {
namespace {

// Those that need nothing of this machine's: no file of ours, no server, no memory that jobs share.
constexpr std::string_view kElsewhere[] = {"live-tracker", "cpu-heavy", "sum-of-squares", "primes", "sleep", "crash"};

Status checkElsewhere(const Experiment& experiment) {
  if (experiment.runtime != Runtime::Python || experiment.model != Model::Distributed) {
    return fail(
        ErrorCode::InvalidArgument,
        fmt::format("a scheduler can be given for the runtime python and the model distributed, not for {} and {}",
                    name(experiment.runtime), name(experiment.model)));
  }
  if (std::find(std::begin(kElsewhere), std::end(kElsewhere), experiment.workload) == std::end(kElsewhere)) {
    return fail(
        ErrorCode::InvalidArgument,
        fmt::format("the workload {} needs files, a server or memory of this machine's: the workers of a cluster "
                    "that is given take {}",
                    experiment.workload, fmt::join(kElsewhere, ", ")));
  }
  const auto how = experiment.parameters.find("how");
  if (experiment.workload == "crash" && how != experiment.parameters.end() &&
      how->second != ParameterValue(std::string("exception"))) {
    return fail(ErrorCode::InvalidArgument,
                "how: that would end a worker of another's cluster: there, the workload crash takes how=exception");
  }
  return {};
}

Status checkPython(const Experiment& experiment) {
  if (experiment.model == Model::Hybrid && experiment.workload != "http-fetch" &&
      experiment.workload != "fetch-crunch") {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("the model hybrid fetches in threads and computes in processes: in Python it takes the "
                            "workloads http-fetch and fetch-crunch, not {}",
                            experiment.workload));
  }
  if (experiment.model == Model::EventLoop && experiment.workload == "deadlock") {
    return fail(ErrorCode::InvalidArgument,
                "the model event-loop has one thread: a job that waited for a lock would keep the one that has it from "
                "ever going on; choose the model threads or processes for deadlock");
  }
  return {};
}

// Who makes a worker for each job; the others' pools keep theirs.
Status checkWorkerPerJob(const Experiment& experiment) {
  if (experiment.api == "joblib" || experiment.model == Model::Distributed) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("pool: {} keeps its processes and has no way to make one for each job: choose reused, or "
                            "the api concurrent.futures or multiprocessing",
                            experiment.api));
  }
  return {};
}

Status checkEventLoop(const Experiment& experiment) {
  if (experiment.workload == "http-fetch" || experiment.workload == "sleep") {
    return {};
  }
  return fail(
      ErrorCode::InvalidArgument,
      fmt::format("the model event-loop has one thread, which must never be kept waiting: it takes the workloads "
                  "http-fetch and sleep, not {}; choose the model threads or processes for that",
                  experiment.workload));
}

Status checkHybrid(const Experiment& experiment) {
  if (experiment.workload != "fetch-crunch") {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("the model hybrid needs jobs with two halves, one that waits for threads and one that "
                            "computes for processes: it takes the workload fetch-crunch, not {}",
                            experiment.workload));
  }
  return {};
}

Status checkCrunchers(const Experiment& experiment) {
  const std::int64_t crunchers = integer(experiment.parameters, "crunchers");
  if (crunchers >= experiment.workers) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("crunchers: {} of {} workers would be processes, which leaves no thread to fetch: ask for "
                            "more workers or fewer crunchers",
                            crunchers, experiment.workers));
  }
  return {};
}

Status checkPayload(const Experiment& experiment) {
  const bool has_processes = experiment.model == Model::Processes || experiment.model == Model::Distributed;
  if (has_processes && choice(experiment.parameters, "how") == "reference") {
    return fail(ErrorCode::InvalidArgument,
                "how: a process can't see another one's memory, so there is nothing to refer to: choose pipe or "
                "shared-memory, or the model threads");
  }
  return {};
}

Status checkNeedsPython(const Experiment& experiment) {
  if (experiment.runtime != Runtime::Python) {
    return fail(ErrorCode::InvalidArgument, fmt::format("the workload {} needs the runtime python, not {}",
                                                        experiment.workload, name(experiment.runtime)));
  }
  const Model model = experiment.model;
  if (model != Model::Serial && model != Model::Threads && model != Model::Processes) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("the workload {} takes the models serial, threads and processes, "
                            "not {}",
                            experiment.workload, name(model)));
  }
  return {};
}

}  // namespace

Status fitting(const Experiment& experiment) {
  const auto workload = workloadNamed(experiment.workload);
  if (workload && (*workload)->needs_python) {
    if (const Status ok = checkNeedsPython(experiment); !ok) {
      return ok;
    }
  }
  if (experiment.isElsewhere()) {
    if (const Status ok = checkElsewhere(experiment); !ok) {
      return ok;
    }
  }
  if (experiment.runtime == Runtime::Python) {
    return checkPython(experiment);
  }
  switch (experiment.model) {
    case Model::Distributed:
      return fail(ErrorCode::InvalidArgument,
                  fmt::format("the model distributed needs the runtime python; the runtime {} has serial, threads, "
                              "processes, event-loop and hybrid",
                              name(experiment.runtime)));
    case Model::EventLoop:
      return checkEventLoop(experiment);
    case Model::Hybrid:
      return checkHybrid(experiment);
    default:
      return {};
  }
}

Status checkCombination(const Experiment& experiment) {
  const bool has_processes = experiment.model == Model::Processes || experiment.model == Model::Hybrid;
  const int most = has_processes ? Limits::kMostProcesses : Limits::kMostWorkers;
  if (experiment.effectiveWorkers() > most) {
    return fail(ErrorCode::OutOfRange, fmt::format("workers: {} is out of range, it takes {} to {} where they are {}{}",
                                                   experiment.effectiveWorkers(), Limits::kFewestWorkers, most,
                                                   has_processes ? "processes" : "threads",
                                                   experiment.hasWorkerPerJob() ? ", and here each job gets one" : ""));
  }
  if (const Status fits = fitting(experiment); !fits) {
    return fits;
  }
  if (experiment.model == Model::Hybrid && experiment.workload == "fetch-crunch") {
    return checkCrunchers(experiment);
  }
  if (experiment.runtime == Runtime::Python && experiment.hasWorkerPerJob()) {
    return checkWorkerPerJob(experiment);
  }
  return experiment.workload == "payload" ? checkPayload(experiment) : Status();
}

}  // namespace interleave
