// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/proc_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace interleave {
namespace {

constexpr const char* kStat =
    "4711 (a) (b) c) R 12 13 14 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 1 0 1234 2437120 260 18446744073709551615 "
    "1 1 0 0 0 0 0 0 0 0 0 0 17 5 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

TEST(ThreadStat, IsReadWhateverTheNameHolds) {
  const auto stat = parseThreadStat(kStat);
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->name, "a) (b) c");
  EXPECT_EQ(stat->state, 'R');
  EXPECT_EQ(stat->parent_pid, 12);
  EXPECT_EQ(stat->group, 13);
  EXPECT_EQ(stat->session, 14);
  EXPECT_EQ(stat->cpu_ticks, 300u);
  EXPECT_EQ(stat->cpu, 5u);
}

TEST(ThreadStat, TheFlagsTellWhoIsExiting) {
  const auto withFlags = [](const char* flags) {
    return parseThreadStat(std::string("11 (a) R 12 13 14 0 -1 ") + flags +
                           " 0 0 0 0 1 2 0 0 20 0 1 0 99 0 0 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 5 0 0");
  };
  ASSERT_TRUE(withFlags("4194304"));
  EXPECT_FALSE(withFlags("4194304")->is_exiting);
  EXPECT_TRUE(withFlags("4194308")->is_exiting);
}

TEST(ThreadStat, EveryTruncationBeforeTheLastFieldIsRefused) {
  const std::string whole = kStat;
  const std::size_t needed = whole.find(" 17 5 ") + 4;
  for (std::size_t length = 0; length < needed; ++length) {
    EXPECT_FALSE(parseThreadStat(whole.substr(0, length))) << length;
  }
  for (const char* text : {"", ")(", "1 (x", "1 (x) R a b c", "1 (x) "}) {
    EXPECT_FALSE(parseThreadStat(text)) << text;
  }
}

TEST(ThreadTimes, AreTwoNumbers) {
  const auto times = parseThreadTimes("123456 789 10\n");
  ASSERT_TRUE(times);
  EXPECT_EQ(times->running_ns, 123456);
  EXPECT_EQ(times->ready_ns, 789);
  for (const char* text : {"", "1", "a b c", "-1 2 3", "1 -2 3", "99999999999999999999999 1 1"}) {
    EXPECT_FALSE(parseThreadTimes(text)) << text;
  }
}

TEST(ProcReader, FindsThisThreadAndNothingOfAProcessThatIsNotThere) {
  EXPECT_THAT(threadsOf(getpid()), testing::Contains(getpid()));
  EXPECT_TRUE(readThreadStat(getpid(), getpid()));
  constexpr pid_t kNobody = 1 << 30;
  EXPECT_TRUE(threadsOf(kNobody).empty());
  EXPECT_TRUE(childrenOf(kNobody).empty());
  EXPECT_FALSE(readThreadStat(kNobody, kNobody));
  EXPECT_FALSE(readThreadTimes(kNobody, kNobody));
}

}  // namespace
}  // namespace interleave
