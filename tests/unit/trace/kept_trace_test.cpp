// SPDX-License-Identifier: GPL-3.0-or-later
// A store that keeps only the newest part of a trace: what it says of the rest.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/trace/interval_parts.h"
#include "core/trace/kept_words.h"
#include "core/trace/statistics.h"
#include "core/trace/trace_store.h"

namespace interleave {
namespace {

constexpr std::int64_t kSlice_ns = 1'000'000;
constexpr std::int64_t kSlices = 20'000;
constexpr std::int64_t kEnd_ns = kSlices * kSlice_ns;

// Two workers take turns of a millisecond, each three quarters of it running; published every hundred.
void fill(TraceStore& store, std::int64_t keep_ns) {
  store.keepLast(keep_ns);
  store.showCores();
  for (const std::uint32_t worker : {0u, 1u}) {
    store.editInfo(WorkerId{worker}).start_ns = 0;
  }
  for (std::int64_t i = 0; i < kSlices; ++i) {
    const std::int64_t begin = i * kSlice_ns;
    const std::int64_t middle = begin + kSlice_ns * 3 / 4;
    const WorkerId runs{static_cast<std::uint32_t>(i % 2)};
    store.append(runs, {begin, middle, JobId{0}, State::Running});
    store.append(WorkerId{1 - number(runs)}, {begin, middle, JobId{1}, State::GilWait});
    store.appendOnCore(0, {begin, middle, JobId{0}, State::Running});
    store.addWake({middle, middle, runs, WorkerId{1 - number(runs)}, State::GilWait});
    store.addGilMark({begin, GilMarkKind::DropRequest, WorkerId{1 - number(runs)}, runs});
    if (i % 100 == 99) {
      store.publish((i + 1) * kSlice_ns, true);
    }
  }
  store.publish(kEnd_ns, false);
}

TEST(KeptTrace, AllIsKeptUnlessAskedOtherwise) {
  TraceStore store(2, 2, 1);
  fill(store, 0);
  EXPECT_EQ(store.snapshot()->kept_from_ns, 0);
  EXPECT_EQ(store.snapshot()->wakes.size(), static_cast<std::size_t>(kSlices));
  EXPECT_TRUE(keptWords(*store.snapshot()).empty());
}

TEST(KeptTrace, AShortRunDropsNothing) {
  TraceStore store(2, 2, 1);
  fill(store, kEnd_ns);
  EXPECT_EQ(store.snapshot()->kept_from_ns, 0);
  EXPECT_EQ(store.snapshot()->tracks[0].size(), static_cast<std::size_t>(kSlices));
}

TEST(KeptTrace, EverythingWithinTheTimeAskedForIsThereAndNearlyNothingElse) {
  constexpr std::int64_t kKeep_ns = kEnd_ns / 4;
  TraceStore all(2, 2, 1);
  TraceStore store(2, 2, 1);
  fill(all, 0);
  fill(store, kKeep_ns);
  const SnapshotPtr kept = store.snapshot();
  EXPECT_GT(kept->kept_from_ns, 0);
  EXPECT_LE(kept->kept_from_ns, kEnd_ns - kKeep_ns);
  EXPECT_EQ(keptWords(*kept), "only the last 5 seconds are kept");
  const std::size_t needed = static_cast<std::size_t>(kKeep_ns / kSlice_ns) / ChunkLevels::kSlices + 2;
  const std::int64_t from = kept->kept_from_ns;
  for (std::size_t i = 0; i < 2; ++i) {
    const Track& track = kept->tracks[i];
    const Track& whole = all.snapshot()->tracks[i];
    EXPECT_LE(track.size(), needed * ChunkLevels::kSlices);
    EXPECT_EQ(track.timesIn(from, kEnd_ns), whole.timesIn(from, kEnd_ns));
    EXPECT_EQ(track.timesUntil(kEnd_ns), whole.timesIn(0, kEnd_ns)) << "totals are of the whole run";
    EXPECT_EQ(track.idleIn(0, kEnd_ns, kEnd_ns), whole.idleIn(0, kEnd_ns, kEnd_ns)) << "what was dropped wasn't idle";
    EXPECT_EQ(track.idleIn(from, kEnd_ns, kEnd_ns), whole.idleIn(from, kEnd_ns, kEnd_ns));
    EXPECT_EQ(track.at(track.size() - 1), whole.at(whole.size() - 1));
  }
  const auto after = [&](const auto& items) { return items.size() - items.firstAfter(from - 1); };
  EXPECT_EQ(after(kept->wakes), after(all.snapshot()->wakes));
  EXPECT_EQ(after(kept->gil_marks), after(all.snapshot()->gil_marks));
  EXPECT_LT(kept->wakes.size(), static_cast<std::size_t>(kSlices / 2));
}

TEST(KeptTrace, FiguresAreOfTheWholeRunWhereTotalsTellAndElseOfThePartThatIsKept) {
  TraceStore all(2, 2, 1);
  TraceStore store(2, 2, 1);
  fill(all, 0);
  fill(store, kEnd_ns / 4);
  const std::int64_t from = store.snapshot()->kept_from_ns;
  const RunFigures figures = computeFigures(*store.snapshot(), kEnd_ns);
  const RunFigures whole = computeFigures(*all.snapshot(), kEnd_ns);
  const RunFigures part = computeFigures(*all.snapshot(), TimeRange{from, kEnd_ns});
  EXPECT_EQ(figures.kept_from_ns, from);
  EXPECT_EQ(whole.kept_from_ns, 0);
  EXPECT_EQ(figures.elapsed_ns, kEnd_ns);
  EXPECT_EQ(figures.busy_ns, whole.busy_ns);
  EXPECT_DOUBLE_EQ(figures.parallelism, whole.parallelism);
  EXPECT_EQ(figures.workers[1].times, whole.workers[1].times);
  EXPECT_EQ(figures.workers[1].idle_ns, whole.workers[1].idle_ns);
  EXPECT_EQ(figures.cores[0].running_ns, whole.cores[0].running_ns);
  EXPECT_EQ(figures.slices, part.slices);
  EXPECT_EQ(figures.switches, part.switches);
  EXPECT_EQ(figures.overlap, part.overlap);
  EXPECT_EQ(figures.median_slice_ms, part.median_slice_ms);
  EXPECT_EQ(figures.max_parallelism, part.max_parallelism);
}

TEST(KeptTrace, ASelectionEndsWhereTheKeptPartBegins) {
  TraceStore store(2, 2, 1);
  fill(store, kEnd_ns / 4);
  const std::int64_t from = store.snapshot()->kept_from_ns;
  const RunFigures figures = computeFigures(*store.snapshot(), TimeRange{from - kEnd_ns / 8, from + 8 * kSlice_ns});
  EXPECT_EQ(figures.elapsed_ns, 8 * kSlice_ns) << "not the time of which nothing is known";
  EXPECT_LE(figures.busy_ns, 8 * kSlice_ns);
  const RunFigures before = computeFigures(*store.snapshot(), TimeRange{0, from / 2});
  EXPECT_EQ(before.elapsed_ns, 0);
  EXPECT_FALSE(before.overlap);
}

TEST(KeptTrace, AHeldSnapshotKeepsWhatIsDroppedMeanwhile) {
  TraceStore store(1, 1, 1);
  store.keepLast(1'000'000);
  store.editInfo(WorkerId{0}).start_ns = 0;
  std::atomic<bool> stop{false};
  std::thread reader([&] {
    while (!stop) {
      const SnapshotPtr snapshot = store.snapshot();
      for (const Track& track : snapshot->tracks) {
        const std::int64_t from = snapshot->kept_from_ns;
        EXPECT_EQ(track.timesIn(from, snapshot->now_ns)[index(State::Running)], snapshot->now_ns - from);
        EXPECT_EQ(track.timesUntil(snapshot->now_ns)[index(State::Running)], snapshot->now_ns);
      }
    }
  });
  for (std::int64_t i = 0; i < 300'000; ++i) {
    store.append(WorkerId{0}, {i * 100, (i + 1) * 100, JobId{0}, State::Running});
    if (i % 700 == 699) {
      store.publish((i + 1) * 100, true);
    }
  }
  stop = true;
  reader.join();
  EXPECT_GT(store.snapshot()->kept_from_ns, 0);
}

TEST(KeptWords, SayHowMuch) {
  constexpr std::int64_t kMinute_ns = 60'000'000'000;
  EXPECT_EQ(keepText(kMinute_ns), "1 minute");
  EXPECT_EQ(keepText(5 * kMinute_ns), "5 minutes");
  EXPECT_EQ(keepText(5 * kMinute_ns / 2), "2.5 minutes");
  EXPECT_EQ(keepText(kMinute_ns / 2), "30 seconds");
  TraceSnapshot snapshot;
  EXPECT_TRUE(keptWords(snapshot).empty());
  snapshot.keep_ns = kMinute_ns;
  EXPECT_TRUE(keptWords(snapshot).empty()) << "nothing was dropped yet";
  snapshot.kept_from_ns = 3'200'000'000;
  EXPECT_EQ(keptWords(snapshot), "only the last minute is kept");
  snapshot.keep_ns = 0;
  EXPECT_EQ(keptWords(snapshot), "only what came after 3.200 s was kept");
}

}  // namespace
}  // namespace interleave
