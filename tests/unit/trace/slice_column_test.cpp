// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <thread>

namespace interleave {
namespace {

std::vector<Slice> randomSlices(std::mt19937_64& random, std::size_t count) {
  std::vector<Slice> slices;
  std::int64_t time_ns = 0;
  for (std::size_t i = 0; i < count; ++i) {
    time_ns += static_cast<std::int64_t>(random() % 3 == 0 ? 0 : random() % 5000);
    const auto length_ns = static_cast<std::int64_t>(1 + random() % 20000);
    const State states[] = {State::Running, State::GilWait, State::IoWait, State::Ready};
    slices.push_back(
        {time_ns, time_ns + length_ns, JobId{static_cast<std::uint32_t>(random() % 7)}, states[random() % 4]});
    time_ns += length_ns;
  }
  return slices;
}

StateTimes bruteForce(const std::vector<Slice>& slices, std::int64_t begin_ns, std::int64_t end_ns) {
  StateTimes times{};
  for (const Slice& slice : slices) {
    times[index(slice.state)] +=
        std::max<std::int64_t>(0, std::min(end_ns, slice.end_ns) - std::max(begin_ns, slice.begin_ns));
  }
  return times;
}

TEST(PackedSlice, KeepsWhatItWasGiven) {
  const Slice slices[] = {
      {0, 1, JobId{0}, State::Running},
      {PackedSlice::kLatest_ns, PackedSlice::kLatest_ns, kNoJob, State::Gone},
      {123456789012, 123456789012 + PackedSlice::kLongest_ns, JobId{99999}, State::GilWait},
      {65535, 65536 + 65535, JobId{65536}, State::Lost},
  };
  for (const Slice& slice : slices) {
    EXPECT_EQ(PackedSlice(slice).unpacked(), slice);
  }
}

TEST(SliceColumn, ReturnsItsSlicesInOrder) {
  std::mt19937_64 random(1);
  const auto slices = randomSlices(random, 10'000);
  SliceColumn column;
  for (const Slice& slice : slices) {
    column.append(slice);
  }
  const SliceColumnView view = column.view();
  ASSERT_EQ(view.size(), slices.size());
  for (std::size_t i = 0; i < slices.size(); ++i) {
    ASSERT_EQ(view.at(i), slices[i]) << i;
  }
}

TEST(SliceColumn, SharesOfAnyRangeEqualThoseAddedUpOneByOne) {
  std::mt19937_64 random(2);
  // Sizes around the borders of blocks (64) and chunks (4096), where running totals are easily wrong.
  for (const std::size_t count : {0, 1, 63, 64, 65, 128, 4095, 4096, 4097, 9000}) {
    const auto slices = randomSlices(random, count);
    SliceColumn column;
    for (const Slice& slice : slices) {
      column.append(slice);
    }
    const SliceColumnView view = column.view();
    const std::int64_t end_ns = slices.empty() ? 1000 : slices.back().end_ns;
    for (int i = 0; i < 300; ++i) {
      const auto a = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end_ns + 2000)) - 1000;
      const auto b = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end_ns + 2000)) - 1000;
      EXPECT_EQ(view.timesIn(std::min(a, b), std::max(a, b)), bruteForce(slices, std::min(a, b), std::max(a, b)))
          << count << " slices, " << std::min(a, b) << ".." << std::max(a, b);
    }
    EXPECT_EQ(view.timesIn(0, end_ns), bruteForce(slices, 0, end_ns)) << count;
  }
}

TEST(SliceColumn, FindsTheFirstSliceEndingAfterAnInstant) {
  std::mt19937_64 random(3);
  const auto slices = randomSlices(random, 1000);
  SliceColumn column;
  for (const Slice& slice : slices) {
    column.append(slice);
  }
  for (int i = 0; i < 1000; ++i) {
    const auto time_ns = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(slices.back().end_ns + 100));
    const auto expected =
        std::find_if(slices.begin(), slices.end(), [&](const Slice& s) { return s.end_ns > time_ns; });
    EXPECT_EQ(column.view().firstEndingAfter(time_ns), static_cast<std::size_t>(expected - slices.begin()));
  }
}

TEST(SliceColumn, NeverOverlapsWhateverItIsGiven) {
  SliceColumn column;
  column.append({100, 200, JobId{0}, State::Running});
  column.append({150, 250, JobId{1}, State::Running});  // begins too early: cut
  column.append({120, 180, JobId{2}, State::Running});  // lies wholly before: dropped
  column.append({-50, -10, JobId{3}, State::Running});  // before the epoch: dropped
  ASSERT_EQ(column.view().size(), 2u);
  EXPECT_EQ(column.view().at(1), (Slice{200, 250, JobId{1}, State::Running}));
}

TEST(SliceColumn, SplitsWhatIsTooLongForItsPackedForm) {
  SliceColumn column;
  const std::int64_t length_ns = 2 * PackedSlice::kLongest_ns + 5;
  column.append({7, 7 + length_ns, JobId{0}, State::IoWait});
  EXPECT_EQ(column.view().size(), 3u);
  EXPECT_EQ(column.view().timesIn(0, 8 + length_ns)[index(State::IoWait)], length_ns);
}

TEST(SliceColumn, DominantJobIsTheOneThatRanLongest) {
  SliceColumn column;
  for (int i = 0; i < 1000; ++i) {
    column.append({i * 100, i * 100 + 60, JobId{4}, State::Running});
    column.append({i * 100 + 60, i * 100 + 90, JobId{5}, State::Running});
  }
  EXPECT_EQ(column.view().dominantJob(0, 2), JobId{4});
  EXPECT_EQ(column.view().dominantJob(1, 2), JobId{5});
  EXPECT_EQ(column.view().dominantJob(0, column.view().size()), JobId{4});
}

TEST(SliceColumn, AViewIsReadWhileTheColumnGrows) {
  SliceColumn column;
  for (int i = 0; i < 100; ++i) {
    column.append({i * 10, i * 10 + 5, JobId{1}, State::Running});
  }
  const SliceColumnView view = column.view();
  std::thread reader([&view] {
    for (int round = 0; round < 200; ++round) {
      EXPECT_EQ(view.timesIn(0, 1'000'000)[index(State::Running)], 500);
    }
  });
  for (int i = 100; i < 50'000; ++i) {
    column.append({i * 10, i * 10 + 5, JobId{1}, State::Running});
  }
  reader.join();
}

}  // namespace
}  // namespace interleave
