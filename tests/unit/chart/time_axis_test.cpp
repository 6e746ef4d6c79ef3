// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/time_axis.h"

#include <gmock/gmock.h>

#include <cmath>
#include <random>
#include <set>

namespace interleave::ui {
namespace {

std::vector<std::string> labelsOf(const TimeAxis& axis) {
  std::vector<std::string> labels;
  for (const AxisTick& tick : axis.ticks) {
    labels.push_back(tick.text.toStdString());
  }
  return labels;
}

TEST(TimeAxis, StepsAreRoundAndInSeconds) {
  const TimeAxis axis = makeTimeAxis({0.0, 3.6e8, 0.0}, 100.0, 720.0, 24.0);
  EXPECT_THAT(labelsOf(axis), testing::ElementsAre("0.00", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30", "0.35"));
  EXPECT_EQ(axis.label, QStringLiteral("Seconds since the run began"));
  EXPECT_DOUBLE_EQ(axis.ticks[0].x, 100.0);
  EXPECT_DOUBLE_EQ(axis.ticks[2].x, 300.0);
}

TEST(TimeAxis, TheUnitFollowsTheZoom) {
  EXPECT_EQ(makeTimeAxis({0.0, 2e7, 0.0}, 0.0, 800.0, 24.0).label, QStringLiteral("Milliseconds since the run began"));
  const TimeAxis deep = makeTimeAxis({1.234567e9, 1.234573e9, 0.0}, 0.0, 800.0, 24.0);
  EXPECT_EQ(deep.label, QStringLiteral("Microseconds since the run began"));
  EXPECT_EQ(deep.ticks.front().text, QStringLiteral("1\u2009234\u2009567"));
}

TEST(TimeAxis, LabelsAreDistinctAndFarEnoughApartAtEveryZoom) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    const double length = std::pow(10.0, std::uniform_real_distribution<double>(3.0, 14.0)(random));
    const double begin = std::uniform_real_distribution<double>(-0.5 * length, 1e13)(random);
    const TimeAxis axis = makeTimeAxis({begin, begin + length, 0.0}, 50.0, 900.0, 24.0);
    std::set<QString> labels;
    double before = -1e9;
    for (const AxisTick& tick : axis.ticks) {
      EXPECT_GE(tick.x, 49.0);
      EXPECT_LE(tick.x, 951.0);
      EXPECT_GE(tick.x - before, 7.0 * static_cast<double>(tick.text.size())) << tick.text.toStdString();
      before = tick.x;
      EXPECT_TRUE(tick.text.isEmpty() || labels.insert(tick.text).second) << tick.text.toStdString();
    }
    EXPECT_FALSE(axis.ticks.empty());
  }
}

TEST(TimeAxis, InstantsHaveTheDigitsTheZoomResolves) {
  EXPECT_EQ(instantText(140.3e6, 1e5), QStringLiteral("0.1403 s"));
  EXPECT_EQ(instantText(140'300'017.0, 1.0), QStringLiteral("0.140300017 s"));
}

}  // namespace
}  // namespace interleave::ui
