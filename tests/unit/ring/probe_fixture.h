// SPDX-License-Identifier: GPL-3.0-or-later
// A probe and its reader on a region with a clock in nanoseconds, so that a test can say times. il_tick itself reads
// the clock; tickAt() is il_tick with the time given.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "core/ring/probe.h"
#include "core/ring/ring_reader.h"
#include "core/ring/shared_region.h"

namespace interleave::testing {

class ProbeFixture : public ::testing::Test {
 protected:
  static constexpr std::int64_t kHeartbeat_ns = 20'000;
  static constexpr std::int64_t kGap_ns = 50'000;

  void claim(std::uint32_t capacity) {
    auto made = SharedRegion::create({1, capacity, kHeartbeat_ns, kGap_ns, RawClock::monotonic()});
    ASSERT_TRUE(made) << made.error().message;
    m_region.emplace(std::move(*made));
    ASSERT_EQ(il_probe_claim(&m_probe, m_region->memory(), m_region->size(), 0, IL_WORKER_THREAD, 5), 0);
    m_reader.emplace(m_region->ring(0), capacity);
  }

  void tickAt(std::uint64_t now) {
    if (now >= m_probe.next) {
      il_tick_sample(&m_probe, now);
    }
    m_probe.last = now;
    m_probe.ticks++;
  }

  std::vector<il_sample> drain() {
    std::vector<il_sample> samples;
    const auto head = m_reader->head();
    EXPECT_TRUE(head);
    EXPECT_TRUE(m_reader->drain(*head, samples));
    return samples;
  }

  std::optional<SharedRegion> m_region;
  il_probe m_probe{};
  std::optional<RingReader> m_reader;
};

}  // namespace interleave::testing
