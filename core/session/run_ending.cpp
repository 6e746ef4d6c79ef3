// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_ending.h"

#include <fmt/format.h>

#include <algorithm>

namespace interleave {
namespace {

struct Ended {
  OutcomeKind kind = OutcomeKind::Finished;
  std::string message = {};
};

Ended withoutLastWord(const RunEnding& ending, const ProcessEnd& process, Model model, const std::string& runner) {
  if (!ending.has_begun) {
    return {OutcomeKind::Failed, fmt::format("the runner {} {} before it {}", runner, process.describe(),
                                             ending.is_greeted ? "could begin" : "answered")};
  }
  const char* shared = model == Model::Processes ? "" : ": all jobs shared that one process, so they all ended with it";
  return {OutcomeKind::Crashed, fmt::format("the runner {}{}", process.describe(), shared)};
}

Ended lastWord(const Finished& finished, std::size_t failed_jobs, int jobs) {
  switch (finished.kind) {
    case FinishKind::Deadlocked:
      return {OutcomeKind::Deadlocked, finished.message};
    case FinishKind::Crashed:
      return {OutcomeKind::Crashed, finished.message};
    case FinishKind::Failed:
      return {OutcomeKind::Failed, finished.message};
    case FinishKind::Finished:
    case FinishKind::Cancelled:
      break;
  }
  return {OutcomeKind::Finished, failed_jobs > 0 ? fmt::format("{} of {} jobs failed", failed_jobs, jobs) : ""};
}

Ended endedAs(const RunEnding& ending, const ProcessEnd& process, const Experiment& experiment,
              const std::string& runner, std::size_t failed_jobs) {
  if (ending.given_up == OutcomeKind::TimedOut) {
    return {OutcomeKind::TimedOut,
            fmt::format("the run was ended after its time limit of {:g} s", *experiment.timeout_s)};
  }
  if (ending.given_up) {
    return {*ending.given_up, "stopped"};
  }
  if (ending.broken) {
    return {OutcomeKind::Failed, ending.broken->message};
  }
  return ending.finished ? lastWord(*ending.finished, failed_jobs, experiment.jobs)
                         : withoutLastWord(ending, process, experiment.model, runner);
}

}  // namespace

RunOutcome outcomeOf(const RunEnding& ending, const ProcessEnd& process, const Experiment& experiment,
                     const std::string& runner, std::size_t failed_jobs) {
  Ended ended = endedAs(ending, process, experiment, runner, failed_jobs);
  RunOutcome outcome;
  outcome.kind = ended.kind;
  outcome.message = std::move(ended.message);
  outcome.elapsed_ns = ending.end_ns.value_or(0);
  outcome.cpu_s = std::max(0.0, process.cpu_s - ending.prepared_cpu_s);
  outcome.core_busy_ratio = ending.core_busy_ratio;
  outcome.notes = ending.notes;
  if (ending.finished) {
    outcome.result = ending.finished->result;
    outcome.conclusion = ending.finished->conclusion;
    if (const auto memory_kb = ending.finished->memory_kb) {
      outcome.memory_mb = static_cast<double>(*memory_kb) / 1024.0;
    }
  }
  return outcome;
}

void endRunningJobs(JobTable& jobs, const RunOutcome& outcome, std::optional<std::int64_t> end_ns) {
  if (outcome.kind == OutcomeKind::Finished) {
    return;
  }
  const std::string why = outcome.kind == OutcomeKind::Cancelled ? "cancelled" : outcome.message;
  for (std::uint32_t i = 0; i < jobs.size(); ++i) {
    if (jobs.at(JobId{i}).state == JobState::Running) {
      JobRecord& record = jobs.edit(JobId{i});
      record.error = why;
      record.end_ns = end_ns;
      jobs.finish(JobId{i}, JobState::Failed);
    }
  }
}

}  // namespace interleave
