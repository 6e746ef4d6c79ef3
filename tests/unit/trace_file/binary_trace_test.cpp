// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_trace.h"

#include <sys/resource.h>

#include <csignal>
#include <limits>
#include <thread>

#include "core/trace_file/binary_writer.h"
#include "core/trace_file/read_ahead.h"
#include "tests/unit/trace_file/binary_traces.h"

namespace interleave {
namespace {

TEST_F(BinaryTraces, EverythingComesBack) {
  const SnapshotPtr written = everything(70000);  // 17 chunks a track, and a tail
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const Result<BinaryTrace> trace = BinaryTrace::open(path("run.iltrace"));
  ASSERT_TRUE(trace) << trace.error().message;
  ASSERT_EQ(trace->tracks().size(), 3u);
  EXPECT_EQ(trace->tracks()[0].slices->size(), written->tracks[0].size());
  EXPECT_EQ(trace->tracks()[0].slices->chunks(), 18u);
  const Result<SnapshotPtr> read = trace->snapshot();
  ASSERT_TRUE(read) << read.error().message;
  expectSameTracks((*read)->tracks, written->tracks);
  expectSameTracks((*read)->cores, written->cores);
  expectSameWakes(**read, *written);
  ASSERT_EQ((*read)->gil_marks.size(), 1u);
  EXPECT_EQ((*read)->gil_marks.at(0), written->gil_marks.at(0));
  EXPECT_EQ((*read)->interval_changes, written->interval_changes);
  EXPECT_EQ((*read)->core_running_ns, written->core_running_ns);
  EXPECT_EQ((*read)->now_ns, written->now_ns);
  EXPECT_EQ((*read)->jobs.at(JobId{3}).result, 42u);
  EXPECT_EQ((*read)->jobs.at(JobId{4}).error, "it failed");
  EXPECT_EQ((*read)->jobs.failedCount(), 1u);
  ASSERT_NE((*read)->faults, nullptr);
  EXPECT_EQ((*read)->faults->count(), 0u) << (*read)->faults->text();
}

// Each query by a trace of its own, so that each is the first to touch what it reads.
TEST_F(BinaryTraces, EveryQueryAnswersAsTheStoreDoes) {
  for (const std::size_t slices : {std::size_t{1}, std::size_t{63}, kChunk - 1, kChunk, kChunk + 1, 5 * kChunk + 70}) {
    SCOPED_TRACE(slices);
    const SnapshotPtr written = everything(slices);
    ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
    std::mt19937_64 random(slices);
    for (int round = 0; round < 40; ++round) {
      const SnapshotPtr read = this->read(path("run.iltrace"));
      const Track &a = read->tracks[round % 3], &b = written->tracks[round % 3];
      ASSERT_EQ(a.size(), b.size());
      const auto end_ns = static_cast<std::uint64_t>(b.at(b.size() - 1).end_ns + 100);
      std::vector<std::int64_t> times{std::numeric_limits<std::int64_t>::min() / 2, 0};
      for (int i = 0; i < 20; ++i) {
        times.push_back(static_cast<std::int64_t>(random() % end_ns));
        const Slice slice = b.at(random() % b.size());
        times.push_back(slice.begin_ns);
        times.push_back(slice.end_ns);
      }
      times.push_back(std::numeric_limits<std::int64_t>::max() / 2);
      std::sort(times.begin(), times.end());
      const std::int64_t one = times[random() % times.size()], other = times[random() % times.size()];
      const std::size_t first = random() % b.size(), last = first + 1 + random() % (b.size() - first);
      ASSERT_EQ(a.timesIn(one, other), b.timesIn(one, other)) << one << ".." << other;
      ASSERT_EQ(a.firstEndingAfter(one), b.firstEndingAfter(one)) << one;
      ASSERT_EQ(a.dominantJob(first, last), b.dominantJob(first, last)) << first << ".." << last;
      const Rest rest = a.restOf(first, last, b.at(first).begin_ns, b.at(last - 1).end_ns);
      const Rest expected = b.restOf(first, last, b.at(first).begin_ns, b.at(last - 1).end_ns);
      ASSERT_EQ(packedRest(rest), packedRest(expected)) << first << ".." << last;
      ASSERT_EQ(a.jobAround(first), b.jobAround(first));
      ASSERT_EQ(a.at(first), b.at(first));
      std::vector<TimeCut> cuts(times.size()), others(times.size());
      a.cutAt(times, 0, cuts);
      b.cutAt(times, 0, others);
      for (std::size_t i = 0; i < times.size(); ++i) {
        ASSERT_EQ(cuts[i].first, others[i].first) << times[i];
        ASSERT_EQ(cuts[i].begun, others[i].begun) << times[i];
        ASSERT_EQ(cuts[i].running_ns, others[i].running_ns) << times[i];
      }
      ASSERT_EQ(read->faults->count(), 0u);
    }
  }
}

TEST_F(BinaryTraces, CoarseCutsAreWithinA64thWhateverTheyAreToldFrom) {
  const SnapshotPtr written = everything(20 * kChunk + 500);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const SnapshotPtr read = this->read(path("run.iltrace"));
  const Track &a = read->tracks[0], &b = written->tracks[0];
  for (const std::int64_t columns : {1, 5, 19, 33, 47, 60, 90, 150, 400, 2000}) {
    SCOPED_TRACE(columns);
    const std::int64_t column_ns = written->now_ns / columns;
    std::vector<std::int64_t> times;
    for (std::int64_t c = 0; c <= columns; ++c) {
      times.push_back(c * column_ns);
    }
    std::vector<TimeCut> cuts(times.size()), exact(times.size());
    a.cutAt(times, column_ns, cuts);
    b.cutAt(times, 0, exact);
    for (std::size_t i = 0; i < times.size(); ++i) {
      ASSERT_LE(std::abs(cuts[i].running_ns - exact[i].running_ns), column_ns / 64 + 1) << i;
      ASSERT_TRUE(i == 0 || (cuts[i - 1].begun <= cuts[i].begun && cuts[i - 1].running_ns <= cuts[i].running_ns));
    }
  }
}

TEST_F(BinaryTraces, WhatIsStillGrowingIsWrittenAsFarAsItLasts) {
  TraceStore store(1, 1, 1);
  store.append(WorkerId{0}, {10, 20, JobId{0}, State::Running});
  for (const Slice& open : {Slice{30, 40, JobId{0}, State::IoWait}, Slice{50, 50, JobId{0}, State::IoWait},
                            Slice{30, 30 + 3 * PackedSlice::kLongest_ns, kNoJob, State::Ready}}) {
    store.setOpen(WorkerId{0}, open);
    store.publish(open.end_ns, true);
    ASSERT_TRUE(writeBinaryTrace(*store.snapshot(), path("run.iltrace")));
    const SnapshotPtr read = this->read(path("run.iltrace"));
    EXPECT_EQ(read->tracks[0].timesIn(0, open.end_ns), store.snapshot()->tracks[0].timesIn(0, open.end_ns));
    EXPECT_EQ(read->faults->count(), 0u);
  }
}

// Either it isn't opened, and it is said why, or what was changed is shown as lost, and that is said.
// Checksums don't keep out who makes them anew.
TEST_F(BinaryTraces, WhatIsReadAheadAreLevelsAlone) {
  ASSERT_TRUE(writeBinaryTrace(*everything(3 * kChunk + 9), path("run.iltrace")));
  std::string bytes = bytesOf(path("run.iltrace"));
  const BinaryHeader header = headerOf(bytes);
  bytes[header.slicesAt(1) + 5000] ^= 1;
  bytes[header.levelsAt(5) + 300] ^= 1;
  const SnapshotPtr read = this->read(file("bad.iltrace", bytes));
  std::stop_source stop;
  stop.request_stop();
  readAhead(*read, stop.get_token());
  EXPECT_EQ(read->faults->count(), 0u);
  std::uint64_t done = 0;
  readAhead(*read, {}, [&](std::uint64_t chunks, std::uint64_t all) {
    EXPECT_EQ(chunks, ++done);
    EXPECT_EQ(all, 9u);
  });
  EXPECT_EQ(done, 9u);
  EXPECT_EQ(read->faults->count(), 1u);
  EXPECT_EQ(read->tracks[0].at(kChunk).state, State::Lost);
  EXPECT_EQ(read->faults->count(), 2u);
}

TEST_F(BinaryTraces, AFileThatIsWrittenAnewWhileItIsOpenStaysWhatItWas) {
  const SnapshotPtr written = everything(2 * kChunk);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  const SnapshotPtr read = this->read(path("run.iltrace"));
  ASSERT_TRUE(writeBinaryTrace(*everything(10), path("run.iltrace")));
  expectSameTracks(read->tracks, written->tracks);
  ASSERT_TRUE(writeBinaryTrace(*read, path("run.iltrace")));
  expectSameTracks(this->read(path("run.iltrace"))->tracks, written->tracks);
}

TEST_F(BinaryTraces, ManyThreadsMayBeTheFirst) {
  const SnapshotPtr written = everything(6 * kChunk + 100);
  ASSERT_TRUE(writeBinaryTrace(*written, path("run.iltrace")));
  for (int round = 0; round < 5; ++round) {
    const SnapshotPtr read = this->read(path("run.iltrace"));
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        const Track &a = read->tracks[0], &b = written->tracks[0];
        for (std::size_t i = t; i < b.size(); i += 501) {
          EXPECT_EQ(a.at(i), b.at(i));
          EXPECT_EQ(a.timesIn(0, b.at(i).end_ns), b.timesIn(0, b.at(i).end_ns));
        }
      });
    }
  }
}

TEST_F(BinaryTraces, AnOlderVersionIsRefusedInWordsThatHelp) {
  ASSERT_TRUE(writeBinaryTrace(*everything(4), path("run.iltrace")));
  std::string bytes = bytesOf(path("run.iltrace"));
  bytes[8] = 1;
  const Result<BinaryTrace> trace = BinaryTrace::open(file("old.iltrace", bytes));
  ASSERT_FALSE(trace);
  EXPECT_NE(trace.error().message.find("version 1"), std::string::npos);
  EXPECT_NE(trace.error().message.find("JSON"), std::string::npos);
}

// A tail that is told of a thousand times would be a bomb.
TEST_F(BinaryTraces, AFullDiskIsSaidAndLeavesWhatWasThere) {
  ASSERT_TRUE(writeBinaryTrace(*everything(10), path("run.iltrace")));
  const std::string before = bytesOf(path("run.iltrace"));
  const SnapshotPtr large = everything(3 * kChunk);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old_limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old_limit), 0);
  rlimit limit = old_limit;
  limit.rlim_cur = 100'000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  const Status status = writeBinaryTrace(*large, path("run.iltrace"));
  ::setrlimit(RLIMIT_FSIZE, &old_limit);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("run.iltrace"), std::string::npos);
  EXPECT_EQ(bytesOf(path("run.iltrace")), before);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path("")), {}), 1);
}

}  // namespace
}  // namespace interleave
