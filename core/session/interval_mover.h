// SPDX-License-Identifier: GPL-3.0-or-later
// Moves a run's switch interval while it is live: at the times that were asked for beforehand, and when told.
// Threading: want() from any thread; all else the session's thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/protocol/message.h"
#include "core/session/run_session.h"
#include "core/trace/trace_snapshot.h"

namespace interleave {

class IntervalMover {
 public:
  /// REQUIRES: the steps are in order of time.
  IntervalMover(double first_ms, std::vector<IntervalStep> steps) : m_now_ms(first_ms), m_steps(std::move(steps)) {}

  /// Of several that follow each other closely the last one counts.
  void want(double interval_ms);
  /// What the runner is to be told at that time of the run; nothing: nothing new.
  std::optional<SetSwitchInterval> due(double run_s);
  /// The runner has done so at that time of the run; nothing when that changed nothing.
  std::optional<IntervalChange> moved(const SwitchIntervalSet& set, std::int64_t time_ns);

 private:
  double m_now_ms;  // as the runner said last
  std::vector<IntervalStep> m_steps;
  std::size_t m_taken = 0;                    // of the steps
  std::atomic<std::uint32_t> m_wanted_us{0};  // 0: nothing new
};

}  // namespace interleave
