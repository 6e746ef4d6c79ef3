// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/perf_ring.h"

#include <gtest/gtest.h>

#include <random>

#include "core/sched/switch_observer.h"
#include "tests/unit/sched/perf_bytes.h"

namespace interleave::test {
namespace {

constexpr std::size_t kRing = 4096;

// A ring as the kernel fills it, from any position on.
class PerfRingTest : public testing::Test {
 protected:
  void write(const Bytes& bytes) {
    for (const std::byte byte : bytes) {
      ring[head++ % kRing] = byte;
    }
  }
  std::vector<SwitchRecord> read() {
    std::vector<SwitchRecord> records;
    reader.read(ring, tail, head, records);
    tail = head;
    return records;
  }

  std::vector<std::byte> ring = std::vector<std::byte>(kRing);
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  PerfRingReader reader{100};
};

TEST_F(PerfRingTest, RecordsComeInTheirOrderAlsoAroundTheEnd) {
  head = tail = kRing - 16;  // the first record wraps around
  write(switchRecord(0, 200));
  write(commRecord("python3", 210));
  write(switchRecord(PERF_RECORD_MISC_SWITCH_OUT, 220));
  const auto records = read();
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].time_ns, 200);
  EXPECT_EQ(records[1].nameText(), "python3");
  EXPECT_EQ(records[2].kind, SwitchKind::OutWaiting);
  EXPECT_TRUE(read().empty());
}

TEST_F(PerfRingTest, ALossCoversTheTimeSinceTheLastRecordBeforeIt) {
  write(lostRecord(3, 150));
  write(switchRecord(0, 160));
  write(lostRecord(5, 300));
  const auto records = read();
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[0].time_ns, 100) << "the observation's begin";
  EXPECT_EQ(records[0].until_ns, 150);
  EXPECT_EQ(records[2].time_ns, 160);
  EXPECT_EQ(records[2].until_ns, 300);
  EXPECT_EQ(reader.lost(), 8u);
}

TEST_F(PerfRingTest, WhatWasLostAfterTheLastRecordIsKnownFromTheCount) {
  write(lostRecord(3, 150));
  write(switchRecord(0, 160));
  EXPECT_EQ(read().size(), 2u);
  std::vector<SwitchRecord> last;
  reader.finish(3, 400, 2, last);
  EXPECT_TRUE(last.empty()) << "the ring has told of all";
  reader.finish(7, 400, 2, last);
  ASSERT_EQ(last.size(), 1u);
  EXPECT_EQ(last[0].kind, SwitchKind::Lost);
  EXPECT_EQ(last[0].lost, 4u);
  EXPECT_EQ(last[0].cpu, 2u);
  EXPECT_EQ(last[0].time_ns, 160);
  EXPECT_EQ(last[0].until_ns, 400);
  EXPECT_EQ(reader.lost(), 7u);
}

TEST_F(PerfRingTest, AHeaderThatMakesNoSenseLosesTheRestOfTheRoundOnly) {
  for (const std::uint16_t size : std::initializer_list<std::uint16_t>{0, 4, 7, 9, 4000}) {
    write(switchRecord(0, 200));
    Bytes broken = switchRecord(0, 210);
    std::memcpy(broken.data() + 6, &size, sizeof size);
    write(broken);
    write(switchRecord(0, 220));
    EXPECT_EQ(read().size(), 1u) << size;
    write(switchRecord(0, 230));
    const auto records = read();
    ASSERT_EQ(records.size(), 2u) << size;
    EXPECT_EQ(records[0].kind, SwitchKind::Lost);
    EXPECT_EQ(records[0].until_ns, 230);
    EXPECT_EQ(records[1].kind, SwitchKind::In);
    reader = PerfRingReader(100);
  }
}

TEST_F(PerfRingTest, AHeadThatIsTooFarAheadIsNotFollowed) {
  head = kRing + 8;
  EXPECT_TRUE(read().empty());
}

TEST_F(PerfRingTest, AnyBytesAreSurvivedAndTimeNeverStepsBack) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    for (std::byte& byte : ring) {
      byte = static_cast<std::byte>(random() % 4 == 0 ? random() : 0);
    }
    for (std::size_t at = 0; at + 8 < kRing; at += 32) {  // plausible headers among them
      const auto type = static_cast<std::uint32_t>(random() % 16);
      const auto size = static_cast<std::uint16_t>(8 * (random() % 9));
      std::memcpy(ring.data() + at, &type, sizeof type);
      std::memcpy(ring.data() + at + 6, &size, sizeof size);
    }
    head = tail + random() % (kRing + 1);
    head -= head % 8;
    tail -= tail % 8;
    std::int64_t last_ns = 0;
    for (const SwitchRecord& record : read()) {
      EXPECT_GE(record.time_ns, last_ns);
      last_ns = record.time_ns;
    }
    reader = PerfRingReader(0);
  }
}

SwitchRecord at(std::int64_t time_ns, std::uint32_t cpu) {
  SwitchRecord record;
  record.time_ns = time_ns;
  record.cpu = cpu;
  return record;
}

TEST(ReleaseInOrder, MergesCoresByTimeAndHoldsBackWhatMayBeOvertaken) {
  std::vector<SwitchRecord> held{at(10, 0), at(30, 0), at(50, 0), at(20, 1), at(30, 1), at(45, 1)};
  std::vector<SwitchRecord> out;
  releaseInOrder(held, 40, out);
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(out[0].time_ns, 10);
  EXPECT_EQ(out[1].time_ns, 20);
  EXPECT_EQ(out[2].cpu, 0u) << "of two at one instant the first to be held";
  EXPECT_EQ(out[3].cpu, 1u);
  held.push_back(at(42, 1));  // late, but not too late
  releaseInOrder(held, 100, out);
  ASSERT_EQ(out.size(), 7u);
  EXPECT_EQ(out[4].time_ns, 42);
  EXPECT_EQ(out[6].time_ns, 50);
  EXPECT_TRUE(held.empty());
}

}  // namespace
}  // namespace interleave::test
