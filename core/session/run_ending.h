// SPDX-License-Identifier: GPL-3.0-or-later
// From what the host knows when a runner is gone to how the run ended.
// Threading: pure functions, but for the table that endRunningJobs() edits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/child_process.h"
#include "core/base/result.h"
#include "core/experiment/experiment.h"
#include "core/protocol/message.h"
#include "core/session/run_outcome.h"
#include "core/trace/job_table.h"

namespace interleave {

/// Gathered while the run goes on.
struct RunEnding {
  bool is_greeted = false;              // the runner said who it is
  bool has_begun = false;               // the epoch is set: jobs may have run
  std::optional<OutcomeKind> given_up;  // we ended it: Cancelled or TimedOut
  std::optional<Error> broken;          // the runner said something that makes no sense, or nothing in time
  std::optional<Finished> finished;     // its last word
  std::optional<std::int64_t> end_ns;   // the run's time at which the last worker was done
  double prepared_cpu_s = 0.0;          // spent before the run began
  std::vector<double> core_busy_ratio;
  std::vector<std::string> notes;
};

/// What we did comes before what the runner said, and that before how its process ended. `runner` is its program,
/// `failed_jobs` counts those that failed by themselves.
RunOutcome outcomeOf(const RunEnding& ending, const ProcessEnd& process, const Experiment& experiment,
                     const std::string& runner, std::size_t failed_jobs);

/// The jobs that still run failed with their run, for its reason; none where it finished.
void endRunningJobs(JobTable& jobs, const RunOutcome& outcome, std::optional<std::int64_t> end_ns);

}  // namespace interleave
