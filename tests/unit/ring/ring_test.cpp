// SPDX-License-Identifier: GPL-3.0-or-later
// The ring between a producer and a reader: losses, two threads, two processes, and a producer gone mad.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "core/base/child_process.h"
#include "tests/unit/ring/probe_fixture.h"

namespace interleave {
namespace {

class RingTest : public testing::ProbeFixture {
 protected:
  // Pushes exactly one sample, and tells which by `job`.
  void push(std::uint32_t job) {
    m_probe.job = job;
    il_wait_end(&m_probe, IL_WAIT_LOCK);
  }
};

TEST_F(RingTest, aFullRingDropsAndCountsAndNeverBlocks) {
  claim(8);  // two are taken by start and ready
  for (std::uint32_t i = 0; i < 100; ++i) {
    push(i);
  }
  EXPECT_EQ(m_reader->counters().lost, 94u);
  EXPECT_NE(m_reader->counters().lost_since, 0u);
  const auto before = drain();
  ASSERT_EQ(before.size(), 8u);
  for (std::uint32_t i = 0; i < 6; ++i) {
    EXPECT_EQ(before[i + 2].job, i) << "what was there stays";
  }
  push(1'000);
  const auto after = drain();
  ASSERT_EQ(after.size(), 2u);
  EXPECT_EQ(after[0].kind, IL_LOST);
  EXPECT_EQ(after[0].job, 94u);
  EXPECT_GE(after[0].time, before[7].time);
  EXPECT_LE(after[0].time, after[1].time);
  EXPECT_EQ(after[1].job, 1'000u);
  EXPECT_EQ(m_reader->counters().lost_since, 0u);
  EXPECT_EQ(m_reader->counters().samples, 9u);
  EXPECT_EQ(m_reader->counters().lost_marked, 94u);
}

TEST_F(RingTest, theMarkOfALossNeverDisplacesTheSampleBehindIt) {
  claim(4);
  push(0);
  push(1);
  push(2);  // lost
  ASSERT_EQ(m_reader->counters().lost, 1u);
  // Room for one is not enough for mark and sample: both wait.
  __atomic_store_n(&m_region->ring(0)->tail, 1, __ATOMIC_RELEASE);
  push(3);
  EXPECT_EQ(m_reader->counters().lost, 2u);
  drain();
  push(4);
  const auto samples = drain();
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0].kind, IL_LOST);
  EXPECT_EQ(samples[0].job, 2u);
  EXPECT_EQ(samples[1].job, 4u);
}

TEST_F(RingTest, aReaderThatLiesAboutItsTailOverwritesNothing) {
  claim(8);
  __atomic_store_n(&m_region->ring(0)->tail, 1'000'000, __ATOMIC_RELEASE);
  for (std::uint32_t i = 0; i < 100; ++i) {
    push(i);
  }
  EXPECT_EQ(m_probe.head, 8u);
  EXPECT_EQ(m_probe.lost, 94u);
}

// Reads all that a producer writes until it is done, checks the order, and that everything is accounted for.
void readAll(RingReader& reader, const il_ring* ring, std::uint64_t pushed, std::chrono::microseconds pause) {
  std::vector<il_sample> samples;
  std::uint64_t last_read = 0;
  std::uint64_t counted = 0;
  std::uint64_t next = 0;  // the lowest number not yet accounted for
  bool last_round = false;
  while (true) {
    last_round = __atomic_load_n(&ring->state, __ATOMIC_ACQUIRE) == IL_RING_CLOSED;
    samples.clear();
    const auto head = reader.head();
    ASSERT_TRUE(head) << head.error().message;
    ASSERT_TRUE(reader.drain(*head, samples));
    for (const il_sample& sample : samples) {
      ASSERT_GE(sample.time, last_read) << "out of order";
      last_read = sample.time;
      if (sample.kind == IL_LOST) {
        next += sample.job;
      } else if (sample.kind == IL_WAIT_END) {
        ASSERT_EQ(sample.job, next) << "lost without being counted, or torn";
        ASSERT_EQ(sample.argument, static_cast<std::uint16_t>(sample.job * 31));
        ++next;
        ++counted;
      }
    }
    if (last_round) {
      break;
    }
    std::this_thread::sleep_for(pause);
  }
  const RingCounters counters = reader.counters();
  // What was lost at the very end, the stop perhaps among it, no mark could report: the counter does.
  EXPECT_LE(counted, pushed);
  EXPECT_EQ(counters.samples + counters.lost, pushed + 3) << "start, ready and stop are samples too";
  EXPECT_LE(counters.lost_marked, counters.lost);
}

void produce(il_probe& probe, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    probe.job = i;
    il_wait_end(&probe, static_cast<std::uint16_t>(i * 31));
  }
  il_probe_close(&probe);
}

class RingStress : public testing::ProbeFixture, public ::testing::WithParamInterface<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Capacities, RingStress, ::testing::Values(2u, 8u, 256u, 65'536u));

constexpr std::uint32_t kStressSamples = 300'000;

TEST_P(RingStress, betweenTwoThreadsEverySampleIsReadInOrderOrCountedAsLost) {
  claim(GetParam());
  std::thread producer([this] { produce(m_probe, kStressSamples); });
  readAll(*m_reader, m_region->ring(0), kStressSamples, std::chrono::microseconds(GetParam() / 64));
  producer.join();
}

TEST_P(RingStress, betweenTwoProcessesEverySampleIsReadInOrderOrCountedAsLost) {
  auto region = SharedRegion::create({1, GetParam(), 20'000, 50'000, RawClock::best()});
  ASSERT_TRUE(region);
  auto producer = ChildProcess::fork([&] {
    // Maps it anew, at another address, as a worker process does.
    const auto mapped = SharedRegion::map(UniqueFd(dup(region->fd())));
    il_probe probe;
    if (!mapped || il_probe_claim(&probe, mapped->memory(), mapped->size(), 0, IL_WORKER_PROCESS,
                                  il_now(RawClock::best().kind)) != 0) {
      return 1;
    }
    produce(probe, kStressSamples);
    return 0;
  });
  ASSERT_TRUE(producer);
  RingReader reader(region->ring(0), region->ringCapacity());
  readAll(reader, region->ring(0), kStressSamples, std::chrono::microseconds(GetParam() / 64));
  EXPECT_TRUE(producer->wait().isClean());
  EXPECT_EQ(reader.identity()->pid, producer->pid());
}

TEST_F(RingTest, aHeadThatCannotBeSetsTheRingAside) {
  for (const std::uint64_t head : {std::uint64_t{9}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
    claim(8);
    __atomic_store_n(&m_region->ring(0)->head, head, __ATOMIC_RELEASE);
    const auto read = m_reader->head();
    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().message, ::testing::HasSubstr("a worker's ring is broken"));
    EXPECT_TRUE(m_reader->isBroken());
  }
}

TEST_F(RingTest, aHeadThatRunsBackwardsSetsTheRingAside) {
  claim(8);
  drain();
  __atomic_store_n(&m_region->ring(0)->head, 1, __ATOMIC_RELEASE);
  EXPECT_FALSE(m_reader->head());
}

TEST_F(RingTest, aKindThatDoesNotExistSetsTheRingAside) {
  for (const int kind : {0, IL_FORCED + 1, 65'535}) {
    claim(8);
    auto* samples = reinterpret_cast<il_sample*>(m_region->ring(0) + 1);
    samples[1].kind = static_cast<std::uint16_t>(kind);
    std::vector<il_sample> out;
    EXPECT_FALSE(m_reader->drain(*m_reader->head(), out));
    EXPECT_TRUE(m_reader->isBroken());
    EXPECT_EQ(out.size(), 1u) << "what came before it is kept";
  }
}

TEST_F(RingTest, nobodyIsThereBeforeTheClaim) {
  auto region = SharedRegion::create({1, 8, 20'000, 50'000, RawClock::monotonic()});
  ASSERT_TRUE(region);
  const RingReader reader(region->ring(0), 8);
  EXPECT_FALSE(reader.identity());
  EXPECT_EQ(*reader.head(), 0u);
}

}  // namespace
}  // namespace interleave
