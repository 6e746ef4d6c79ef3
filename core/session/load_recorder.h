// SPDX-License-Identifier: GPL-3.0-or-later
// The cores' load over a run: how busy each was, and with what part of this experiment's, every 50 ms; of runs longer
// than a minute less often, so that what is kept is bounded.
//
// Threading: the session's thread. Resolution: that of /proc/stat; see core_load.h.
#pragma once

#include <cstdint>
#include <vector>

#include "core/sched/core_load.h"

namespace interleave {

class LoadRecorder {
 public:
  static constexpr std::size_t kMost = 1200;

  /// Begins at `epoch_ns`, CLOCK_MONOTONIC.
  explicit LoadRecorder(std::int64_t epoch_ns);
  /// Looks, if it is time to. `core_running_ns`: what this experiment ran on each core until now.
  void look(std::int64_t now_ns, const std::vector<std::int64_t>& core_running_ns);
  /// Oldest first; times are nanoseconds since the epoch.
  const std::vector<CoreLoad>& loads() const { return m_loads; }
  /// Of the whole time until the last look; empty when that is too short to tell.
  std::vector<double> busyRatios() const;

 private:
  void thinOut();

  std::int64_t m_epoch_ns;
  std::int64_t m_interval_ns;
  std::int64_t m_last_ns;
  Result<std::vector<CoreTicks>> m_first;
  Result<std::vector<CoreTicks>> m_last;
  std::vector<std::int64_t> m_last_running_ns;
  std::vector<CoreLoad> m_loads;
};

}  // namespace interleave
