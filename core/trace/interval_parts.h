// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a run between which its GIL's switch interval was moved, and how long slices were in each. Pure
// function.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/trace/trace_snapshot.h"

namespace interleave {

struct IntervalPart {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
  double interval_ms = 0.0;
  std::uint64_t slices = 0;               // that lie within it as a whole
  std::optional<double> median_slice_ms;  // of those; nothing when there is none
};

/// In order of time, at least one. `first_ms`: the interval at the run's begin; REQUIRES: elapsed_ns is the run's
/// length.
std::vector<IntervalPart> intervalParts(const TraceSnapshot& snapshot, double first_ms, std::int64_t elapsed_ns);

}  // namespace interleave
