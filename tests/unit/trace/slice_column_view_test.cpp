// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "core/trace/slice_column.h"

namespace interleave {
namespace {

/// Slices as a column keeps them, and a second account of what lies before any instant: added up one by one.
struct Truth {
  std::vector<Slice> slices;
  std::vector<StateTimes> before{StateTimes{}};

  void add(const Slice& slice) {
    slices.push_back(slice);
    before.push_back(before.back());
    before.back()[index(slice.state)] += slice.length_ns();
  }
  std::int64_t end_ns() const { return slices.empty() ? 0 : slices.back().end_ns; }
  std::size_t firstEndingAfter(std::int64_t time_ns, std::size_t size) const {
    const auto end = slices.begin() + static_cast<std::ptrdiff_t>(size);
    const auto found = std::upper_bound(slices.begin(), end, time_ns,
                                        [](std::int64_t time, const Slice& s) { return time < s.end_ns; });
    return static_cast<std::size_t>(found - slices.begin());
  }
  StateTimes timesBefore(std::int64_t time_ns, std::size_t size) const {
    const std::size_t first = firstEndingAfter(time_ns, size);
    StateTimes times = before[first];
    if (first < size) {
      times[index(slices[first].state)] += std::max<std::int64_t>(0, time_ns - slices[first].begin_ns);
    }
    return times;
  }
  std::size_t begunBefore(std::int64_t time_ns, std::size_t size) const {
    const std::size_t first = firstEndingAfter(time_ns, size);
    return first + (first < size && slices[first].begin_ns < time_ns ? 1 : 0);
  }
};

enum class Shape { Even, Rough, WithGaps, Bursts, Slow, Tiny };

std::string nameOf(Shape shape) {
  static constexpr const char* kNames[] = {"even", "rough", "with gaps", "bursts", "slow", "tiny"};
  return kNames[static_cast<std::size_t>(shape)];
}

// Lengths as they may come: alike, over six powers of ten, between long gaps, thousands within one step of a long
// chunk, minutes long, of a nanosecond or two. What has no length, or lies before the epoch, is given too, and dropped.
void grow(SliceColumn& column, Truth& truth, Shape shape, std::size_t count, std::mt19937_64& random) {
  static constexpr State kStates[] = {State::Running, State::Running, State::GilWait, State::IoWait, State::Ready};
  const auto upTo = [&](double most) { return std::uniform_real_distribution<double>(0.0, most)(random); };
  for (std::size_t i = 0; i < count; ++i) {
    double gap = 0.0;
    double length = 0.0;
    switch (shape) {
      case Shape::Even:
        length = 900.0 + upTo(200.0);
        break;
      case Shape::Rough:
        gap = random() % 3 == 0 ? upTo(5'000.0) : 0.0;
        length = std::pow(10.0, upTo(6.0));
        break;
      case Shape::WithGaps:
        gap = random() % 700 == 0 ? upTo(5e8) : 0.0;
        length = upTo(3'000.0);
        break;
      case Shape::Bursts:
        length = random() % 3'000 == 0 ? 3e9 : upTo(40.0);
        break;
      case Shape::Slow:
        gap = upTo(1e6);
        length = random() % 100 == 0 ? 3e10 : upTo(1e8);
        break;
      case Shape::Tiny:
        length = upTo(2.5);
        break;
    }
    const State state = random() % 1'000 == 0 ? State::Lost : kStates[random() % std::size(kStates)];
    const JobId job{static_cast<std::uint32_t>(random() % 5)};
    const std::int64_t begin = column.end_ns() + static_cast<std::int64_t>(gap);
    const Slice slice{begin, begin + static_cast<std::int64_t>(length), job, state};
    if (random() % 50 == 0) {
      column.append({-20, -10, job, State::Running});
      column.append({begin, begin, job, State::Running});
    }
    column.append(slice);
    if (slice.length_ns() > 0) {
      truth.add(slice);
    }
  }
}

std::vector<std::int64_t> randomInstants(const Truth& truth, std::size_t count, std::mt19937_64& random) {
  std::vector<std::int64_t> times{std::numeric_limits<std::int64_t>::min() / 2, -1, 0, truth.end_ns(),
                                  std::numeric_limits<std::int64_t>::max() / 2};
  for (std::size_t i = 0; i < count && !truth.slices.empty(); ++i) {
    const Slice& slice = truth.slices[random() % truth.slices.size()];
    times.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(truth.end_ns() + 100)));
    times.push_back(slice.begin_ns);
    times.push_back(slice.end_ns);
    times.push_back(slice.begin_ns + slice.length_ns() / 2);
  }
  std::sort(times.begin(), times.end());
  return times;
}

void expectExact(const SliceColumnView& view, const Truth& truth, std::mt19937_64& random) {
  const std::vector<std::int64_t> times = randomInstants(truth, 200, random);
  std::vector<TimeCut> cuts(times.size());
  view.cutAt(times, 0, cuts);
  for (std::size_t i = 0; i < times.size(); ++i) {
    const std::int64_t at = times[i];
    ASSERT_EQ(cuts[i].first, truth.firstEndingAfter(at, view.size())) << at;
    ASSERT_EQ(cuts[i].begun, truth.begunBefore(at, view.size())) << at;
    ASSERT_EQ(view.firstEndingAfter(at), cuts[i].first) << at;
    const std::int64_t from = times[random() % times.size()];
    StateTimes expected{};
    for (std::size_t s = 0; s < kStateCount && from < at; ++s) {
      expected[s] = truth.timesBefore(at, view.size())[s] - truth.timesBefore(from, view.size())[s];
    }
    ASSERT_EQ(view.timesIn(from, at), expected) << from << ".." << at;
    // A chunk of 4 s and more counts in units of some ns.
    const std::int64_t running = truth.timesBefore(at, view.size())[index(State::Running)];
    ASSERT_LE(std::abs(cuts[i].running_ns - running), truth.end_ns() < 4'000'000'000 ? 0 : 4096) << at;
  }
}

class Shapes : public testing::TestWithParam<Shape> {};

TEST_P(Shapes, AnyRangeIsWhatItsSlicesAddUpTo) {
  std::mt19937_64 random(1);
  // Around the borders of blocks and chunks.
  for (const std::size_t count : {0, 1, 63, 64, 65, 4'095, 4'096, 4'097, 20'000}) {
    SCOPED_TRACE(count);
    SliceColumn column;
    Truth truth;
    grow(column, truth, GetParam(), count, random);
    ASSERT_EQ(column.view().size(), truth.slices.size());
    expectExact(column.view(), truth, random);
  }
}

TEST_P(Shapes, AViewKeepsWhatItHadWhileTheColumnGrows) {
  std::mt19937_64 random(2);
  SliceColumn column;
  Truth truth;
  std::vector<SliceColumnView> views;
  for (int i = 0; i < 60; ++i) {
    views.push_back(column.view());
    grow(column, truth, GetParam(), random() % 700, random);
  }
  for (const SliceColumnView& view : views) {
    SCOPED_TRACE(view.size());
    expectExact(view, truth, random);
  }
}

TEST_P(Shapes, CoarseCutsAreWithinA64thAndLoseNothing) {
  std::mt19937_64 random(3);
  SliceColumn column;
  Truth truth;
  grow(column, truth, GetParam(), 30'000, random);
  const SliceColumnView view = column.view();
  for (const int columns : {1, 3, 40, 200, 270, 330, 700, 5'000}) {
    const std::int64_t column_ns = truth.end_ns() / columns;
    std::vector<std::int64_t> times;
    for (int c = 0; c <= columns; ++c) {
      times.push_back(c * column_ns);
    }
    std::vector<TimeCut> cuts(times.size());
    view.cutAt(times, column_ns, cuts);
    std::int64_t sum = 0;
    std::size_t slices = 0;
    for (std::size_t c = 0; c + 1 < times.size(); ++c) {
      const std::int64_t truly = truth.timesBefore(times[c], view.size())[index(State::Running)];
      ASSERT_LE(std::abs(cuts[c].running_ns - truly), column_ns / 64 + 1) << "column " << c << " of " << columns;
      ASSERT_LE(cuts[c].begun, cuts[c + 1].begun);
      ASSERT_LE(cuts[c].running_ns, cuts[c + 1].running_ns + 4096) << "but for what is rounded";
      sum += cuts[c + 1].running_ns - cuts[c].running_ns;
      slices += cuts[c + 1].begun - cuts[c].begun;
    }
    EXPECT_EQ(sum, cuts.back().running_ns);
    EXPECT_NEAR(static_cast<double>(slices), static_cast<double>(truth.begunBefore(times.back(), view.size())), 4096.0);
  }
}

TEST_P(Shapes, ALossIsNeverMissed) {
  std::mt19937_64 random(4);
  SliceColumn column;
  Truth truth;
  grow(column, truth, GetParam(), 30'000, random);
  const SliceColumnView view = column.view();
  for (std::size_t i = 0; i < view.size(); ++i) {
    if (view.at(i).state != State::Lost) {
      continue;
    }
    for (const std::size_t around : {3, 30, 300, 3'000}) {
      const std::size_t first = i - std::min(i, random() % around);
      const std::size_t last = std::min(view.size(), i + 1 + random() % around);
      ASSERT_TRUE(view.restOf(first, last, view.at(first).begin_ns, view.at(last - 1).end_ns).has_loss)
          << i << " within " << first << ".." << last;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(SliceColumnView, Shapes,
                         testing::Values(Shape::Even, Shape::Rough, Shape::WithGaps, Shape::Bursts, Shape::Slow,
                                         Shape::Tiny),
                         [](const auto& shape) {
                           std::string name = nameOf(shape.param);
                           std::erase(name, ' ');
                           return name;
                         });

TEST(SliceColumnView, LevelsTakeAQuarterOfTheSlicesMemoryAtMost) {
  EXPECT_LE(sizeof(ChunkLevels) * 4, sizeof(PackedSlice) * ChunkLevels::kSlices);
}

TEST(SliceColumnView, WhatMostOfALongRangeWasIsToldFromItsGroups) {
  SliceColumn column;
  for (std::int64_t i = 0; i < 20'000; ++i) {
    const JobId job{i < 12'000 ? 1u : 2u};
    column.append({i * 100, i * 100 + 50, job, State::Running});
    column.append({i * 100 + 50, i * 100 + 90, job, i < 12'000 ? State::GilWait : State::IoWait});
  }
  const SliceColumnView view = column.view();
  for (const std::size_t length : {40u, 500u, 5'000u, 15'000u}) {
    EXPECT_EQ(view.dominantJob(0, length), JobId{1}) << length;
    EXPECT_EQ(view.restOf(0, length, 0, static_cast<std::int64_t>(length) * 50).state, State::GilWait) << length;
    EXPECT_EQ(view.dominantJob(40'000 - length, 40'000), JobId{2}) << length;
    EXPECT_EQ(view.restOf(40'000 - length, 40'000, 2'000'000 - static_cast<std::int64_t>(length) * 50, 2'000'000).state,
              State::IoWait)
        << length;
  }
}

TEST(SliceColumnView, WhatRunsInNoJobIsToldFromNothingRunning) {
  SliceColumn column;
  for (std::int64_t i = 0; i < 10'000; ++i) {
    column.append({i * 10, i * 10 + 9, kNoJob, i % 50 == 0 ? State::Running : State::IoWait});
  }
  EXPECT_EQ(column.view().dominantJob(0, 9'000), kNoJob);
  column.append({100'000, 200'000, JobId{3}, State::Running});
  EXPECT_EQ(column.view().dominantJob(10'000, 10'001), JobId{3});
}

}  // namespace
}  // namespace interleave
