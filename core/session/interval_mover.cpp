// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/interval_mover.h"

#include <cmath>

namespace interleave {

void IntervalMover::want(double interval_ms) {
  m_wanted_us = static_cast<std::uint32_t>(std::lround(interval_ms * 1e3));
}

std::optional<SetSwitchInterval> IntervalMover::due(double run_s) {
  for (; m_taken < m_steps.size() && m_steps[m_taken].at_s <= run_s; ++m_taken) {
    want(m_steps[m_taken].interval_ms);
  }
  const std::uint32_t wanted_us = m_wanted_us.exchange(0);
  return wanted_us != 0 ? std::optional(SetSwitchInterval{wanted_us}) : std::nullopt;
}

std::optional<IntervalChange> IntervalMover::moved(const SwitchIntervalSet& set, std::int64_t time_ns) {
  const double before_ms = m_now_ms;
  m_now_ms = static_cast<double>(set.interval_us) / 1e3;
  return m_now_ms != before_ms ? std::optional(IntervalChange{time_ns, before_ms, m_now_ms}) : std::nullopt;
}

}  // namespace interleave
