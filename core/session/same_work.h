// SPDX-License-Identifier: GPL-3.0-or-later
// What makes two runs comparable, and by how much one was faster: the one rule for window, command line and lessons.
// Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/experiment/experiment.h"
#include "core/trace/statistics.h"

namespace interleave {

/// Whether both do the same, however they do it: the same workload with the same parameters and jobs.
bool isSameWork(const Experiment& a, const Experiment& b);
/// Whether `serial` is what `experiment` would be without concurrency: the same work in the same runtime, serial.
bool isSerialFormOf(const Experiment& serial, const Experiment& experiment);

/// How a run came out, as far as another can be held against it.
struct RunTime {
  bool has_finished = false;  // as it should
  std::int64_t elapsed_ns = 0;
};

/// How many times shorter `run` took than `first`; nothing unless both have finished and took time.
std::optional<double> speedUp(const RunTime& run, const RunTime& first);

/// "0.104 s · 3.35× · overlap 0.960": what stands above a run among several, short enough for four side by side.
std::string comparedSentence(const RunFigures& figures, const std::optional<double>& speed_up);

}  // namespace interleave
