// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/sched/proc_observer.h"

namespace interleave {
namespace {

constexpr std::int64_t kInterval_ns = 10'000'000;

// A thread looked at every 10 ms.
class ThreadReadingsTest : public testing::Test {
 protected:
  ThreadReadingsTest() {
    stat.name = "worker";
    stat.cpu = 1;
    readings.start(stat, ThreadTimes{});
  }
  // "In@10" for a record of that kind 10 us after the interval's begin.
  std::string look(char state, std::optional<ThreadTimes> times) {
    stat.state = state;
    std::vector<SwitchRecord> records;
    readings.take(stat, times, now_ns, now_ns + kInterval_ns, records);
    std::string text;
    for (const SwitchRecord& record : records) {
      const char* kind = record.kind == SwitchKind::In             ? "In"
                         : record.kind == SwitchKind::OutPreempted ? "Ready"
                         : record.kind == SwitchKind::OutWaiting   ? "Waiting"
                                                                   : "Comm";
      text += std::string(text.empty() ? "" : " ") + kind + "@" + std::to_string((record.time_ns - now_ns) / 1000);
    }
    now_ns += kInterval_ns;
    return text;
  }

  ThreadStat stat;
  ThreadReadings readings{10, 11};
  std::int64_t now_ns = 0;
};

TEST_F(ThreadReadingsTest, AWaitingThreadRanReadiedAndWaited) {
  EXPECT_EQ(look('S', ThreadTimes{2'000'000, 1'000'000}), "In@0 Ready@2000 Waiting@3000");
  EXPECT_EQ(look('S', ThreadTimes{2'000'000, 1'000'000}), "") << "nothing new";
}

TEST_F(ThreadReadingsTest, ARunnableThreadWaitedReadiedAndRan) {
  EXPECT_EQ(look('R', ThreadTimes{2'000'000, 1'000'000}), "Waiting@0 Ready@7000 In@8000");
  EXPECT_EQ(look('R', ThreadTimes{12'000'000, 1'000'000}), "") << "it ran all the time";
  EXPECT_EQ(look('R', ThreadTimes{12'000'000, 11'000'000}), "Ready@0");
}

TEST_F(ThreadReadingsTest, TimeThatIsCreditedLateIsShownLateAndNeverTwice) {
  EXPECT_EQ(look('R', ThreadTimes{25'000'000, 0}), "In@0");
  EXPECT_EQ(look('R', ThreadTimes{25'000'000, 0}), "");
  EXPECT_EQ(look('S', ThreadTimes{25'000'000, 0}), "Waiting@5000");
}

TEST_F(ThreadReadingsTest, WithoutSchedstatARunnableThreadThatDidNotRunIsReady) {
  EXPECT_EQ(look('R', std::nullopt), "Ready@0");
  stat.cpu_ticks = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK)) / 100;  // 10 ms
  EXPECT_EQ(look('R', std::nullopt), "In@0");
  EXPECT_EQ(look('S', std::nullopt), "Waiting@0");
}

TEST_F(ThreadReadingsTest, ANewNameAndANewCoreAreSaid) {
  EXPECT_EQ(look('R', ThreadTimes{10'000'000, 0}), "In@0");
  stat.name = "renamed";
  stat.cpu = 0;
  EXPECT_EQ(look('R', ThreadTimes{20'000'000, 0}), "Comm@0 In@0");
}

}  // namespace
}  // namespace interleave
