// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/shared_lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

namespace interleave {
namespace {

// A board on which worker `worker` waits for `lock`, which `holder` has.
class CircleTest : public ::testing::Test {
 protected:
  void waits(std::uint32_t worker, std::uint32_t lock, std::uint32_t holder) {
    m_board->waiters[worker].lock = lock + 1;
    m_board->locks[lock].holder = holder + 1;
  }
  std::unique_ptr<Board> m_board = std::make_unique<Board>();
};

TEST_F(CircleTest, isTheWaitsThatLeadBack) {
  waits(0, 1, 2);
  waits(2, 3, 1);
  waits(1, 0, 0);
  const auto circle = circleOf(*m_board, 2);
  ASSERT_EQ(circle.size(), 3u);
  EXPECT_EQ(circle[0].worker, 2u);
  EXPECT_EQ(
      describeCircle(circle),
      "worker 0 holds lock A and waits for lock B, which worker 2 holds; worker 2 holds lock B and waits for lock D, "
      "which worker 1 holds; worker 1 holds lock D and waits for lock A, which worker 0 holds");
}

TEST_F(CircleTest, isNoneWhileSomebodyRunsOrNobodyHolds) {
  waits(0, 0, 1);
  EXPECT_TRUE(circleOf(*m_board, 0).empty()) << "worker 1 waits for nothing";
  waits(1, 1, 2);
  m_board->locks[1].holder = 0;
  EXPECT_TRUE(circleOf(*m_board, 0).empty()) << "lock B is on its way to somebody";
}

TEST_F(CircleTest, isNotTheWaitersWhoOnlyWaitsForOne) {
  waits(5, 0, 0);
  waits(0, 1, 1);
  waits(1, 2, 0);
  EXPECT_TRUE(circleOf(*m_board, 5).empty());
  EXPECT_EQ(circleOf(*m_board, 0).size(), 2u);
}

TEST_F(CircleTest, twoLooksDifferWhenALockWasTakenOrAWaitBegunBetween) {
  waits(0, 0, 1);
  waits(1, 1, 0);
  const auto first = circleOf(*m_board, 0);
  EXPECT_EQ(circleOf(*m_board, 0), first);
  m_board->locks[1].takes.fetch_add(1);
  EXPECT_NE(circleOf(*m_board, 0), first);
  m_board->locks[1].takes.fetch_sub(1);
  m_board->waiters[1].waits.fetch_add(1);
  EXPECT_NE(circleOf(*m_board, 0), first);
}

TEST_F(CircleTest, aBoardThatMakesNoSenseIsNoCircle) {
  m_board->waiters[0].lock = 60'000;
  EXPECT_TRUE(circleOf(*m_board, 0).empty());
  m_board->waiters[0].lock = 1;
  m_board->locks[0].holder = 4'000'000'000u;
  EXPECT_TRUE(circleOf(*m_board, 0).empty());
}

TEST(LockName, isALetterWhileThereAreSome) {
  EXPECT_EQ(lockName(0), "lock A");
  EXPECT_EQ(lockName(25), "lock Z");
  EXPECT_EQ(lockName(26), "lock 27");
}

}  // namespace
}  // namespace interleave
