// SPDX-License-Identifier: GPL-3.0-or-later
// How busy each core was, from /proc/stat: what everything on the machine together used.
//
// Threading: one thread a reader. Resolution: the kernel counts in ticks of 10 ms a core (USER_HZ), so a share over an
// interval dt is exact to about 10 ms / dt. Errors: a file that is not there or makes no sense is an Error.
// Source: proc(5), /proc/stat.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace interleave {

/// Ticks since boot of one core.
struct CoreTicks {
  std::uint64_t busy = 0;
  std::uint64_t idle = 0;
};

/// Ticks of all cores that are online, by the kernel's numbers; a core that is offline has zeros.
Result<std::vector<CoreTicks>> parseCoreTicks(const std::string& proc_stat);
Result<std::vector<CoreTicks>> readCoreTicks();

/// Busy share of each core between two readings, 0..1.
std::vector<double> busyRatios(const std::vector<CoreTicks>& before, const std::vector<CoreTicks>& after);

/// One instant of the gauges.
struct CoreLoad {
  std::int64_t time_ns = 0;              // CLOCK_MONOTONIC, end of the interval it stands for
  std::vector<double> busy_ratio;        // per core, everything on the machine
  std::vector<double> experiment_ratio;  // per core, this experiment's part; zeros while none runs
};

/// The reading that stands for `time_ns`: each stands for the time since the one before it, the first for as long as
/// the second. Nothing before and after them. REQUIRES: oldest first.
std::optional<CoreLoad> loadAt(const std::vector<CoreLoad>& loads, std::int64_t time_ns);

}  // namespace interleave
