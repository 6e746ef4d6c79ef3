// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/likeness.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

RunTraits sample() {
  return {{5.0, 5.1, 5.2, 4.9}, {10.0, 20.0, 30.0}, 0.0, 1'000'000'000};
}

TEST(Likeness, aRunIsWhollyLikeItself) {
  const Likeness same = likeness(sample(), sample());
  EXPECT_EQ(same.hand_off, 1.0);
  EXPECT_EQ(same.slices, 1.0);
  EXPECT_EQ(same.overlap, 1.0);
  EXPECT_EQ(same.elapsed, 1.0);
  EXPECT_EQ(same.score(), 1.0);
}

TEST(Likeness, eachPartSpeaksOfItsOwnAlone) {
  RunTraits other = sample();
  other.hand_offs_us = {40.0};
  other.overlap = 0.25;
  other.elapsed_ns = 4'000'000'000;
  other.slices_ms = {6.0, 7.0};
  const Likeness parts = likeness(sample(), other);
  EXPECT_DOUBLE_EQ(*parts.hand_off, 0.5);
  EXPECT_DOUBLE_EQ(*parts.slices, 0.0) << "no slice of one is as short as any of the other";
  EXPECT_DOUBLE_EQ(*parts.overlap, 0.75);
  EXPECT_DOUBLE_EQ(*parts.elapsed, 0.25);
  EXPECT_DOUBLE_EQ(*parts.score(), 0.375);
  const Likeness turned = likeness(other, sample());
  EXPECT_EQ(turned.score(), parts.score()) << "whichever comes first";
}

TEST(Likeness, whatARunDoesNotHaveIsLeftOut) {
  RunTraits other = sample();
  other.hand_offs_us.clear();
  other.overlap.reset();
  const Likeness parts = likeness(sample(), other);
  EXPECT_FALSE(parts.hand_off || parts.overlap);
  EXPECT_EQ(parts.score(), 1.0);
  EXPECT_FALSE(likeness({}, {}).score());
}

TEST(Likeness, theDistanceIsTheLargestDifferenceOfTheDistributions) {
  EXPECT_DOUBLE_EQ(kolmogorovSmirnov({1, 2, 3, 4}, {1, 2, 3, 4}), 0.0);
  EXPECT_DOUBLE_EQ(kolmogorovSmirnov({1, 2, 3, 4}, {3, 4, 5, 6}), 0.5);
  EXPECT_DOUBLE_EQ(kolmogorovSmirnov({4, 1, 3, 2}, {1, 1, 2, 2, 3, 3, 4, 4}), 0.0) << "whatever the order and number";
}

}  // namespace
}  // namespace interleave
