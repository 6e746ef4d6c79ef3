// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace_store.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace interleave {
namespace {

TEST(TraceStore, ASnapshotNeverChanges) {
  TraceStore store(1, 2, 1);
  const WorkerId worker{0};
  store.editInfo(worker).start_ns = 0;
  store.append(worker, {0, 10, JobId{0}, State::Running});
  store.editJobs().edit(JobId{0}).ticks = 5;
  store.publish(10, true);
  const SnapshotPtr before = store.snapshot();
  store.append(worker, {10, 20, JobId{1}, State::Running});
  store.editJobs().edit(JobId{0}).ticks = 6;
  store.editJobs().finish(JobId{0}, JobState::Done);
  store.publish(20, true);
  EXPECT_EQ(before->tracks[0].size(), 1u);
  EXPECT_EQ(before->jobs.at(JobId{0}).ticks, 5u);
  EXPECT_EQ(before->jobs.doneCount(), 0u);
  EXPECT_EQ(store.snapshot()->tracks[0].size(), 2u);
  EXPECT_EQ(store.snapshot()->jobs.doneCount(), 1u);
  EXPECT_GT(store.snapshot()->revision, before->revision);
}

TEST(TraceStore, HasItsJobsBeforeAnythingRan) {
  TraceStore store(4, 1000, 2);
  EXPECT_EQ(store.snapshot()->jobs.size(), 1000u);
  EXPECT_TRUE(store.snapshot()->tracks.empty());
  EXPECT_TRUE(store.snapshot()->is_live);
}

TEST(Track, TheGrowingSliceCountsWithTheFinishedOnes) {
  TraceStore store(1, 1, 1);
  const WorkerId worker{0};
  store.editInfo(worker).start_ns = 0;
  store.append(worker, {0, 10, JobId{0}, State::Running});
  store.setOpen(worker, Slice{10, 30, JobId{0}, State::GilWait});
  store.publish(25, true);
  const SnapshotPtr snapshot = store.snapshot();
  const Track& track = snapshot->tracks[0];
  EXPECT_EQ(track.size(), 2u);
  EXPECT_EQ(track.at(1), (Slice{10, 25, JobId{0}, State::GilWait})) << "never beyond what is known";
  EXPECT_EQ(track.timesIn(0, 100)[index(State::GilWait)], 15);
  EXPECT_EQ(track.firstEndingAfter(12), 1u);
  EXPECT_EQ(track.firstEndingAfter(25), 2u);
  EXPECT_EQ(track.idleIn(0, 25, 25), 0);
}

TEST(TraceStore, IsReadByOthersWhileItIsWritten) {
  TraceStore store(2, 100, 1);
  std::atomic<bool> stop{false};
  std::thread reader([&] {
    std::uint64_t last = 0;
    while (!stop) {
      const SnapshotPtr snapshot = store.snapshot();
      EXPECT_GE(snapshot->revision, last);
      last = snapshot->revision;
      for (const Track& track : snapshot->tracks) {
        EXPECT_EQ(track.timesIn(0, snapshot->now_ns)[index(State::Running)], snapshot->now_ns);
      }
    }
  });
  for (int i = 0; i < 20'000; ++i) {
    for (const WorkerId worker : {WorkerId{0}, WorkerId{1}}) {
      store.editInfo(worker).start_ns = 0;
      store.append(worker, {i * 10, i * 10 + 10, JobId{static_cast<std::uint32_t>(i % 100)}, State::Running});
    }
    store.editJobs().edit(JobId{static_cast<std::uint32_t>(i % 100)}).ticks++;
    store.publish(i * 10 + 10, true);
  }
  stop = true;
  reader.join();
}

}  // namespace
}  // namespace interleave
