// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/core_load.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

TEST(CoreLoad, ReadsWhatTheKernelWrites) {
  const auto cores = parseCoreTicks(
      "cpu  30 0 30 300 0 0 0 0 0 0\n"
      "cpu0 10 1 10 100 5 2 3 4 0 0\n"
      "cpu2 20 0 20 200 0 0 0 0 0 0\n"
      "intr 12345\n");
  ASSERT_TRUE(cores);
  ASSERT_EQ(cores->size(), 3u) << "a core that is offline keeps its place";
  EXPECT_EQ((*cores)[0].busy, 30u);
  EXPECT_EQ((*cores)[0].idle, 105u);
  EXPECT_EQ((*cores)[1].busy, 0u);
}

TEST(CoreLoad, RefusesWhatIsNotProcStat) {
  EXPECT_FALSE(parseCoreTicks(""));
  EXPECT_FALSE(parseCoreTicks("cpu0 1 2\n"));
  EXPECT_FALSE(parseCoreTicks("cpu99999999 1 2 3 4 5 6 7 8\n"));
  EXPECT_FALSE(parseCoreTicks("cpu0 x y z\n"));
}

TEST(CoreLoad, SharesAreOfTheTimeBetweenAndWithinZeroAndOne) {
  const std::vector<CoreTicks> before{{100, 100}, {0, 0}, {50, 50}};
  const std::vector<CoreTicks> after{{125, 175}, {0, 0}, {60, 49}};  // the idle count may step back
  const auto ratios = busyRatios(before, after);
  EXPECT_DOUBLE_EQ(ratios[0], 0.25);
  EXPECT_DOUBLE_EQ(ratios[1], 0.0);
  EXPECT_DOUBLE_EQ(ratios[2], 1.0);
}

TEST(CoreLoad, AReadingStandsForTheTimeSinceTheOneBeforeIt) {
  const std::vector<CoreLoad> loads{{150, {0.1}, {}}, {200, {0.2}, {}}, {260, {0.3}, {}}};
  const auto busyAt = [&](std::int64_t time_ns) {
    const auto load = loadAt(loads, time_ns);
    return load ? load->busy_ratio[0] : -1.0;
  };
  for (std::int64_t t = 0; t <= 400; ++t) {
    const double expected = t <= 100 || t > 260 ? -1.0 : t <= 150 ? 0.1 : t <= 200 ? 0.2 : 0.3;
    EXPECT_EQ(busyAt(t), expected) << t;
  }
  EXPECT_FALSE(loadAt({}, 10));
  EXPECT_EQ(loadAt({{80, {0.7}, {}}}, 10)->busy_ratio[0], 0.7) << "a single one stands for all of a short run";
  EXPECT_FALSE(loadAt({{80, {0.7}, {}}}, 81));
}

TEST(CoreLoad, ThisMachineHasCores) {
  const auto cores = readCoreTicks();
  ASSERT_TRUE(cores);
  EXPECT_GE(cores->size(), 1u);
}

}  // namespace
}  // namespace interleave
