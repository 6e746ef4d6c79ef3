// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/gil_mark.h"

#include <gtest/gtest.h>

#include "core/trace/slice_builder.h"

namespace interleave {
namespace {

constexpr WorkerId kFirst{0};
constexpr WorkerId kSecond{1};

TEST(GilMarks, SamplesInAWaitBecomeMarksAndLeaveTheSlicesAlone) {
  TraceStore store(2, 2, 1);
  SliceBuilder builder(store, store, kFirst);
  builder.add({0, SampleKind::JobBegin, JobId{0}, 0, State::GilWait, {}});
  builder.add({10, SampleKind::WaitBegin, JobId{0}, 0, State::GilWait, {}});
  builder.add({12, SampleKind::Forced, JobId{0}, 0, State::GilWait, kFirst});
  builder.add({20, SampleKind::Asked, kNoJob, 0, State::GilWait, kSecond});
  builder.add({20, SampleKind::Asked, kNoJob, 0, State::GilWait, WorkerId{99}});  // of a ring that is not there
  builder.add({30, SampleKind::WaitEnd, JobId{0}, 0, State::GilWait, {}});
  store.publish(40, false);
  const TraceSnapshot& snapshot = *store.snapshot();
  ASSERT_EQ(snapshot.gil_marks.size(), 2u);
  EXPECT_EQ(snapshot.gil_marks.at(0), (GilMark{12, GilMarkKind::ForcedSwitch, kFirst, kFirst}));
  EXPECT_EQ(snapshot.gil_marks.at(1), (GilMark{20, GilMarkKind::DropRequest, kFirst, kSecond}));
  ASSERT_EQ(snapshot.tracks[0].size(), 2u);
  EXPECT_EQ(snapshot.tracks[0].at(1), (Slice{10, 30, JobId{0}, State::GilWait}));
}

TEST(GilMarks, OfSeveralWorkersAreInOrderOfTimeAndCountedByKind) {
  TraceStore store(2, 2, 1);
  store.addGilMark({30, GilMarkKind::ForcedSwitch, kFirst, kFirst});
  store.addGilMark({20, GilMarkKind::DropRequest, kSecond, kFirst});
  store.addGilMark({50, GilMarkKind::DropRequest, kFirst, kSecond});
  store.publish(40, true);
  ASSERT_EQ(store.snapshot()->gil_marks.size(), 2u) << "what is not known yet comes later";
  EXPECT_EQ(store.snapshot()->gil_marks.at(0).time_ns, 20);
  EXPECT_EQ(store.snapshot()->gil_marks.firstAfter(20), 1u);
  store.publish(60, false);
  const GilMarkCounts counts = countsOf(store.snapshot()->gil_marks);
  EXPECT_EQ(counts.drop_requests, 2u);
  EXPECT_EQ(counts.forced_switches, 1u);
}

}  // namespace
}  // namespace interleave
