// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of verdict.h that find a run's pattern. Pure functions.
#pragma once

#include <optional>

#include "core/analysis/verdict.h"

namespace interleave {

/// What was found, with what its sentence needs besides the evidence.
struct Finding {
  Pattern pattern = Pattern::Serial;
  std::optional<JobSpan> straggler;
  std::int64_t alone_ns = 0;        // straggler: the time in which it was the only one left
  std::int64_t median_need_ns = 0;  // straggler: of all jobs
  std::optional<WorkerId> starved;
  State kept_by = State::Lost;  // starved: what it waited for most
  double starved_share = 0.0;   // of what the workers ran on average
};

/// Whether its workers are threads that share a GIL.
bool sharesGil(const Experiment& experiment);
std::optional<Finding> patternOf(const EndedRun& run, const Evidence& evidence);

}  // namespace interleave
