// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/row_marks.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/trace/slice_column.h"
#include "tests/unit/chart/sample_traces.h"

namespace interleave::ui {
namespace {

// A second account of what a column holds: every slice looked at.
struct BruteColumn {
  std::int64_t running = 0;
  StateTimes times{};
  std::uint64_t slices = 0;
};

BruteColumn bruteColumn(const Track& track, const RowPart& part, std::int64_t begin, std::int64_t end) {
  begin = std::max(begin, part.begin_ns);
  end = std::min(end, part.end_ns);
  BruteColumn column;
  for (std::size_t i = 0; i < track.size(); ++i) {
    const Slice slice = track.at(i);
    const std::int64_t inside = std::min(end, slice.end_ns) - std::max(begin, slice.begin_ns);
    const bool is_own = part.job == kNoJob || slice.job == part.job || slice.state == State::Starting;
    if (inside > 0 && is_own) {
      ++column.slices;
      column.times[index(slice.state)] += inside;
      column.running += slice.state == State::Running ? inside : 0;
    }
  }
  return column;
}

// Slices that begin at the given times; a gap is Idle.
Track trackOf(const std::vector<Slice>& slices) {
  SliceColumn column;
  for (const Slice& slice : slices) {
    column.append(slice);
  }
  return Track(TrackInfo{}, column.view(), std::nullopt);
}

MATCHER_P3(IsMark, begin, end, state, "") {
  return arg.begin == begin && arg.end == end && arg.state == state && !arg.is_merged;
}

TEST(RowMarks, WideSlicesAreDrawnOneByOneAtTheNearestColumn) {
  const Track track =
      trackOf({{0, 14, job(1), State::Running}, {14, 26, job(1), State::GilWait}, {40, 100, job(2), State::Running}});
  const std::vector<Mark> marks = marksOf(track, JobTable(3), {}, ColumnGrid{0.0, 10.0, 8});
  ASSERT_THAT(marks, testing::ElementsAre(IsMark(0, 1, State::Running), IsMark(1, 3, State::GilWait),
                                          IsMark(4, 8, State::Running)));
  EXPECT_EQ(marks[2].job, job(2));
  EXPECT_DOUBLE_EQ(marks[2].share, 1.0);
}

TEST(RowMarks, SlicesThatShareAColumnAreMergedIntoTheShareThatRan) {
  const Track track =
      trackOf({{0, 25, job(0), State::Running}, {25, 27, job(0), State::Ready}, {27, 60, job(0), State::Running}});
  const std::vector<Mark> marks = marksOf(track, JobTable(1), {}, ColumnGrid{0.0, 10.0, 6});
  ASSERT_EQ(marks.size(), 3u);
  EXPECT_THAT(marks[0], IsMark(0, 2, State::Running));
  EXPECT_TRUE(marks[1].is_merged);
  EXPECT_EQ(marks[1].begin, 2);
  EXPECT_EQ(marks[1].end, 3);
  EXPECT_DOUBLE_EQ(marks[1].share, 0.8);
  EXPECT_EQ(marks[1].slices, 3u);
  EXPECT_EQ(marks[1].state, State::Ready);
  EXPECT_THAT(marks[2], IsMark(3, 6, State::Running));
}

TEST(RowMarks, AShortSliceAloneIsVisible) {
  const Track track = trackOf({{33, 34, job(0), State::Running}});
  const std::vector<Mark> marks = marksOf(track, JobTable(1), {}, ColumnGrid{0.0, 10.0, 6});
  ASSERT_EQ(marks.size(), 1u);
  EXPECT_TRUE(marks[0].is_merged);
  EXPECT_DOUBLE_EQ(marks[0].share, 0.1);
  EXPECT_EQ(marks[0].state, State::Idle) << "most of the column was neither";
}

TEST(RowMarks, AColumnWithLostSamplesSaysSo) {
  const Track track =
      trackOf({{0, 5, job(0), State::Running}, {5, 6, kNoJob, State::Lost}, {6, 10, job(0), State::Running}});
  const std::vector<Mark> marks = marksOf(track, JobTable(1), {}, ColumnGrid{0.0, 10.0, 1});
  ASSERT_EQ(marks.size(), 1u);
  EXPECT_TRUE(marks[0].has_loss);
}

TEST(RowMarks, TheOpenSliceIsDrawnAsFarAsItIsKnownToLast) {
  TraceStore store(1, 1, 1);
  addWorker(store, 0);
  store.append(worker(0), {0, 20, job(0), State::GilWait});
  store.setOpen(worker(0), Slice{20, 50, job(0), State::Running});
  store.publish(90, true);
  const auto marks = marksOf(store.snapshot()->tracks[0], JobTable(1), {}, ColumnGrid{0.0, 10.0, 10});
  EXPECT_THAT(marks, testing::ElementsAre(IsMark(0, 2, State::GilWait), IsMark(2, 5, State::Running)));
}

// Marks are in order and don't overlap; every merged one has the share, count and state that looking at each slice
// gives; nothing that ran is left out.
void expectTruth(const Track& track, const RowPart& part, const JobTable& jobs, const ColumnGrid& grid) {
  const std::vector<Mark> marks = marksOf(track, jobs, part, grid);
  int before = 0;
  std::vector<bool> covered(static_cast<std::size_t>(grid.columns), false);
  for (const Mark& mark : marks) {
    ASSERT_GE(mark.begin, before);
    ASSERT_LT(mark.begin, mark.end);
    ASSERT_LE(mark.end, grid.columns);
    before = mark.end;
    std::uint64_t slices = 0;
    for (int c = mark.begin; c < mark.end; ++c) {
      covered[static_cast<std::size_t>(c)] = true;
      const std::int64_t begin = grid.timeAt(c);
      const std::int64_t end = grid.timeAt(c + 1);
      const BruteColumn brute = bruteColumn(track, part, begin, end);
      slices += brute.slices;
      if (mark.is_merged) {
        ASSERT_DOUBLE_EQ(mark.share, static_cast<double>(brute.running) / static_cast<double>(end - begin))
            << "column " << c;
        ASSERT_EQ(mark.has_loss, brute.times[index(State::Lost)] > 0);
      }
    }
    if (mark.is_merged) {
      ASSERT_EQ(mark.slices, slices);
    } else {
      const BruteColumn brute =
          bruteColumn(track, part, grid.timeAt(mark.begin) - static_cast<std::int64_t>(grid.column_ns),
                      grid.timeAt(mark.end) + static_cast<std::int64_t>(grid.column_ns));
      ASSERT_GT(brute.times[index(mark.state)], 0) << "the row has no such slice here";
      ASSERT_TRUE(part.job == kNoJob || mark.job == part.job);
    }
  }
  for (int c = 0; c < grid.columns; ++c) {
    const BruteColumn brute = bruteColumn(track, part, grid.timeAt(c), grid.timeAt(c + 1));
    const bool is_mostly_busy = brute.running * 2 > grid.timeAt(c + 1) - grid.timeAt(c) + 2;
    ASSERT_TRUE(covered[static_cast<std::size_t>(c)] || !is_mostly_busy) << "column " << c << " ran but is empty";
  }
}

TEST(RowMarks, MergedSharesEqualBruteForceAtRandomZooms) {
  std::mt19937_64 random(7);
  for (unsigned seed = 0; seed < 6; ++seed) {
    const SnapshotPtr snapshot = randomSlices(1, 4000, 1000, seed);
    const Track& track = snapshot->tracks[0];
    for (int round = 0; round < 30; ++round) {
      const double log_length =
          std::uniform_real_distribution<double>(3.0, std::log10(2.0 * static_cast<double>(snapshot->now_ns)))(random);
      const double length = std::pow(10.0, log_length);
      const double begin =
          std::uniform_real_distribution<double>(-0.3 * length, static_cast<double>(snapshot->now_ns))(random);
      SCOPED_TRACE(testing::Message() << "seed " << seed << " begin " << begin << " length " << length);
      expectTruth(track, {}, snapshot->jobs, ColumnGrid{begin, length / 97.0, 97});
    }
  }
}

TEST(RowMarks, AJobsRowHoldsThatJobAloneWhateverElseItsWorkerDid) {
  std::mt19937_64 random(11);
  for (unsigned seed = 0; seed < 4; ++seed) {
    const SnapshotPtr snapshot = randomSlices(1, 3000, 1000, seed, 3);
    for (int round = 0; round < 20; ++round) {
      const double length = std::pow(10.0, std::uniform_real_distribution<double>(4.0, 6.0)(random));
      const RowPart part{job(static_cast<std::uint32_t>(random() % 3)), static_cast<std::int64_t>(random() % 200'000),
                         400'000 + static_cast<std::int64_t>(random() % 200'000)};
      SCOPED_TRACE(testing::Message() << "seed " << seed << " length " << length);
      expectTruth(snapshot->tracks[0], part, snapshot->jobs, ColumnGrid{0.0, length / 61.0, 61});
    }
  }
}

TEST(RowMarks, ZoomingOutKeepsTheTimeThatRan) {
  const SnapshotPtr snapshot = runsAndWaits(1, 100'000, 100 * kMs, 5);
  const Track& track = snapshot->tracks[0];
  const std::int64_t truth = track.timesIn(0, snapshot->now_ns)[index(State::Running)];
  for (const int columns : {3, 50, 700, 4000}) {
    const ColumnGrid grid{0.0, static_cast<double>(snapshot->now_ns) / columns, columns};
    double shown = 0.0;
    for (const Mark& mark : marksOf(track, snapshot->jobs, {}, grid)) {
      shown += mark.share * (mark.end - mark.begin) * grid.column_ns;
    }
    EXPECT_NEAR(shown, static_cast<double>(truth), 0.001 * static_cast<double>(truth)) << columns;
  }
}

// The share of each column, 0 where nothing is drawn; a slice by itself counts in full.
std::vector<double> sharesOf(const Track& track, const JobTable& jobs, const ColumnGrid& grid) {
  std::vector<double> shares(static_cast<std::size_t>(grid.columns), 0.0);
  for (const Mark& mark : marksOf(track, jobs, {}, grid)) {
    for (int c = mark.begin; c < mark.end; ++c) {
      shares[static_cast<std::size_t>(c)] = mark.share;
    }
  }
  return shares;
}

TEST(RowMarks, OfManyChunksEveryColumnsShareIsWithinA32ndOfTheSlices) {
  std::mt19937_64 random(3);
  for (const double spread : {0.1, 1.0}) {
    // Short slices and, in the second round, some a thousand times as long.
    const SnapshotPtr snapshot =
        spread < 0.5 ? runsAndWaits(1, 100'000, 100 * kMs, 5) : randomSlices(1, 60'000, 800, 5);
    const Track& track = snapshot->tracks[0];
    for (int round = 0; round < 60; ++round) {
      const double whole = static_cast<double>(snapshot->now_ns);
      const double length = whole * std::pow(10.0, -std::uniform_real_distribution<double>(0.0, 4.0)(random));
      const double begin = std::uniform_real_distribution<double>(-0.1 * length, whole - 0.9 * length)(random);
      const ColumnGrid grid{begin, length / 200.0, 200};
      for (const Mark& mark : marksOf(track, snapshot->jobs, {}, grid)) {
        if (!mark.is_merged) {
          continue;
        }
        for (int c = mark.begin; c < mark.end; ++c) {
          const std::int64_t from = grid.timeAt(c);
          const std::int64_t to = grid.timeAt(c + 1);
          const double truly = static_cast<double>(track.timesIn(from, to)[index(State::Running)]);
          ASSERT_NEAR(mark.share, truly / static_cast<double>(to - from), 1.0 / 32.0)
              << "column " << c << " of " << length;
        }
      }
    }
  }
}

TEST(RowMarks, TheSharesOfARowAddUpToWhatRanAtAnyZoom) {
  const SnapshotPtr snapshot = runsAndWaits(1, 300'000, 100 * kMs, 6);
  const Track& track = snapshot->tracks[0];
  for (const int columns : {1, 7, 100, 1'000, 4'000, 12'000}) {
    const ColumnGrid grid{0.0, static_cast<double>(snapshot->now_ns) / columns, columns};
    double shown = 0.0;
    for (int c = 0; const double share : sharesOf(track, snapshot->jobs, grid)) {
      shown += share * static_cast<double>(grid.timeAt(c + 1) - grid.timeAt(c));
      ++c;
    }
    const double truly = static_cast<double>(track.timesIn(0, snapshot->now_ns)[index(State::Running)]);
    EXPECT_NEAR(shown, truly, grid.column_ns / 16.0) << columns << " columns";
  }
}

TEST(RowMarks, ZoomingInNeverChangesWhatAPixelClaims) {
  const SnapshotPtr snapshot = runsAndWaits(1, 400'000, 100 * kMs, 7);
  const Track& track = snapshot->tracks[0];
  for (const int columns : {50, 400, 1'500}) {
    for (const int factor : {2, 5, 16}) {
      const double column_ns = static_cast<double>(snapshot->now_ns) / columns;
      const std::vector<double> out = sharesOf(track, snapshot->jobs, {0.0, column_ns, columns});
      const std::vector<double> in = sharesOf(track, snapshot->jobs, {0.0, column_ns / factor, columns * factor});
      for (std::size_t c = 0; c < out.size(); ++c) {
        double mean = 0.0;
        for (std::size_t i = 0; i < static_cast<std::size_t>(factor); ++i) {
          mean += in[c * static_cast<std::size_t>(factor) + i] / factor;
        }
        ASSERT_NEAR(out[c], mean, 1.0 / 32.0) << "column " << c << " of " << columns << ", " << factor << " times";
      }
    }
  }
}

TEST(RowMarks, ASliceAPixelWideIsDrawnByItselfAmongManyShortOnes) {
  SliceColumn column;
  std::int64_t now = 0;
  std::vector<Slice> wide;
  for (int i = 0; i < 60'000; ++i) {
    const bool is_wide = i % 1'500 == 700;
    const Slice slice{now, now + (is_wide ? 40'000 : 100), job(0), i % 2 == 0 ? State::Running : State::GilWait};
    column.append(slice);
    if (is_wide) {
      wide.push_back(slice);
    }
    now = slice.end_ns;
  }
  const Track track(TrackInfo{}, column.view(), std::nullopt);
  // 10,000 ns a column: a wide slice fills 3 of its own.
  const std::vector<Mark> marks =
      marksOf(track, JobTable(1), {}, ColumnGrid{0.0, 10'000.0, static_cast<int>(now / 10'000)});
  for (const Slice& slice : wide) {
    const auto found = std::find_if(marks.begin(), marks.end(), [&](const Mark& mark) {
      return !mark.is_merged && mark.begin * 10'000 >= slice.begin_ns - 10'000 &&
             mark.end * 10'000 <= slice.end_ns + 10'000;
    });
    ASSERT_NE(found, marks.end()) << slice.begin_ns;
    EXPECT_GE(found->end - found->begin, 2);
    EXPECT_EQ(found->state, slice.state);
  }
}

TEST(RowMarks, TheDominantJobColoursAMergedColumn) {
  const Track track =
      trackOf({{0, 3, job(4), State::Running}, {3, 9, job(7), State::Running}, {9, 10, job(4), State::Running}});
  const std::vector<Mark> marks = marksOf(track, JobTable(8), {}, ColumnGrid{0.0, 10.0, 1});
  ASSERT_EQ(marks.size(), 1u);
  EXPECT_EQ(marks[0].job, job(7));
}

}  // namespace
}  // namespace interleave::ui
