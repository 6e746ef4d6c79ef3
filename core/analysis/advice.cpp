// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace interleave {
namespace {

bool hasHybrid(Experiment experiment) {
  experiment.model = Model::Hybrid;
  experiment.api.clear();
  return checked(std::move(experiment)).has_value();
}

Advice keep(const Experiment& experiment) {
  return {"That is as it should be.", Recommendation{experiment.model, experiment.effectiveWorkers()}};
}

Advice use(const Experiment& experiment, Model model, int workers, const std::string& reason) {
  if (model == experiment.model && workers == experiment.effectiveWorkers()) {
    return keep(experiment);
  }
  const std::string what = model == Model::EventLoop ? "an event loop"
                           : model == Model::Serial  ? "a plain loop"
                           : model == Model::Hybrid  ? "threads for the waiting and a process pool for the computing"
                                                     : workersOf(model, workers);
  return {fmt::format("Use {}{}.", what, reason.empty() ? "" : (reason.starts_with("or ") ? ", " : ": ") + reason),
          Recommendation{model, workers}};
}

}  // namespace

std::string workersOf(Model model, int count) {
  const bool is_one = count == 1;
  switch (model) {
    case Model::Threads:
      return fmt::format("{} thread{}", count, is_one ? "" : "s");
    case Model::Processes:
      return fmt::format("{} process{}", count, is_one ? "" : "es");
    default:
      return fmt::format("{} worker{}", count, is_one ? "" : "s");
  }
}

bool paysForGil(const EndedRun& run, const Evidence& evidence) {
  return hasGil(run.experiment) && (run.experiment.model == Model::Serial ||
                                    (sharesGil(run.experiment) && evidence.shareOf(State::GilWait) >= 0.1));
}

Advice adviceFor(const EndedRun& run, const Evidence& evidence, const Finding& finding, Bound bound) {
  const Experiment& experiment = run.experiment;
  const int jobs = experiment.jobs;
  const int cores = std::max(1, run.cores);
  if (finding.pattern == Pattern::Convoy && evidence.atLocks() >= kAtLock) {
    return {"Hold the lock for less, or let each worker add up its own and join the results at the end.", {}};
  }
  if (finding.pattern == Pattern::Straggler) {
    return {"Split the long job, or start it first.", {}};
  }
  if (finding.pattern == Pattern::StairStep || jobs == 1) {
    return use(experiment, Model::Serial, 1, jobs == 1 ? "or split the job" : "or give each job more to do");
  }
  // Threads unless processes were what made it overlap.
  const bool is_processes = experiment.model == Model::Processes;
  const Model computing = paysForGil(run, evidence) || is_processes ? Model::Processes : Model::Threads;
  switch (bound) {
    case Bound::Io:
      if (jobs >= kManySockets) {
        return use(experiment, Model::EventLoop, 1, "one thread can wait for all of them");
      }
      if (experiment.model == Model::EventLoop) {
        return keep(experiment);
      }
      return use(experiment, Model::Threads, std::min(jobs, kMostWaiting),
                 is_processes ? "they wait as well, and start faster" : "");
    case Bound::Copying:
      return {is_processes ? "Put the data into shared memory, or use threads, which share theirs."
                           : "Pass a reference instead of a copy: threads share their memory.",
              {}};
    case Bound::Cpu:
      if (cores == 1) {
        return use(experiment, Model::Serial, 1, "there is one core");
      }
      return use(experiment, computing, std::min(jobs, cores),
                 finding.pattern == Pattern::Oversubscribed ? "one for each core" : "");
    case Bound::Mixed:
      break;
  }
  if (hasHybrid(experiment)) {
    return use(experiment, Model::Hybrid, std::min(jobs, cores), "");
  }
  const double share = std::max(1.0 - kMostly, evidence.computing().value_or(1.0));
  return use(experiment, computing, std::min(jobs, static_cast<int>(std::ceil(cores / share))),
             "while one waits another computes");
}

}  // namespace interleave
