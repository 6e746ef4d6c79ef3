// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_builder.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

constexpr WorkerId kWorker{0};
constexpr JobId kJob{2};

class SliceBuilderTest : public testing::Test {
 protected:
  void add(SampleKind kind, std::int64_t time_ns, JobId job = kJob, State waiting = State::GilWait) {
    builder.add({time_ns, kind, job, 1, waiting, WorkerId{}});
  }
  std::vector<Slice> slices(std::int64_t now_ns = 1'000'000) {
    builder.refresh(now_ns);
    store.publish(now_ns, true);
    const SnapshotPtr snapshot = store.snapshot();
    std::vector<Slice> all;
    for (const Track& track : snapshot->tracks) {
      for (std::size_t i = 0; i < track.size(); ++i) {
        all.push_back(track.at(i));
      }
    }
    return all;
  }
  const TrackInfo& info() { return store.editInfo(kWorker); }

  TraceStore store{1, 10, 4};
  SliceBuilder builder{store, store, kWorker};
};

TEST_F(SliceBuilderTest, AWorkersLifeIsStartingThenIdleThenItsJobThenGone) {
  add(SampleKind::Start, 100, kNoJob);
  add(SampleKind::Ready, 250, kNoJob);
  add(SampleKind::JobBegin, 300);
  add(SampleKind::Tick, 320);
  add(SampleKind::JobEnd, 400);
  add(SampleKind::Stop, 500, kNoJob);
  EXPECT_EQ(slices(), (std::vector<Slice>{{100, 250, kNoJob, State::Starting}, {300, 400, kJob, State::Running}}));
  EXPECT_EQ(info().start_ns, 100);
  EXPECT_EQ(info().gone_ns, 500);
  EXPECT_EQ(store.jobs().at(kJob).begin_ns, 300);
}

TEST_F(SliceBuilderTest, AJobOfTwoHalvesKnowsBothWorkersInWhateverOrderTheyTell) {
  const auto begin = [](std::int64_t time_ns) {
    return TraceSample{time_ns, SampleKind::JobBegin, kJob, 1, State::IoWait, WorkerId{}};
  };
  for (const bool in_order : {true, false}) {
    TraceStore two{2, 10, 4};
    SliceBuilder first{two, two, WorkerId{0}};
    SliceBuilder second{two, two, WorkerId{1}};
    (in_order ? first : second).add(begin(in_order ? 100 : 500));
    (in_order ? second : first).add(begin(in_order ? 500 : 100));
    EXPECT_EQ(two.jobs().at(kJob).first_worker, WorkerId{0});
    EXPECT_EQ(two.jobs().at(kJob).worker, WorkerId{1});
    EXPECT_EQ(two.jobs().at(kJob).begin_ns, 100);
  }
}

TEST_F(SliceBuilderTest, AGapInTheTicksIsReadyWithBothEdgesExact) {
  add(SampleKind::JobBegin, 0);
  add(SampleKind::GapBegin, 1000);
  add(SampleKind::GapEnd, 61000);
  add(SampleKind::JobEnd, 70000);
  EXPECT_EQ(slices(), (std::vector<Slice>{{0, 1000, kJob, State::Running},
                                          {1000, 61000, kJob, State::Ready},
                                          {61000, 70000, kJob, State::Running}}));
}

TEST_F(SliceBuilderTest, AGapIsTheWaitThatWorkersCantMark) {
  builder.setGaps(State::GilWait);
  add(SampleKind::JobBegin, 0);
  add(SampleKind::GapBegin, 1000);
  add(SampleKind::GapEnd, 61000);
  add(SampleKind::JobEnd, 70000);
  EXPECT_EQ(slices()[1], (Slice{1000, 61000, kJob, State::GilWait}));
}

TEST_F(SliceBuilderTest, AHandOverIsFromItsMarkToTheWaitsEnd) {
  TraceStore two{2, 10, 4};
  SliceBuilder woken{two, two, kWorker};
  woken.add({0, SampleKind::JobBegin, kJob, 1, State::GilWait, WorkerId{}});
  woken.add({10, SampleKind::WaitBegin, kJob, 1, State::GilWait, WorkerId{}});
  woken.add({50, SampleKind::Woken, kJob, 0, State::GilWait, WorkerId{1}});
  woken.add({70, SampleKind::WaitEnd, kJob, 1, State::GilWait, WorkerId{}});
  // A waker that is not there, one from before the wait, and one of another wait are none.
  woken.add({80, SampleKind::WaitBegin, kJob, 1, State::LockWait, WorkerId{}});
  woken.add({85, SampleKind::Woken, kJob, 0, State::LockWait, WorkerId{99}});
  woken.add({90, SampleKind::WaitEnd, kJob, 1, State::LockWait, WorkerId{}});
  woken.add({100, SampleKind::WaitBegin, kJob, 1, State::LockWait, WorkerId{}});
  woken.add({95, SampleKind::Woken, kJob, 0, State::LockWait, WorkerId{1}});
  woken.add({110, SampleKind::WaitEnd, kJob, 1, State::LockWait, WorkerId{}});
  two.publish(200, false);
  ASSERT_EQ(two.snapshot()->wakes.size(), 1u);
  EXPECT_EQ(two.snapshot()->wakes.at(0), (Wake{50, 70, WorkerId{1}, kWorker, State::GilWait}));
}

TEST_F(SliceBuilderTest, WaitsAreWhatTheirMarksSayInAndOutOfAJob) {
  add(SampleKind::WaitBegin, 0, kNoJob, State::GilWait);
  add(SampleKind::WaitEnd, 50, kNoJob, State::GilWait);
  add(SampleKind::JobBegin, 60);
  add(SampleKind::WaitBegin, 100, kJob, State::IoWait);
  add(SampleKind::WaitEnd, 300, kJob, State::IoWait);
  add(SampleKind::WaitBegin, 300, kJob, State::GilWait);
  add(SampleKind::WaitEnd, 350, kJob, State::GilWait);
  add(SampleKind::JobEnd, 400);
  EXPECT_EQ(slices(), (std::vector<Slice>{{0, 50, kNoJob, State::GilWait},
                                          {60, 100, kJob, State::Running},
                                          {100, 300, kJob, State::IoWait},
                                          {300, 350, kJob, State::GilWait},
                                          {350, 400, kJob, State::Running}}));
}

TEST_F(SliceBuilderTest, RunningGrowsOnlyToTheLastSampleButAWaitGrowsToNow) {
  add(SampleKind::JobBegin, 0);
  add(SampleKind::Tick, 20'000);
  EXPECT_EQ(slices(90'000), (std::vector<Slice>{{0, 20'000, kJob, State::Running}}));
  add(SampleKind::WaitBegin, 95'000);
  EXPECT_EQ(slices(200'000).back(), (Slice{95'000, 200'000, kJob, State::GilWait}));
}

TEST_F(SliceBuilderTest, ALossIsNeverBridged) {
  add(SampleKind::JobBegin, 0);
  add(SampleKind::Tick, 20);
  add(SampleKind::Lost, 40, JobId{17});
  add(SampleKind::Tick, 100);
  add(SampleKind::JobEnd, 120);
  EXPECT_EQ(slices(),
            (std::vector<Slice>{
                {0, 40, kJob, State::Running}, {40, 100, kJob, State::Lost}, {100, 120, kJob, State::Running}}));
}

TEST_F(SliceBuilderTest, ALossAtTheEndLastsToTheEnd) {
  add(SampleKind::JobBegin, 0);
  add(SampleKind::Tick, 20);
  builder.close(100, 60);
  EXPECT_EQ(slices(), (std::vector<Slice>{{0, 60, kJob, State::Running}, {60, 100, kJob, State::Lost}}));
}

TEST_F(SliceBuilderTest, AKilledWorkersRunningEndsWithItsLastSample) {
  add(SampleKind::JobBegin, 0);
  add(SampleKind::Tick, 20);
  builder.close(100, std::nullopt);
  EXPECT_EQ(slices(), (std::vector<Slice>{{0, 20, kJob, State::Running}}));
  EXPECT_EQ(info().gone_ns, 100);
  add(SampleKind::Tick, 200);  // too late
  EXPECT_EQ(slices().size(), 1u);
}

TEST_F(SliceBuilderTest, RubbishFromARingNeitherCrashesNorRunsBackwards) {
  add(SampleKind::JobEnd, 500, JobId{4'000'000'000});
  add(SampleKind::GapEnd, 100, JobId{77});
  add(SampleKind::Start, 50, JobId{77});
  add(SampleKind::WaitEnd, 900, JobId{77});
  add(SampleKind::Stop, 800, JobId{77});
  std::int64_t last_ns = 0;
  for (const Slice& slice : slices()) {
    EXPECT_GE(slice.begin_ns, last_ns);
    EXPECT_GE(slice.end_ns, slice.begin_ns);
    last_ns = slice.end_ns;
  }
}

TEST_F(SliceBuilderTest, RunningTimeIsCreditedToTheCoreOfTheSample) {
  builder.add({0, SampleKind::JobBegin, kJob, 1, State::IoWait});
  builder.add({30, SampleKind::Tick, kJob, 1, State::IoWait});
  builder.add({50, SampleKind::Tick, kJob, 3, State::IoWait});
  builder.add({60, SampleKind::WaitBegin, kJob, 3, State::IoWait});
  builder.add({160, SampleKind::WaitEnd, kJob, 3, State::IoWait});
  builder.add({170, SampleKind::JobEnd, kJob, 2, State::IoWait});
  store.publish(200, false);
  EXPECT_EQ(store.snapshot()->core_running_ns, (std::vector<std::int64_t>{0, 30, 10, 30}));
}

}  // namespace
}  // namespace interleave
