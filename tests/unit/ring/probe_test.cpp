// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/probe.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <random>
#include <thread>

#include "core/base/clock.h"
#include "tests/unit/ring/probe_fixture.h"

namespace interleave {
namespace {

class ProbeTest : public testing::ProbeFixture {};

TEST_F(ProbeTest, claimingNamesTheClaimerAndStreamsItsStart) {
  const std::uint64_t before = static_cast<std::uint64_t>(monotonicNow_ns());
  claim(64);
  const auto identity = m_reader->identity();
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->pid, getpid());
  EXPECT_EQ(identity->tid, gettid());
  EXPECT_EQ(identity->kind, IL_WORKER_THREAD);
  const auto samples = drain();
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0].kind, IL_START);
  EXPECT_EQ(samples[0].time, 5u);
  EXPECT_EQ(samples[1].kind, IL_READY);
  EXPECT_GE(samples[1].time, before);
}

TEST_F(ProbeTest, ticksCloseTogetherAreStreamedAsHeartbeats) {
  claim(1024);
  drain();
  il_job_begin(&m_probe, 3);
  const std::uint64_t begin = m_probe.last;
  for (std::uint64_t i = 1; i <= 1'000; ++i) {
    tickAt(begin + i * 100);  // 100 us in all
  }
  std::vector<std::uint64_t> at;
  for (const il_sample& sample : drain()) {
    if (sample.kind == IL_TICK) {
      EXPECT_EQ(sample.job, 3u);
      at.push_back(sample.time - begin);
    }
  }
  EXPECT_EQ(at, (std::vector<std::uint64_t>{20'000, 40'000, 60'000, 80'000, 100'000}));
  EXPECT_EQ(m_probe.ticks, 1'000u);
}

TEST_F(ProbeTest, bothSidesOfAGapAreExact) {
  claim(1024);
  il_job_begin(&m_probe, 0);
  const std::uint64_t begin = m_probe.last;
  drain();
  tickAt(begin + 1'000);
  tickAt(begin + 13'577);
  tickAt(begin + 13'577 + kGap_ns + 1);  // the first after the gap
  tickAt(begin + 13'577 + kGap_ns + 2);
  const auto samples = drain();
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0].kind, IL_GAP_BEGIN);
  EXPECT_EQ(samples[0].time, begin + 13'577);
  EXPECT_EQ(samples[1].kind, IL_GAP_END);
  EXPECT_EQ(samples[1].time, begin + 13'577 + kGap_ns + 1);
}

TEST_F(ProbeTest, aDistanceOfExactlyTheLimitIsNoGap) {
  claim(1024);
  il_job_begin(&m_probe, 0);
  const std::uint64_t begin = m_probe.last;
  drain();
  tickAt(begin + 1'000);
  tickAt(begin + 1'000 + kGap_ns);
  const auto samples = drain();
  ASSERT_EQ(samples.size(), 1u);
  EXPECT_EQ(samples[0].kind, IL_TICK);
}

// The second implementation: all ticks kept, gaps found afterwards.
TEST_F(ProbeTest, noGapIsMissedAndNoneInventedWhateverTheTicks) {
  claim(1 << 16);
  std::mt19937_64 random(42);
  il_job_begin(&m_probe, 0);
  std::uint64_t now = m_probe.last;
  drain();
  std::vector<std::uint64_t> expected;
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t step = random() % 50 == 0 ? random() % 200'000 : random() % 3'000;
    if (step > static_cast<std::uint64_t>(kGap_ns)) {
      expected.push_back(now);
      expected.push_back(now + step);
    }
    now += step;
    tickAt(now);
  }
  std::vector<std::uint64_t> found;
  std::uint64_t last_sample = 0;
  for (const il_sample& sample : drain()) {
    if (sample.kind == IL_GAP_BEGIN || sample.kind == IL_GAP_END) {
      found.push_back(sample.time);
    } else {
      EXPECT_EQ(sample.kind, IL_TICK);
      EXPECT_GE(sample.time - last_sample, static_cast<std::uint64_t>(kHeartbeat_ns)) << "more often than it must";
    }
    last_sample = sample.time;
  }
  EXPECT_EQ(found, expected);
}

TEST_F(ProbeTest, aGapBeforeTheEndOfAJobOrAWaitIsAGapAllTheSame) {
  claim(1024);
  il_job_begin(&m_probe, 0);
  drain();
  const std::uint64_t begin = m_probe.last;
  std::this_thread::sleep_for(std::chrono::nanoseconds(4 * kGap_ns));
  il_wait_begin(&m_probe, IL_WAIT_LOCK);
  il_wait_end(&m_probe, IL_WAIT_LOCK);
  std::this_thread::sleep_for(std::chrono::nanoseconds(4 * kGap_ns));
  il_job_end(&m_probe);
  std::vector<int> kinds;
  const auto samples = drain();
  for (const il_sample& sample : samples) {
    kinds.push_back(sample.kind);
  }
  EXPECT_EQ(kinds, (std::vector<int>{IL_GAP_BEGIN, IL_GAP_END, IL_WAIT_BEGIN, IL_WAIT_END, IL_GAP_BEGIN, IL_GAP_END,
                                     IL_JOB_END}));
  EXPECT_EQ(samples[0].time, begin);
  EXPECT_EQ(samples[1].time, samples[2].time);
  EXPECT_EQ(samples[3].time, samples[4].time);
}

TEST_F(ProbeTest, aWaitIsNoGap) {
  claim(1024);
  il_job_begin(&m_probe, 0);
  drain();
  il_wait_begin(&m_probe, IL_WAIT_IO);
  std::this_thread::sleep_for(std::chrono::nanoseconds(4 * kGap_ns));
  il_wait_end(&m_probe, IL_WAIT_IO);
  il_tick(&m_probe);
  il_job_end(&m_probe);
  for (const il_sample& sample : drain()) {
    EXPECT_NE(sample.kind, IL_GAP_BEGIN);
  }
}

TEST_F(ProbeTest, ticksOutsideAJobAreCountedAndNotStreamed) {
  claim(1024);
  drain();
  for (int i = 0; i < 1'000; ++i) {
    il_tick(&m_probe);
  }
  EXPECT_TRUE(drain().empty());
  il_job_begin(&m_probe, 1);
  il_tick(&m_probe);
  EXPECT_EQ(il_job_end(&m_probe), 1u) << "a job's ticks are its own";
  EXPECT_EQ(m_reader->counters().ticks, 1'001u);
}

TEST_F(ProbeTest, beginAndEndLeaveTheirInstantInTheProbe) {
  claim(1024);
  drain();
  il_job_begin(&m_probe, 1);
  const std::uint64_t begin = m_probe.last;
  il_job_end(&m_probe);
  const auto samples = drain();
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0].time, begin);
  EXPECT_EQ(samples[1].time, m_probe.last);
}

TEST_F(ProbeTest, closingStreamsTheStop) {
  claim(1024);
  drain();
  il_probe_close(&m_probe);
  const auto samples = drain();
  ASSERT_EQ(samples.size(), 1u);
  EXPECT_EQ(samples[0].kind, IL_STOP);
  EXPECT_EQ(m_region->ring(0)->state, IL_RING_CLOSED);
}

TEST_F(ProbeTest, seesTheStopWord) {
  claim(64);
  EXPECT_EQ(il_stop_requested(&m_probe), 0u);
  m_region->requestStop();
  EXPECT_NE(il_stop_requested(&m_probe), 0u);
}

TEST(ProbeClaim, givesEachClaimerARingOfItsOwn) {
  constexpr std::uint32_t kRings = 16;
  auto region = SharedRegion::create({kRings, 64, 20'000, 50'000, RawClock::monotonic()});
  ASSERT_TRUE(region);
  std::vector<il_probe> probes(kRings);
  std::vector<std::thread> threads;
  for (std::uint32_t i = 0; i < kRings; ++i) {
    threads.emplace_back([&, i] {  // all want the same one
      EXPECT_EQ(il_probe_claim(&probes[i], region->memory(), region->size(), 3, IL_WORKER_THREAD, 0), 0);
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  std::vector<il_ring*> rings;
  for (const il_probe& probe : probes) {
    rings.push_back(probe.ring);
  }
  std::sort(rings.begin(), rings.end());
  EXPECT_EQ(std::unique(rings.begin(), rings.end()), rings.end());
  il_probe one_too_many;
  EXPECT_EQ(il_probe_claim(&one_too_many, region->memory(), region->size(), 0, IL_WORKER_THREAD, 0), -1);
}

TEST(ProbeClaim, refusesARegionThatIsNotOurs) {
  auto region = SharedRegion::create({2, 64, 20'000, 50'000, RawClock::monotonic()});
  ASSERT_TRUE(region);
  il_probe probe;
  const auto claimed = [&](std::uint64_t size) {
    return il_probe_claim(&probe, region->memory(), size, 0, IL_WORKER_THREAD, 0);
  };
  EXPECT_EQ(claimed(IL_PAGE - 1), -1);
  EXPECT_EQ(claimed(region->size() - 1), -1) << "shorter than it claims to be";
  auto* header = static_cast<il_region*>(region->memory());
  const il_region good = *header;
  const auto broken = [&](auto change) {
    *header = good;
    change(*header);
    return claimed(region->size());
  };
  EXPECT_EQ(broken([](il_region& r) { r.magic ^= 1; }), -1);
  EXPECT_EQ(broken([](il_region& r) { r.version++; }), -1);
  EXPECT_EQ(broken([](il_region& r) { r.ring_count = 0; }), -1);
  EXPECT_EQ(broken([](il_region& r) { r.ring_count = 0xFFFFFFFF; }), -1);
  EXPECT_EQ(broken([](il_region& r) { r.ring_capacity = 65; }), -1);
  EXPECT_EQ(broken([](il_region& r) { r.ring_capacity = 1u << 31; }), -1);
  EXPECT_EQ(broken([](il_region& r) { r.ring_capacity = 0; }), -1);
  EXPECT_EQ(broken([](il_region&) {}), 0);
}

}  // namespace
}  // namespace interleave
