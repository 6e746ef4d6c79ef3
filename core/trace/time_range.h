// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of time, `[begin, end)`, nanoseconds since the run's epoch.
#pragma once

#include <algorithm>
#include <cstdint>

namespace interleave {

struct TimeRange {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;

  std::int64_t length_ns() const { return std::max<std::int64_t>(0, end_ns - begin_ns); }
  friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

}  // namespace interleave
