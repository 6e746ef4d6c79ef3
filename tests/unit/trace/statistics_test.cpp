// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/statistics.h"

#include <gtest/gtest.h>

#include <optional>
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

// A run on some cores, at random; `only` cuts every slice to a range while it is made, so that there is nothing else in
// it.
SnapshotPtr randomRun(unsigned seed, std::optional<TimeRange> only = std::nullopt) {
  std::mt19937 random(seed);
  constexpr State kStates[] = {State::Running, State::Running, State::Ready,
                               State::GilWait, State::IoWait,  State::Starting};
  const auto workers = static_cast<std::uint32_t>(1 + random() % 5);
  const auto cores = static_cast<std::uint32_t>(1 + random() % 3);
  TraceStore store(workers, 3, cores);
  store.showCores();
  const auto kept = [&](Slice slice) {
    if (only) {
      slice.begin_ns = std::max(slice.begin_ns, only->begin_ns);
      slice.end_ns = std::min(slice.end_ns, only->end_ns);
    }
    return slice.begin_ns < slice.end_ns ? std::optional(slice) : std::nullopt;
  };
  const auto fill = [&](const auto& append) {
    for (std::int64_t now = 0; now < 40'000'000;) {
      const std::int64_t begin_ns = now + static_cast<std::int64_t>(random() % 4 == 0 ? random() % 500'000 : 0);
      now = begin_ns + 1 + static_cast<std::int64_t>(random() % 1'000'000);
      const Slice slice{begin_ns, now, JobId{static_cast<std::uint32_t>(random() % 3)},
                        kStates[random() % std::size(kStates)]};
      if (const auto part = kept(slice)) {
        append(*part);
      }
    }
  };
  for (std::uint32_t w = 0; w < workers; ++w) {
    store.editInfo(WorkerId{w}).start_ns = only ? only->begin_ns : 0;
    fill([&](const Slice& slice) { store.append(WorkerId{w}, slice); });
  }
  for (std::uint32_t core = 0; core < cores; ++core) {
    fill([&](const Slice& slice) { store.appendOnCore(core, slice); });
  }
  store.publish(only ? only->end_ns : 40'000'000, false);
  return store.snapshot();
}

void expectSame(const RunFigures& a, const RunFigures& b) {
  EXPECT_EQ(a.elapsed_ns, b.elapsed_ns);
  EXPECT_EQ(a.busy_ns, b.busy_ns);
  EXPECT_DOUBLE_EQ(a.parallelism, b.parallelism);
  EXPECT_EQ(a.max_parallelism, b.max_parallelism);
  EXPECT_EQ(a.overlap, b.overlap);
  EXPECT_EQ(a.slices, b.slices);
  EXPECT_EQ(a.median_slice_ms, b.median_slice_ms);
  EXPECT_EQ(a.p90_slice_ms, b.p90_slice_ms);
  EXPECT_EQ(a.switches, b.switches);
  ASSERT_EQ(a.workers.size(), b.workers.size());
  for (std::size_t i = 0; i < a.workers.size(); ++i) {
    EXPECT_EQ(a.workers[i].times, b.workers[i].times);
    EXPECT_EQ(a.workers[i].idle_ns, b.workers[i].idle_ns);
  }
  ASSERT_EQ(a.cores.size(), b.cores.size());
  for (std::size_t i = 0; i < a.cores.size(); ++i) {
    EXPECT_EQ(a.cores[i].core, b.cores[i].core);
    EXPECT_EQ(a.cores[i].running_ns, b.cores[i].running_ns);
  }
}

TEST(Statistics, ARangesFiguresAreThoseOfATraceWithNothingElse) {
  std::mt19937 random(11);
  for (unsigned seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const auto a = static_cast<std::int64_t>(random() % 40'000'000);
    const auto b = static_cast<std::int64_t>(random() % 40'000'000);
    const TimeRange range{std::min(a, b), std::max(a, b)};
    RunFigures alone = computeFigures(*randomRun(seed, range), range);
    expectSame(computeFigures(*randomRun(seed), range), alone);
    // The trace that was cut has nothing before the range, so all of it is the range, but for the time that passed
    // before.
    RunFigures all = computeFigures(*randomRun(seed, range), range.end_ns);
    all.elapsed_ns = range.length_ns();
    all.parallelism = alone.parallelism;
    expectSame(alone, all);
  }
}

TEST(Statistics, TheWholeRangeIsTheWhole) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    const SnapshotPtr snapshot = randomRun(seed);
    expectSame(computeFigures(*snapshot, TimeRange{0, snapshot->now_ns}), computeFigures(*snapshot, snapshot->now_ns));
    const RunFigures halves[] = {computeFigures(*snapshot, TimeRange{0, 17'000'000}),
                                 computeFigures(*snapshot, TimeRange{17'000'000, snapshot->now_ns})};
    const RunFigures whole = computeFigures(*snapshot, snapshot->now_ns);
    EXPECT_EQ(halves[0].busy_ns + halves[1].busy_ns, whole.busy_ns);
    for (std::size_t i = 0; i < whole.cores.size(); ++i) {
      EXPECT_EQ(halves[0].cores[i].running_ns + halves[1].cores[i].running_ns, whole.cores[i].running_ns);
    }
  }
}

TEST(Statistics, ARangeCountsInstantByInstant) {
  const std::vector<std::string> lines{"AAAAgggAAA..BBBB", "gggCCCCCCCgggCCC", "..sssDDDrrDDDDDD"};
  const SnapshotPtr snapshot = test::traceFromText(lines);
  for (std::size_t from = 0; from < lines[0].size(); ++from) {
    for (std::size_t to = from + 1; to <= lines[0].size(); ++to) {
      int one = 0;
      int two = 0;
      int busy = 0;
      for (std::size_t t = from; t < to; ++t) {
        int running = 0;
        for (const std::string& line : lines) {
          running += line[t] >= 'A' && line[t] <= 'Z' ? 1 : 0;
        }
        busy += running;
        one += running >= 1 ? 1 : 0;
        two += running >= 2 ? 1 : 0;
      }
      const auto ms = [](std::size_t count) { return static_cast<std::int64_t>(count) * kNsPerMs; };
      const RunFigures figures = computeFigures(*snapshot, TimeRange{ms(from), ms(to)});
      EXPECT_EQ(figures.busy_ns, busy * kNsPerMs);
      EXPECT_DOUBLE_EQ(figures.parallelism, static_cast<double>(busy) / static_cast<double>(to - from));
      EXPECT_DOUBLE_EQ(figures.overlap.value_or(0.0), one > 0 ? static_cast<double>(two) / one : 0.0);
    }
  }
}

TEST(Statistics, AnEmptyRangeHasNothing) {
  const SnapshotPtr snapshot = randomRun(3);
  for (const TimeRange range : {TimeRange{5, 5}, TimeRange{9'000'000, 1'000'000}, TimeRange{50'000'000, 60'000'000}}) {
    const RunFigures figures = computeFigures(*snapshot, range);
    EXPECT_EQ(figures.busy_ns, 0);
    EXPECT_EQ(figures.slices, 0u);
    EXPECT_FALSE(figures.overlap);
    EXPECT_EQ(figures.max_parallelism, 0);
  }
}

}  // namespace
}  // namespace interleave
