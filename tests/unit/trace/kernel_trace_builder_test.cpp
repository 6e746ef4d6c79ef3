// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/kernel_trace_builder.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

constexpr std::int64_t kEpoch = 1'000'000;
constexpr JobId threadOf(std::uint32_t track) {
  return JobId{track};
}

class KernelTraceBuilderTest : public testing::Test {
 protected:
  static SwitchRecord record(SwitchKind kind, std::int64_t time_ns, std::int32_t tid, std::uint32_t cpu = 0,
                             std::int32_t pid = 10) {
    SwitchRecord made;
    made.kind = kind;
    made.time_ns = kEpoch + time_ns;
    made.cpu = cpu;
    made.pid = pid;
    made.tid = tid;
    return made;
  }
  void add(SwitchKind kind, std::int64_t time_ns, std::int32_t tid, std::uint32_t cpu = 0) {
    builder.add(record(kind, time_ns, tid, cpu));
  }
  void fork(std::int64_t time_ns, std::int32_t pid, std::int32_t tid, std::int32_t parent_tid = 10) {
    SwitchRecord born = record(SwitchKind::Fork, time_ns, tid, 0, pid);
    born.parent_pid = 10;
    born.parent_tid = parent_tid;
    builder.add(born);
  }
  void name(std::int64_t time_ns, std::int32_t tid, const char* text) {
    SwitchRecord named = record(SwitchKind::Comm, time_ns, tid);
    named.setName(text);
    builder.add(named);
  }
  void loseSight(std::int64_t time_ns, std::int32_t pid) {
    builder.add(record(SwitchKind::Unseen, time_ns, pid, 0, pid));
  }
  void lose(std::int64_t begin_ns, std::int64_t end_ns, std::uint32_t cpu) {
    SwitchRecord lost = record(SwitchKind::Lost, begin_ns, 0, cpu);
    lost.until_ns = kEpoch + end_ns;
    lost.lost = 7;
    builder.add(lost);
  }
  static std::vector<Slice> slicesOf(const Track& track) {
    std::vector<Slice> all;
    for (std::size_t i = 0; i < track.size(); ++i) {
      all.push_back(track.at(i));
    }
    return all;
  }
  SnapshotPtr live(std::int64_t now_ns) {
    builder.refresh(kEpoch + now_ns);
    threads.publish(now_ns, true);
    return threads.snapshot();
  }
  SnapshotPtr ended(std::int64_t now_ns) {
    builder.close(kEpoch + now_ns);
    threads.publish(now_ns, false);
    return threads.snapshot();
  }

  TraceStore threads{3, 0, 2};
  KernelTraceBuilder builder{threads, 3, 2, kEpoch};
};

TEST_F(KernelTraceBuilderTest, AThreadsLifeIsStartingRunningReadyAndWaiting) {
  fork(0, 10, 10);
  name(5, 10, "sh");
  add(SwitchKind::In, 10, 10, 1);
  add(SwitchKind::OutPreempted, 30, 10, 1);
  add(SwitchKind::In, 35, 10, 0);
  add(SwitchKind::OutWaiting, 60, 10, 0);
  add(SwitchKind::In, 100, 10, 0);
  add(SwitchKind::Exit, 110, 10, 0);
  const SnapshotPtr snapshot = ended(200);
  ASSERT_EQ(snapshot->tracks.size(), 1u);
  EXPECT_EQ(slicesOf(snapshot->tracks[0]), (std::vector<Slice>{{0, 10, threadOf(0), State::Starting},
                                                               {10, 30, threadOf(0), State::Running},
                                                               {30, 35, threadOf(0), State::Ready},
                                                               {35, 60, threadOf(0), State::Running},
                                                               {60, 100, threadOf(0), State::Waiting},
                                                               {100, 110, threadOf(0), State::Running}}));
  const TrackInfo& info = snapshot->tracks[0].info();
  EXPECT_EQ(info.name(), "sh 10");
  EXPECT_EQ(info.kind, WorkerKind::Process);
  EXPECT_EQ(info.start_ns, 0);
  EXPECT_EQ(info.gone_ns, 110);
  EXPECT_EQ(info.migrations, 1u);
  EXPECT_EQ(info.switches, 3u);
  EXPECT_EQ(snapshot->core_running_ns, (std::vector<std::int64_t>{35, 20}));
}

TEST_F(KernelTraceBuilderTest, ACoresTrackSaysWhichThreadItRan) {
  fork(0, 10, 10);
  fork(0, 10, 11);
  add(SwitchKind::In, 10, 10, 1);
  add(SwitchKind::OutPreempted, 20, 10, 1);
  add(SwitchKind::In, 20, 11, 1);
  const SnapshotPtr snapshot = live(50);
  EXPECT_TRUE(snapshot->is_watched);
  EXPECT_EQ(snapshot->cores[1].info().name(), "core 1");
  EXPECT_EQ(slicesOf(snapshot->cores[1]),
            (std::vector<Slice>{{10, 20, JobId{0}, State::Running}, {20, 50, JobId{1}, State::Running}}));
  EXPECT_EQ(snapshot->cores[0].size(), 0u);
}

TEST_F(KernelTraceBuilderTest, TheNewestStateGrowsUntilTheNextRecord) {
  fork(0, 10, 10);
  EXPECT_EQ(slicesOf(live(5)->tracks[0]), (std::vector<Slice>{{0, 5, threadOf(0), State::Starting}}));
  add(SwitchKind::In, 10, 10, 1);
  EXPECT_EQ(slicesOf(live(40)->tracks[0]).back(), (Slice{10, 40, threadOf(0), State::Running}));
  EXPECT_EQ(slicesOf(live(70)->tracks[0]).back(), (Slice{10, 70, threadOf(0), State::Running}));
}

TEST_F(KernelTraceBuilderTest, WhoGotOutOfSightIsLostUntilItsEnd) {
  fork(0, 10, 10);
  add(SwitchKind::In, 10, 10, 1);
  loseSight(30, 10);
  lose(40, 50, 1);
  EXPECT_EQ(slicesOf(live(60)->tracks[0]).back(), (Slice{30, 60, threadOf(0), State::Lost}));
  add(SwitchKind::Exit, 90, 10, 0);
  const SnapshotPtr snapshot = ended(100);
  EXPECT_EQ(slicesOf(snapshot->tracks[0]), (std::vector<Slice>{{0, 10, threadOf(0), State::Starting},
                                                               {10, 30, threadOf(0), State::Running},
                                                               {30, 90, threadOf(0), State::Lost}}));
  EXPECT_EQ(snapshot->tracks[0].info().gone_ns, 90);
  EXPECT_FALSE(snapshot->tracks[0].info().error.empty());
  EXPECT_EQ(snapshot->core_running_ns, (std::vector<std::int64_t>{0, 20}));
}

TEST_F(KernelTraceBuilderTest, AThreadHasItsMakersNameUntilItsOwn) {
  fork(0, 10, 10);
  name(1, 10, "python3");
  fork(2, 10, 11, 10);
  fork(3, 20, 20, 11);
  name(4, 20, "ls");
  const SnapshotPtr snapshot = ended(10);
  EXPECT_EQ(snapshot->tracks[1].info().name(), "python3 11");
  EXPECT_EQ(snapshot->tracks[1].info().kind, WorkerKind::Thread);
  EXPECT_EQ(snapshot->tracks[2].info().name(), "ls 20");
  EXPECT_EQ(snapshot->tracks[2].info().parent_pid, 10);
}

TEST_F(KernelTraceBuilderTest, WhatAFoundThreadDidItsFirstRecordTells) {
  add(SwitchKind::Found, 0, 10);
  add(SwitchKind::Found, 0, 11);
  add(SwitchKind::OutWaiting, 30, 10, 1);
  add(SwitchKind::In, 40, 11, 1);
  const SnapshotPtr snapshot = ended(50);
  EXPECT_EQ(slicesOf(snapshot->tracks[0]),
            (std::vector<Slice>{{0, 30, threadOf(0), State::Running}, {30, 50, threadOf(0), State::Waiting}}));
  EXPECT_EQ(slicesOf(snapshot->tracks[1]),
            (std::vector<Slice>{{0, 40, threadOf(1), State::Waiting}, {40, 50, threadOf(1), State::Running}}));
}

TEST_F(KernelTraceBuilderTest, ALossIsAGapForAllThatMayHaveSwitchedInItAndNeverBridged) {
  for (const std::int32_t tid : {10, 11, 12}) {
    fork(0, 10, tid);
  }
  add(SwitchKind::In, 0, 10, 0);
  add(SwitchKind::In, 0, 11, 1);
  add(SwitchKind::In, 0, 12, 0);
  add(SwitchKind::OutWaiting, 5, 12, 0);
  lose(20, 30, 0);
  add(SwitchKind::OutPreempted, 50, 10, 0);
  add(SwitchKind::OutPreempted, 50, 11, 1);
  add(SwitchKind::In, 50, 12, 0);
  const SnapshotPtr snapshot = ended(60);
  EXPECT_EQ(slicesOf(snapshot->tracks[0]), (std::vector<Slice>{{0, 20, threadOf(0), State::Running},
                                                               {20, 30, threadOf(0), State::Lost},
                                                               {30, 50, threadOf(0), State::Running},
                                                               {50, 60, threadOf(0), State::Ready}}));
  EXPECT_EQ(slicesOf(snapshot->tracks[1]),
            (std::vector<Slice>{{0, 50, threadOf(1), State::Running}, {50, 60, threadOf(1), State::Ready}}))
      << "it was running on the other core, whose records are all there";
  EXPECT_EQ(slicesOf(snapshot->tracks[2]), (std::vector<Slice>{{0, 5, threadOf(2), State::Running},
                                                               {5, 20, threadOf(2), State::Waiting},
                                                               {20, 30, threadOf(2), State::Lost},
                                                               {30, 50, threadOf(2), State::Waiting},
                                                               {50, 60, threadOf(2), State::Running}}));
  EXPECT_FALSE(snapshot->tracks[0].info().error.empty());
  EXPECT_TRUE(snapshot->tracks[1].info().error.empty());
}

TEST_F(KernelTraceBuilderTest, AThreadThatIsNeverHeardOfAgainStaysLost) {
  fork(0, 10, 10);
  add(SwitchKind::In, 0, 10, 0);
  lose(20, 30, 0);
  EXPECT_EQ(slicesOf(ended(60)->tracks[0]).back().state, State::Lost);
  EXPECT_EQ(threads.snapshot()->tracks[0].timesIn(0, 60)[index(State::Running)], 20);
}

TEST_F(KernelTraceBuilderTest, ThreadsBeyondTheTracksAreCountedAndNamed) {
  for (std::int32_t tid = 10; tid < 20; ++tid) {
    fork(0, 10, tid);
    name(0, tid, tid < 15 ? "few" : "many");
    add(SwitchKind::In, 10, tid, 1);
    add(SwitchKind::Exit, 20, tid, 1);
  }
  const SnapshotPtr snapshot = ended(100);
  EXPECT_EQ(snapshot->tracks.size(), 3u);
  EXPECT_EQ(builder.threadCount(), 10u);
  EXPECT_EQ(builder.untracked().count, 7u);
  EXPECT_EQ(builder.untracked().running_ns, 70);
  EXPECT_EQ(builder.untracked().names, (std::map<std::string, std::uint64_t>{{"few", 2}, {"many", 5}}));
  EXPECT_EQ(snapshot->core_running_ns[1], 100) << "on the cores they count like all";
}

TEST_F(KernelTraceBuilderTest, ANumberThatIsUsedAgainIsAnotherThread) {
  fork(0, 10, 10);
  add(SwitchKind::In, 5, 10);
  fork(20, 10, 10);  // the former one's end was lost
  add(SwitchKind::In, 30, 10);
  const SnapshotPtr snapshot = ended(40);
  ASSERT_EQ(snapshot->tracks.size(), 2u);
  EXPECT_EQ(snapshot->tracks[0].info().gone_ns, 20);
  EXPECT_EQ(snapshot->tracks[1].info().start_ns, 20);
}

TEST_F(KernelTraceBuilderTest, LateAndNumberlessRecordsDoNoHarm) {
  fork(0, 10, 10);
  add(SwitchKind::In, 50, 10);
  add(SwitchKind::OutWaiting, 40, 10);  // overtaken
  add(SwitchKind::In, 45, 10, 4711);    // a core that is not there
  add(SwitchKind::OutWaiting, 60, 10);
  add(SwitchKind::In, 60, -1);
  add(SwitchKind::OutWaiting, 60, 0);
  const SnapshotPtr snapshot = ended(70);
  ASSERT_EQ(snapshot->tracks.size(), 1u);
  std::int64_t last_ns = 0;
  for (const Slice& slice : slicesOf(snapshot->tracks[0])) {
    EXPECT_GE(slice.begin_ns, last_ns);
    EXPECT_GT(slice.end_ns, slice.begin_ns);
    last_ns = slice.end_ns;
  }
}

TEST_F(KernelTraceBuilderTest, LanesAreGroupedByProcessInOrderOfBirth) {
  fork(0, 10, 10);
  fork(1, 20, 20);
  fork(2, 10, 11);
  const SnapshotPtr grouped = groupedByProcess(ended(10));
  ASSERT_EQ(grouped->tracks.size(), 3u);
  EXPECT_EQ(grouped->tracks[0].info().tid, 10);
  EXPECT_EQ(grouped->tracks[1].info().tid, 11);
  EXPECT_EQ(grouped->tracks[2].info().tid, 20);
}

}  // namespace
}  // namespace interleave
