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

/// CPU time of this process and all its threads so far, in nanoseconds.
inline std::int64_t ownCpu_ns() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return spent.tv_sec * kNsPerSecond + spent.tv_nsec;
}

constexpr double seconds(std::int64_t ns) { return static_cast<double>(ns) / 1e9; }

}  // namespace interleave
