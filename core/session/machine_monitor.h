// SPDX-License-Identifier: GPL-3.0-or-later
// Watches the cores' load all the time, for the gauges: a history of the last minute.
//
// A thread of its own reads /proc/stat every 250 ms; the experiment's part comes from the probe (which core each
// heartbeat was on), through whichever session is being watched.
// Threading: every method from any thread. Costs well under 0.1 % of a core.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/sched/core_load.h"
#include "core/trace/trace_snapshot.h"

namespace interleave {

class MachineMonitor {
 public:
  static constexpr std::int64_t kInterval_ns = 250'000'000;
  static constexpr std::int64_t kHistory_ns = 60'000'000'000;

  MachineMonitor();
  ~MachineMonitor();
  MachineMonitor(const MachineMonitor&) = delete;
  MachineMonitor& operator=(const MachineMonitor&) = delete;

  /// Whose share to tell apart; called on the monitor's thread, may return null.
  void watch(std::function<SnapshotPtr()> snapshot);
  /// Oldest first, at most kHistory_ns long. Empty before the first reading.
  std::vector<CoreLoad> history() const;

 private:
  class Loop;
  std::unique_ptr<Loop> m_loop;
};

}  // namespace interleave
