// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/probe_cost.h"

#include <algorithm>
#include <limits>

#include "core/base/clock.h"
#include "core/ring/probe.h"

namespace interleave {

double tickCost_ns(const RawClock& clock) {
  constexpr int kSeries = 8;
  constexpr int kTicks = 2000;
  il_probe probe{};
  probe.clock = clock.kind;
  probe.job = IL_NO_JOB;
  probe.next = std::numeric_limits<std::uint64_t>::max();
  double best_ns = std::numeric_limits<double>::max();
  for (int series = 0; series < kSeries; ++series) {
    const std::int64_t begin_ns = monotonicNow_ns();
    for (int i = 0; i < kTicks; ++i) {
      il_tick(&probe);
      asm volatile("" : : "g"(&probe) : "memory");  // each tick is made, as in a job
    }
    best_ns = std::min(best_ns, static_cast<double>(monotonicNow_ns() - begin_ns) / kTicks);
  }
  return best_ns;
}

}  // namespace interleave
