// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/wake_column.h"

#include <gtest/gtest.h>

#include "core/trace/trace_store.h"

namespace interleave {
namespace {

Wake wakeAt(std::int64_t to_ns) {
  return {to_ns - 1, to_ns, WorkerId{0}, WorkerId{1}, State::GilWait};
}

TEST(WakeColumn, AViewKeepsWhatItHadWhileMoreComes) {
  WakeColumn column;
  for (std::int64_t i = 0; i < 1500; ++i) {
    column.append(wakeAt(2 * i));
  }
  const WakeColumnView view = column.view();
  for (std::int64_t i = 1500; i < 4000; ++i) {
    column.append(wakeAt(2 * i));
  }
  ASSERT_EQ(view.size(), 1500u);
  EXPECT_EQ(view.at(1499), wakeAt(2998));
  EXPECT_EQ(column.view().size(), 4000u);
  EXPECT_EQ(column.view().at(3999), wakeAt(7998));
}

TEST(WakeColumn, FindsTheFirstAfterAnInstant) {
  WakeColumn column;
  EXPECT_EQ(column.view().firstAfter(0), 0u);
  for (std::int64_t i = 0; i < 3000; ++i) {
    column.append(wakeAt(10 * i));
  }
  EXPECT_EQ(column.view().firstAfter(-1), 0u);
  EXPECT_EQ(column.view().firstAfter(0), 1u);
  EXPECT_EQ(column.view().firstAfter(15'555), 1556u);
  EXPECT_EQ(column.view().firstAfter(29'990), 3000u);
}

TEST(WakeColumn, TheStoreBringsSeveralWorkersInOrderOfTime) {
  TraceStore store(2, 0, 1);
  store.addWake(wakeAt(30));
  store.addWake(wakeAt(50));
  store.addWake(wakeAt(20));
  store.addWake({0, 1, WorkerId{7}, WorkerId{0}, State::GilWait});  // of a worker that is not there
  store.publish(40, true);
  ASSERT_EQ(store.snapshot()->wakes.size(), 2u) << "of what comes after now more may come";
  EXPECT_EQ(store.snapshot()->wakes.at(0), wakeAt(20));
  store.addWake(wakeAt(45));
  store.publish(60, false);
  ASSERT_EQ(store.snapshot()->wakes.size(), 4u);
  EXPECT_EQ(store.snapshot()->wakes.at(2), wakeAt(45));
  EXPECT_EQ(store.snapshot()->wakes.at(3), wakeAt(50));
}

}  // namespace
}  // namespace interleave
