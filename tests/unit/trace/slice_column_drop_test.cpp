// SPDX-License-Identifier: GPL-3.0-or-later
// Columns that let go of their oldest chunks, against slices of which each is kept and counted one by one.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/trace/slice_column.h"
#include "core/trace/wake_column.h"

namespace interleave {
namespace {

constexpr std::size_t kChunk = ChunkLevels::kSlices;

/// All slices that a column ever got, and how many of the first of them it has let go.
struct Truth {
  std::vector<Slice> slices;
  std::size_t dropped = 0;

  std::size_t kept() const { return slices.size() - dropped; }
  // What the limit lets go: whole chunks, but the one being filled.
  void dropBefore(std::int64_t limit_ns) {
    while (dropped + kChunk <= slices.size() && slices[dropped + kChunk - 1].end_ns <= limit_ns) {
      dropped += kChunk;
    }
  }
  StateTimes timesIn(std::int64_t begin_ns, std::int64_t end_ns) const {
    StateTimes times{};
    for (std::size_t i = dropped; i < slices.size(); ++i) {
      times[index(slices[i].state)] +=
          std::max<std::int64_t>(0, std::min(end_ns, slices[i].end_ns) - std::max(begin_ns, slices[i].begin_ns));
    }
    return times;
  }
  StateTimes timesDropped() const {
    StateTimes times{};
    for (std::size_t i = 0; i < dropped; ++i) {
      times[index(slices[i].state)] += slices[i].length_ns();
    }
    return times;
  }
  TimeCut cutAt(std::int64_t time_ns) const {
    TimeCut cut;
    for (std::size_t i = 0; i < slices.size(); ++i) {
      const Slice& slice = slices[i];
      if (slice.state == State::Running) {
        const std::int64_t until_ns = i < dropped ? slice.end_ns : std::min(time_ns, slice.end_ns);
        cut.running_ns += std::max<std::int64_t>(0, until_ns - slice.begin_ns);
      }
      if (i >= dropped) {
        cut.first += slice.end_ns <= time_ns ? 1 : 0;
        cut.begun += slice.begin_ns < time_ns ? 1 : 0;
      }
    }
    return cut;
  }
};

void grow(SliceColumn& column, Truth& truth, std::size_t count, std::mt19937_64& random) {
  static constexpr State kStates[] = {State::Running, State::GilWait, State::Running, State::IoWait};
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t begin = column.end_ns() + (random() % 5 == 0 ? static_cast<std::int64_t>(random() % 5'000) : 0);
    const auto length = static_cast<std::int64_t>(1 + random() % 3'000);
    const Slice slice{begin, begin + length, JobId{static_cast<std::uint32_t>(random() % 4)}, kStates[random() % 4]};
    column.append(slice);
    truth.slices.push_back(slice);
  }
}

void expectTrue(const SliceColumnView& view, const Truth& truth, std::mt19937_64& random) {
  ASSERT_EQ(view.size(), truth.kept());
  EXPECT_EQ(view.keptFrom_ns().has_value(), truth.dropped > 0);
  EXPECT_EQ(view.dropped(), truth.timesDropped());
  const std::int64_t end_ns = truth.slices.empty() ? 0 : truth.slices.back().end_ns;
  std::vector<std::int64_t> times{-5, 0, end_ns, end_ns + 7};
  for (const std::size_t i : {truth.dropped, truth.dropped + 1, truth.dropped + kChunk, truth.slices.size()}) {
    if (i > 0 && i <= truth.slices.size()) {
      times.insert(times.end(), {truth.slices[i - 1].begin_ns, truth.slices[i - 1].end_ns - 1,
                                 truth.slices[i - 1].end_ns, truth.slices[i - 1].end_ns + 1});
    }
  }
  for (int i = 0; i < 12 && end_ns > 0; ++i) {
    times.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end_ns)));
  }
  if (truth.dropped > 0) {
    EXPECT_EQ(*view.keptFrom_ns(), truth.slices[truth.dropped - 1].end_ns);
  }
  for (std::size_t i = 0; i < truth.kept(); i += 1 + random() % 900) {
    ASSERT_EQ(view.at(i), truth.slices[truth.dropped + i]) << i;
  }
  std::sort(times.begin(), times.end());
  std::vector<TimeCut> cuts(times.size());
  view.cutAt(times, 0, cuts);
  for (std::size_t i = 0; i < times.size(); ++i) {
    const TimeCut expected = truth.cutAt(times[i]);
    ASSERT_EQ(cuts[i].first, expected.first) << times[i];
    ASSERT_EQ(cuts[i].begun, expected.begun) << times[i];
    ASSERT_EQ(cuts[i].running_ns, expected.running_ns) << times[i];
    ASSERT_EQ(view.firstEndingAfter(times[i]), expected.first) << times[i];
    const std::int64_t other = times[random() % times.size()];
    const auto [begin, end] = std::minmax(times[i], other);
    ASSERT_EQ(view.timesIn(begin, end), truth.timesIn(begin, end)) << begin << " to " << end;
  }
}

TEST(SliceColumnDrop, WhatIsLeftSaysWhatTheSlicesSayAndHeldViewsKeepTheirs) {
  std::size_t dropped = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    SliceColumn column;
    Truth truth;
    struct Held {
      SliceColumnView view;
      Truth truth;
    };
    std::vector<Held> held;
    for (int round = 0; round < 8; ++round) {
      static constexpr std::size_t kCounts[] = {0, 1, 63, kChunk - 1, kChunk, kChunk + 1, 2 * kChunk};
      grow(column, truth, kCounts[random() % 7], random);
      if (round % 3 == 0) {
        held.push_back({column.view(), truth});
      }
      const std::int64_t end_ns = column.end_ns();
      const std::int64_t limit_ns =
          random() % 4 == 0   ? end_ns
          : random() % 4 == 0 ? -1
                              : static_cast<std::int64_t>(random() % (1 + static_cast<std::uint64_t>(end_ns)));
      const std::size_t before = truth.dropped;
      truth.dropBefore(limit_ns);
      EXPECT_EQ(column.dropBefore(limit_ns), (truth.dropped - before) / kChunk);
      expectTrue(column.view(), truth, random);
    }
    for (const Held& one : held) {
      expectTrue(one.view, one.truth, random);
    }
    dropped += truth.dropped;
  }
  EXPECT_GT(dropped, 0u);
}

TEST(SliceColumnDrop, AroundAChunksEdge) {
  for (const std::size_t count : {kChunk - 1, kChunk, kChunk + 1}) {
    SliceColumn column;
    for (std::size_t i = 0; i < count; ++i) {
      const auto begin = static_cast<std::int64_t>(10 * i);
      column.append({begin, begin + 10, JobId{0}, State::Running});
    }
    const std::int64_t edge_ns = static_cast<std::int64_t>(10 * kChunk);
    EXPECT_EQ(column.dropBefore(edge_ns - 1), 0u) << "its last slice goes on";
    EXPECT_EQ(column.dropBefore(edge_ns), count < kChunk ? 0u : 1u);
    EXPECT_EQ(column.view().size(), count < kChunk ? count : count - kChunk);
    EXPECT_EQ(column.view().chunks(), count == kChunk ? 0u : 1u);
    EXPECT_EQ(column.dropBefore(edge_ns), 0u);
    // And goes on as if nothing had happened.
    column.append({column.end_ns() + 5, column.end_ns() + 9, JobId{1}, State::Running});
    const SliceColumnView view = column.view();
    EXPECT_EQ(view.at(view.size() - 1).job, JobId{1});
    EXPECT_EQ(view.timesIn(column.end_ns() - 4, column.end_ns())[index(State::Running)], 4);
  }
}

TEST(SliceColumnDrop, NeverHoldsMoreChunksThanTheLimitNeeds) {
  SliceColumn column;
  constexpr std::int64_t kKeep_ns = 1'000'000;
  constexpr std::int64_t kLength_ns = 20;
  // As many as the time that is kept can reach into, and the one being filled.
  const std::size_t most = static_cast<std::size_t>(kKeep_ns / kLength_ns) / kChunk + 2;
  for (std::int64_t i = 0; i < 400'000; ++i) {
    column.append({i * kLength_ns, (i + 1) * kLength_ns, JobId{0}, State::Running});
    if (i % 500 == 0) {
      column.dropBefore(column.end_ns() - kKeep_ns);
      ASSERT_LE(column.view().chunks(), most);
      ASSERT_LE(column.view().keptFrom_ns().value_or(0), std::max<std::int64_t>(0, column.end_ns() - kKeep_ns));
    }
  }
  EXPECT_TRUE(column.view().keptFrom_ns());
}

TEST(TimeColumnDrop, KeepsOrderAndWhatViewsHave) {
  WakeColumn column;
  const auto wakeAt = [](std::int64_t ns) { return Wake{ns, ns, WorkerId{0}, WorkerId{1}, State::GilWait}; };
  for (std::int64_t i = 0; i < 5000; ++i) {
    column.append(wakeAt(i));
  }
  const WakeColumnView held = column.view();
  EXPECT_FALSE(column.dropBefore(1023)) << "the last of the first chunk happened at 1023";
  EXPECT_EQ(column.dropBefore(1024), 1023);
  EXPECT_EQ(column.dropBefore(4000), 3071);
  EXPECT_EQ(held.size(), 5000u);
  EXPECT_EQ(held.at(0), wakeAt(0));
  ASSERT_EQ(column.view().size(), 5000u - 3072u);
  EXPECT_EQ(column.view().at(0), wakeAt(3072));
  EXPECT_EQ(column.view().firstAfter(3071), 0u);
  EXPECT_EQ(column.view().firstAfter(4500), 4501u - 3072u);
  column.append(wakeAt(7));  // too late: taken to have happened with the last one
  EXPECT_EQ(column.view().at(column.view().size() - 1).to_ns, 4999);
  EXPECT_EQ(held.at(4999), wakeAt(4999));
}

TEST(TimeColumnDrop, AnEmptiedColumnStillKnowsWhenItsLastOneHappened) {
  WakeColumn column;
  for (std::int64_t i = 0; i < 1024; ++i) {
    column.append({i, i, WorkerId{0}, WorkerId{1}, State::GilWait});
  }
  EXPECT_EQ(column.dropBefore(2000), 1023);
  EXPECT_EQ(column.view().size(), 0u);
  EXPECT_EQ(column.view().firstAfter(0), 0u);
  column.append({3, 3, WorkerId{0}, WorkerId{1}, State::GilWait});
  EXPECT_EQ(column.view().at(0).to_ns, 1023);
}

}  // namespace
}  // namespace interleave
