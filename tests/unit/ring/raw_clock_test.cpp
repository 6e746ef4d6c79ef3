// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/raw_clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

#include "core/base/clock.h"
#include "core/ring/region.h"

namespace interleave {
namespace {

// A clock that runs at `ns_per_tick`, given by arithmetic instead of hardware.
constexpr double kTicksPerUs = 2'500.0;
const RawClock kSynthetic{IL_CLOCK_TSC, kTicksPerUs};

ClockAnchor anchorAt(std::int64_t monotonic_ns, double drift = 1.0) {
  return {static_cast<std::uint64_t>(1e12 + static_cast<double>(monotonic_ns) * kTicksPerUs / 1000.0 * drift),
          monotonic_ns};
}

TEST(RawClock, advancesAsItsMeasuredRateSays) {
  for (const RawClock& clock : {RawClock::best(), RawClock::monotonic()}) {
    const ClockAnchor before = takeAnchor(clock);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const ClockAnchor after = takeAnchor(clock);
    const double elapsed_ns = static_cast<double>(after.monotonic_ns - before.monotonic_ns);
    const double by_rate_ns = static_cast<double>(after.raw - before.raw) * 1000.0 / clock.ticks_per_us;
    EXPECT_NEAR(by_rate_ns / elapsed_ns, 1.0, 0.01) << clock.name();
    EXPECT_NEAR(static_cast<double>(clock.toTicks(1'000'000)), clock.ticks_per_us * 1000.0, 1.0);
  }
}

TEST(ClockMap, mapsAnAnchorToItself) {
  ClockMap map(kSynthetic, anchorAt(1'000'000'000), 400'000'000);
  for (std::int64_t at_ns = 1'010'000'000; at_ns <= 2'000'000'000; at_ns += 10'000'000) {
    map.add(anchorAt(at_ns));
    EXPECT_NEAR(static_cast<double>(map.toRun_ns(anchorAt(at_ns).raw)), static_cast<double>(at_ns - 400'000'000), 1.0);
  }
}

TEST(ClockMap, followsAClockThatDrifts) {
  // 200 parts in a million off: over 10 s a single rate would be wrong by 2 ms.
  constexpr double kDrift = 1.0002;
  ClockMap map(kSynthetic, anchorAt(0, kDrift), 0);
  for (std::int64_t at_ns = 10'000'000; at_ns <= 10 * kNsPerSecond; at_ns += 10'000'000) {
    map.add(anchorAt(at_ns, kDrift));
  }
  for (std::int64_t at_ns = 0; at_ns < 10 * kNsPerSecond; at_ns += 1'234'567) {
    EXPECT_NEAR(static_cast<double>(map.toRun_ns(anchorAt(at_ns, kDrift).raw)), static_cast<double>(at_ns), 10.0);
  }
}

TEST(ClockMap, isMonotone) {
  ClockMap map(kSynthetic, anchorAt(0), 0);
  // Anchors with the noise that reading two clocks has.
  for (int i = 1; i < 200; ++i) {
    ClockAnchor anchor = anchorAt(i * 7'000'000);
    anchor.monotonic_ns += (i * 37) % 90 - 45;
    map.add(anchor);
  }
  std::int64_t last = map.toRun_ns(anchorAt(0).raw);
  for (std::int64_t at_ns = 0; at_ns < 1'600'000'000; at_ns += 9'973) {
    const std::int64_t now = map.toRun_ns(anchorAt(at_ns).raw);
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(ClockMap, mapsTheRealClockToWithinAMicrosecondOfTheKernels) {
  const RawClock clock = RawClock::best();
  const std::int64_t epoch_ns = monotonicNow_ns();
  ClockMap map(clock, takeAnchor(clock), epoch_ns);
  struct Moment {
    std::int64_t before_ns, after_ns;
    std::uint64_t raw;
  };
  std::vector<Moment> moments;
  for (int i = 0; i < 20; ++i) {
    for (int k = 0; k < 10; ++k) {
      const std::int64_t before_ns = monotonicNow_ns();
      const std::uint64_t raw = clock.now();
      moments.push_back({before_ns, monotonicNow_ns(), raw});
      std::this_thread::sleep_for(std::chrono::microseconds(700));
    }
    map.add(takeAnchor(clock));
  }
  // An anchor is off by at most half the time it took to read, which a noisy machine can stretch: most must be exact.
  std::size_t exact = 0;
  for (const Moment& moment : moments) {
    const std::int64_t mapped = map.toRun_ns(moment.raw) + epoch_ns;
    exact += mapped >= moment.before_ns - 1'000 && mapped <= moment.after_ns + 1'000 ? 1 : 0;
  }
  EXPECT_GE(exact, moments.size() * 9 / 10);
}

TEST(ClockMap, ofTheMonotonicClockIsASubtraction) {
  ClockMap map(RawClock::monotonic(), {5'000, 5'000}, 1'000);
  EXPECT_EQ(map.toRun_ns(7'000), 6'000);
  EXPECT_EQ(map.toRun_ns(500), -500);
}

TEST(ClockMap, ignoresAnchorsThatAreTooCloseOrRunBackwards) {
  ClockMap map(kSynthetic, anchorAt(1'000'000'000), 0);
  map.add(anchorAt(2'000'000'000));
  map.add({anchorAt(1'500'000'000).raw, 3'000'000'000});
  map.add({anchorAt(2'000'000'001).raw, 2'000'900'000});
  EXPECT_NEAR(static_cast<double>(map.toRun_ns(anchorAt(1'700'000'000).raw)), 1.7e9, 2.0);
  EXPECT_NEAR(static_cast<double>(map.toRun_ns(anchorAt(2'500'000'000).raw)), 2.5e9, 2.0);
}

}  // namespace
}  // namespace interleave
