// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/perf_record.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/sched/perf_bytes.h"

namespace interleave::test {
namespace {

SwitchRecord known(const Bytes& bytes) {
  SwitchRecord record;
  EXPECT_EQ(readPerfRecord(bytes, record), RecordReading::Known);
  return record;
}

TEST(PerfRecord, ASwitchSaysWhoWhenWhereAndWhy) {
  const SwitchRecord in = known(switchRecord(0, 500));
  EXPECT_EQ(in.kind, SwitchKind::In);
  EXPECT_EQ(in.time_ns, 500);
  EXPECT_EQ(in.cpu, 3u);
  EXPECT_EQ(in.pid, 10);
  EXPECT_EQ(in.tid, 11);
  EXPECT_EQ(known(switchRecord(PERF_RECORD_MISC_SWITCH_OUT, 1)).kind, SwitchKind::OutWaiting);
  EXPECT_EQ(known(switchRecord(PERF_RECORD_MISC_SWITCH_OUT | PERF_RECORD_MISC_SWITCH_OUT_PREEMPT, 1)).kind,
            SwitchKind::OutPreempted);
}

TEST(PerfRecord, BirthAndDeathNameTheThreadNotTheOneThatReports) {
  const SwitchRecord born = known(taskRecord(PERF_RECORD_FORK, 20, 10, 21, 12, 9));
  EXPECT_EQ(born.kind, SwitchKind::Fork);
  EXPECT_EQ(born.pid, 20);
  EXPECT_EQ(born.tid, 21);
  EXPECT_EQ(born.parent_pid, 10);
  EXPECT_EQ(born.parent_tid, 12);
  EXPECT_EQ(known(taskRecord(PERF_RECORD_EXIT, 20, 10, 21, 12, 9)).kind, SwitchKind::Exit);
}

TEST(PerfRecord, ANameIsCutToTheKernelsLength) {
  EXPECT_EQ(known(commRecord("python3", 1)).nameText(), "python3");
  EXPECT_EQ(known(commRecord("", 1)).nameText(), "");
  EXPECT_EQ(known(commRecord("a-name-that-is-far-too-long", 1)).nameText(), "a-name-that-is-");
}

TEST(PerfRecord, ALossSaysHowManyAndUntilWhen) {
  const SwitchRecord lost = known(lostRecord(42, 900));
  EXPECT_EQ(lost.kind, SwitchKind::Lost);
  EXPECT_EQ(lost.lost, 42u);
  EXPECT_EQ(lost.until_ns, 900);
}

TEST(PerfRecord, OtherKindsArePassedOver) {
  SwitchRecord record;
  EXPECT_EQ(readPerfRecord(perfRecord(PERF_RECORD_MMAP, 0, {}, 1), record), RecordReading::Other);
  EXPECT_EQ(readPerfRecord(perfRecord(4711, 0, {}, 1), record), RecordReading::Other);
}

TEST(PerfRecord, ARecordShorterThanItSaysIsMalformed) {
  for (const Bytes& whole : {switchRecord(0, 1), taskRecord(PERF_RECORD_FORK, 1, 2, 3, 4, 5), commRecord("name", 1),
                             lostRecord(1, 1)}) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
      SwitchRecord record;
      EXPECT_EQ(readPerfRecord(cut, record), RecordReading::Malformed) << length;
    }
  }
}

TEST(PerfRecord, ARecordTooShortForItsKindIsMalformed) {
  Bytes body(12);
  SwitchRecord record;
  for (const std::uint32_t type : {PERF_RECORD_FORK, PERF_RECORD_EXIT, PERF_RECORD_LOST}) {
    EXPECT_EQ(readPerfRecord(perfRecord(type, 0, body, 1), record), RecordReading::Malformed) << type;
  }
  EXPECT_EQ(readPerfRecord(perfRecord(PERF_RECORD_COMM, 0, Bytes(4), 1), record), RecordReading::Malformed);
}

TEST(PerfRecord, RubbishIsNeverReadBeyondItsEnd) {
  std::mt19937 random(7);
  for (int i = 0; i < 20000; ++i) {
    Bytes bytes(random() % 80);
    for (std::byte& byte : bytes) {
      byte = static_cast<std::byte>(random());
    }
    if (bytes.size() >= 8 && i % 2 == 0) {  // past the first check
      const auto type = static_cast<std::uint32_t>(random() % 20);
      const auto size = static_cast<std::uint16_t>(bytes.size());
      std::memcpy(bytes.data(), &type, sizeof type);
      std::memcpy(bytes.data() + 6, &size, sizeof size);
    }
    SwitchRecord record;
    if (readPerfRecord(bytes, record) == RecordReading::Known) {
      EXPECT_LT(record.nameText().size(), SwitchRecord::kNameLength);
      EXPECT_GE(record.time_ns, 0);
    }
  }
}

}  // namespace
}  // namespace interleave::test
