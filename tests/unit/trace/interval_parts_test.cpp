// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/interval_parts.h"

#include <gtest/gtest.h>

#include "core/trace/trace_store.h"

namespace interleave {
namespace {

constexpr std::int64_t kMs = 1'000'000;

// One worker that runs `length_ms` and waits one, from `begin_ms` to `end_ms`.
void run(TraceStore& store, std::int64_t begin_ms, std::int64_t end_ms, std::int64_t length_ms) {
  for (std::int64_t at = begin_ms; at + length_ms + 1 <= end_ms; at += length_ms + 1) {
    store.append(WorkerId{0}, {at * kMs, (at + length_ms) * kMs, JobId{0}, State::Running});
    store.append(WorkerId{0}, {(at + length_ms) * kMs, (at + length_ms + 1) * kMs, JobId{0}, State::GilWait});
  }
}

TEST(IntervalParts, WithoutAChangeThereIsOneFromBeginToEnd) {
  TraceStore store(1, 1, 1);
  run(store, 0, 60, 5);
  store.publish(60 * kMs, false);
  const auto parts = intervalParts(*store.snapshot(), 5.0, 60 * kMs);
  ASSERT_EQ(parts.size(), 1u);
  EXPECT_EQ(parts[0].begin_ns, 0);
  EXPECT_EQ(parts[0].end_ns, 60 * kMs);
  EXPECT_EQ(parts[0].interval_ms, 5.0);
  EXPECT_EQ(parts[0].slices, 10u);
  EXPECT_DOUBLE_EQ(parts[0].median_slice_ms.value(), 5.0);
}

TEST(IntervalParts, EachHasTheMedianOfItsOwnSlicesAndNotOfThoseThatCrossAChange) {
  TraceStore store(1, 1, 1);
  run(store, 0, 60, 5);
  run(store, 60, 100, 1);
  store.addIntervalChange({57 * kMs, 5.0, 1.0});  // in the middle of a slice
  store.addIntervalChange({100 * kMs, 1.0, 20.0});
  store.publish(110 * kMs, false);
  const auto parts = intervalParts(*store.snapshot(), 5.0, 110 * kMs);
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0].slices, 9u);
  EXPECT_DOUBLE_EQ(parts[0].median_slice_ms.value(), 5.0);
  EXPECT_EQ(parts[1].begin_ns, 57 * kMs);
  EXPECT_EQ(parts[1].slices, 20u);
  EXPECT_DOUBLE_EQ(parts[1].median_slice_ms.value(), 1.0);
  EXPECT_EQ(parts[2].interval_ms, 20.0);
  EXPECT_EQ(parts[2].slices, 0u);
  EXPECT_FALSE(parts[2].median_slice_ms);
  EXPECT_EQ(parts[2].end_ns, 110 * kMs);
}

TEST(IntervalParts, AChangeAfterTheEndIsAnEmptyPart) {
  TraceStore store(1, 1, 1);
  store.addIntervalChange({50 * kMs, 5.0, 1.0});
  store.publish(20 * kMs, false);
  const auto parts = intervalParts(*store.snapshot(), 5.0, 20 * kMs);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[1].begin_ns, 20 * kMs);
  EXPECT_EQ(parts[1].end_ns, 20 * kMs);
}

}  // namespace
}  // namespace interleave
