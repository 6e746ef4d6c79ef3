// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/viewport_math.h"

#include <gtest/gtest.h>

namespace interleave::ui {
namespace {

TEST(ViewportMath, ZoomKeepsTheInstantInItsPlace) {
  const Viewport before{2e8, 6e8, 3.0};
  const Viewport after = zoomed(before, 3e8, 4.0, 1e9);
  EXPECT_DOUBLE_EQ(after.length_ns(), 1e8);
  EXPECT_DOUBLE_EQ((3e8 - after.begin_ns) / after.length_ns(), (3e8 - before.begin_ns) / before.length_ns());
  EXPECT_DOUBLE_EQ(after.first_row, 3.0);
}

TEST(ViewportMath, ZoomEndsAtAMicrosecondAndAtTwiceTheRun) {
  Viewport viewport{0.0, 1e9, 0.0};
  for (int i = 0; i < 200; ++i) {
    viewport = zoomed(viewport, 5e8, 2.0, 1e9);
  }
  EXPECT_NEAR(viewport.length_ns(), kShortestView_ns, 1e-3);
  for (int i = 0; i < 200; ++i) {
    viewport = zoomed(viewport, 5e8, 0.5, 1e9);
  }
  EXPECT_NEAR(viewport.length_ns(), 2e9, 1.0);
}

TEST(ViewportMath, PanKeepsTheMiddleWithinTheRun) {
  Viewport viewport{0.0, 1e8, 0.0};
  viewport = panned(viewport, 1e12, 1e9);
  EXPECT_DOUBLE_EQ((viewport.begin_ns + viewport.end_ns) / 2.0, 1e9);
  viewport = panned(viewport, -1e12, 1e9);
  EXPECT_DOUBLE_EQ((viewport.begin_ns + viewport.end_ns) / 2.0, 0.0);
  EXPECT_DOUBLE_EQ(viewport.length_ns(), 1e8);
}

TEST(ViewportMath, AFollowedEndGrowsInFewStepsAndIsAlwaysAheadOfNow) {
  double end = 0.0;
  int steps = 0;
  for (double now = 0.0; now < 60e9; now += 16e6) {
    const double next = followedEnd(end, now);
    steps += next != end ? 1 : 0;
    end = next;
    ASSERT_GT(end, now);
  }
  EXPECT_LT(steps, 40) << "in a minute at 60 frames a second";
}

}  // namespace
}  // namespace interleave::ui
