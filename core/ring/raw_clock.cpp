// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/raw_clock.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

#include "core/base/clock.h"
#include "core/ring/probe.h"

namespace interleave {
namespace {

// Anchors closer together than this add noise and no accuracy.
constexpr std::int64_t kAnchorDistance_ns = 5 * kNsPerMs;

bool kernelTrustsTsc() {
#if defined(__x86_64__)
  std::ifstream source("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  std::string name;
  source >> name;
  if (name != "tsc") {
    return false;
  }
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    if (line.starts_with("flags")) {
      return line.find(" constant_tsc") != std::string::npos && line.find(" nonstop_tsc") != std::string::npos;
    }
  }
#endif
  return false;
}

RawClock measureBest() {
  if (!kernelTrustsTsc()) {
    return RawClock::monotonic();
  }
  RawClock tsc{IL_CLOCK_TSC, 1000.0};
  const ClockAnchor begin = takeAnchor(tsc);
  ClockAnchor end = begin;
  while (end.monotonic_ns - begin.monotonic_ns < 2 * kNsPerMs) {
    end = takeAnchor(tsc);
  }
  tsc.ticks_per_us =
      static_cast<double>(end.raw - begin.raw) * 1000.0 / static_cast<double>(end.monotonic_ns - begin.monotonic_ns);
  return tsc;
}

}  // namespace

RawClock RawClock::monotonic() { return RawClock{IL_CLOCK_MONOTONIC, 1000.0}; }

RawClock RawClock::best() {
  static const RawClock measured = measureBest();
  return measured;
}

std::uint64_t RawClock::now() const { return il_now(kind); }

std::uint64_t RawClock::toTicks(std::int64_t ns) const {
  return static_cast<std::uint64_t>(static_cast<double>(ns) * ticks_per_us / 1000.0);
}

const char* RawClock::name() const { return kind == IL_CLOCK_TSC ? "tsc" : "monotonic"; }

ClockAnchor takeAnchor(const RawClock& clock) {
  // The monotonic clock is read between two raw reads; the try with the smallest distance wins, its middle is the pair.
  ClockAnchor best;
  std::uint64_t smallest = std::numeric_limits<std::uint64_t>::max();
  for (int i = 0; i < 5; ++i) {
    const std::uint64_t before = clock.now();
    const std::int64_t monotonic_ns = monotonicNow_ns();
    const std::uint64_t after = clock.now();
    if (after - before < smallest) {
      smallest = after - before;
      best = {before + smallest / 2, monotonic_ns};
    }
  }
  return best;
}

ClockMap::ClockMap(const RawClock& clock, ClockAnchor first, std::int64_t epoch_ns)
    : m_clock(clock), m_epoch_ns(epoch_ns), m_anchors{first} {}

void ClockMap::add(ClockAnchor anchor) {
  const ClockAnchor& newest = m_anchors.back();
  if (anchor.raw > newest.raw && anchor.monotonic_ns > newest.monotonic_ns + kAnchorDistance_ns) {
    m_anchors.push_back(anchor);
  }
}

std::int64_t ClockMap::toRun_ns(std::uint64_t raw) const {
  if (m_clock.kind == IL_CLOCK_MONOTONIC) {
    return static_cast<std::int64_t>(raw) - m_epoch_ns;
  }
  const auto after = std::upper_bound(m_anchors.begin(), m_anchors.end(), raw,
                                      [](std::uint64_t value, const ClockAnchor& a) { return value < a.raw; });
  ClockAnchor from = after == m_anchors.begin() ? *after : *(after - 1);
  double ns_per_tick = 1000.0 / m_clock.ticks_per_us;
  if (after != m_anchors.begin() && after != m_anchors.end()) {
    ns_per_tick =
        static_cast<double>(after->monotonic_ns - from.monotonic_ns) / static_cast<double>(after->raw - from.raw);
  } else if (after == m_anchors.end() && m_anchors.size() > 1) {
    // Beyond the newest anchor the rate since the first is the best there is.
    ns_per_tick = static_cast<double>(from.monotonic_ns - m_anchors.front().monotonic_ns) /
                  static_cast<double>(from.raw - m_anchors.front().raw);
  }
  const auto distance = static_cast<double>(static_cast<std::int64_t>(raw - from.raw));
  return from.monotonic_ns - m_epoch_ns + static_cast<std::int64_t>(distance * ns_per_tick);
}

}  // namespace interleave
