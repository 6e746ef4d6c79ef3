// SPDX-License-Identifier: GPL-3.0-or-later
// What a binary trace has besides slices, in order of time, as bytes (binary_format.h).
#pragma once

#include <string>
#include <vector>

#include "core/trace/trace_snapshot.h"

namespace interleave {

std::string encodedWakes(const WakeColumnView& wakes);
std::string encodedMarks(const GilMarksView& marks);
std::string encodedChanges(const std::vector<IntervalChange>& changes);

}  // namespace interleave
