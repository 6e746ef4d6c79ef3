// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/statistics.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/trace_text.h"

namespace interleave {
namespace {

RunFigures figuresOf(const std::vector<std::string>& lines) {
  const SnapshotPtr snapshot = test::traceFromText(lines);
  return computeFigures(*snapshot, snapshot->now_ns);
}

TEST(Statistics, TurnsTakenOverlapNowhere) {
  const RunFigures figures = figuresOf({
      "AAAAAgggggAAAAAggggg",
      "gggggBBBBBgggggBBBBB",
  });
  EXPECT_EQ(figures.overlap, 0.0);
  EXPECT_EQ(figures.max_parallelism, 1);
  EXPECT_DOUBLE_EQ(figures.parallelism, 1.0);
  EXPECT_EQ(figures.slices, 4u);
  EXPECT_EQ(figures.switches, 3u);
  EXPECT_DOUBLE_EQ(*figures.median_slice_ms, 5.0);
  EXPECT_EQ(figures.workers[0].times[index(State::GilWait)], 10 * kNsPerMs);
}

TEST(Statistics, SideBySideOverlapsWhereTwoRun) {
  const RunFigures figures = figuresOf({
      "AAAAAAAA..",
      "..BBBBBBBB",
  });
  EXPECT_DOUBLE_EQ(*figures.overlap, 0.6);
  EXPECT_EQ(figures.max_parallelism, 2);
  EXPECT_DOUBLE_EQ(figures.parallelism, 1.6);
  EXPECT_EQ(figures.workers[0].idle_ns, 2 * kNsPerMs);
}

TEST(Statistics, NothingRunIsNotMeasuredRatherThanZero) {
  const RunFigures figures = figuresOf({"ssss...."});
  EXPECT_FALSE(figures.overlap.has_value());
  EXPECT_FALSE(figures.median_slice_ms.has_value());
  EXPECT_EQ(figures.max_parallelism, 0);
}

TEST(Statistics, AShortUnmarkedPauseDoesNotEndASliceButAWaitDoes) {
  TraceStore store(1, 1, 1);
  const WorkerId worker{0};
  store.editInfo(worker).start_ns = 0;
  store.append(worker, {0, 1'000'000, JobId{0}, State::Running});
  store.append(worker, {1'000'000, 1'060'000, JobId{0}, State::Ready});  // 60 us: an interrupt
  store.append(worker, {1'060'000, 2'000'000, JobId{0}, State::Running});
  store.append(worker, {2'000'000, 2'050'000, JobId{0}, State::GilWait});  // shorter, but a hand-over
  store.append(worker, {2'050'000, 3'000'000, JobId{0}, State::Running});
  store.append(worker, {3'000'000, 3'500'000, JobId{0}, State::Ready});  // long: it lost its core
  store.append(worker, {3'500'000, 4'000'000, JobId{0}, State::Running});
  store.publish(4'000'000, false);
  const RunFigures figures = computeFigures(*store.snapshot(), 4'000'000);
  EXPECT_EQ(figures.slices, 3u);
  EXPECT_EQ(figures.busy_ns, 4'000'000 - 60'000 - 50'000 - 500'000) << "busy is exact, pauses are not bridged";
}

TEST(Statistics, OverlapEqualsACountInstantByInstant) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<std::string> lines(1 + random() % 6);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (int t = 0; t < 200; ++t) {
        lines[i] += random() % 3 == 0 ? '.' : random() % 4 == 0 ? 'g' : static_cast<char>('A' + i);
      }
    }
    int one = 0;
    int two = 0;
    std::size_t most = 0;
    for (std::size_t t = 0; t < 200; ++t) {
      std::size_t running = 0;
      for (const std::string& line : lines) {
        running += line[t] >= 'A' && line[t] <= 'Z' ? 1 : 0;
      }
      one += running >= 1 ? 1 : 0;
      two += running >= 2 ? 1 : 0;
      most = std::max(most, running);
    }
    const RunFigures figures = figuresOf(lines);
    EXPECT_DOUBLE_EQ(figures.overlap.value_or(0.0), one > 0 ? static_cast<double>(two) / one : 0.0);
    EXPECT_EQ(figures.max_parallelism, static_cast<int>(most));
  }
}

}  // namespace
}  // namespace interleave
