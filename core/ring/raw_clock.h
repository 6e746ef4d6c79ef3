// SPDX-License-Identifier: GPL-3.0-or-later
// The probe's clock, and the map from its raw ticks to nanoseconds since a run's epoch.
//
// The time-stamp counter is used where the kernel itself trusts it. A single calibration would drift against
// CLOCK_MONOTONIC (which NTP steers) by milliseconds in a minute; so the collector takes an anchor, a pair (raw,
// monotonic), at each drain, and ClockMap interpolates between the two anchors around a sample. The error is that of
// one anchor, tens of nanoseconds, however long the run.
// Threading: ClockMap is used by one thread. Source: clock_gettime(2); Intel SDM 3B, 17.17 "Time-Stamp Counter".
#pragma once

#include <cstdint>
#include <vector>

namespace interleave {

struct RawClock {
  std::uint32_t kind = 0;     // il_clock
  double ticks_per_us = 1000;  // of raw time

  /// The TSC where /sys names it the kernel's clock source and the processor has it constant and nonstop, else
  /// CLOCK_MONOTONIC. The TSC's rate is measured over about 2 ms the first time, then remembered.
  static RawClock best();
  static RawClock monotonic();

  std::uint64_t now() const;
  std::uint64_t toTicks(std::int64_t ns) const;
  /// "tsc" or "monotonic".
  const char* name() const;
};

struct ClockAnchor {
  std::uint64_t raw = 0;
  std::int64_t monotonic_ns = 0;
};

/// Reads both clocks as close together as the machine allows (the best of several tries).
ClockAnchor takeAnchor(const RawClock& clock);

class ClockMap {
 public:
  /// Starts with two anchors: `first` and one made from the clock's measured rate.
  ClockMap(const RawClock& clock, ClockAnchor first, std::int64_t epoch_ns);

  /// REQUIRES: not older than the newest anchor. Samples taken before it and read after are then interpolated.
  void add(ClockAnchor anchor);
  /// Nanoseconds since the epoch; negative before it. Monotone in `raw` between two calls of add().
  std::int64_t toRun_ns(std::uint64_t raw) const;

 private:
  RawClock m_clock;
  std::int64_t m_epoch_ns;
  std::vector<ClockAnchor> m_anchors;
};

}  // namespace interleave
