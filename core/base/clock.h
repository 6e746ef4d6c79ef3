// SPDX-License-Identifier: GPL-3.0-or-later
// The one time scale: CLOCK_MONOTONIC in nanoseconds. A run's times are counted from its epoch.
#pragma once

#include <time.h>

#include <cstdint>

namespace interleave {

inline constexpr std::int64_t kNsPerUs = 1'000;
inline constexpr std::int64_t kNsPerMs = 1'000'000;
inline constexpr std::int64_t kNsPerSecond = 1'000'000'000;

/// CLOCK_MONOTONIC now, in nanoseconds.
inline std::int64_t monotonicNow_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * kNsPerSecond + now.tv_nsec;
}

constexpr double seconds(std::int64_t ns) { return static_cast<double>(ns) / 1e9; }

}  // namespace interleave
