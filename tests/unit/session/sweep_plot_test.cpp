// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sweep_plot.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

Sweep sweepOf(const std::string& key, const std::vector<std::string>& values, const std::vector<Model>& models,
              const std::vector<double>& times_s) {
  SweepPlan plan;
  plan.base = firstExperiment();
  plan.key = key;
  plan.values = values;
  plan.models = models;
  auto sweep = *Sweep::make(plan);
  for (const double elapsed_s : times_s) {
    RunRecord record;
    record.figures.elapsed_ns = static_cast<std::int64_t>(elapsed_s * 1e9);
    sweep.add(record);
  }
  return sweep;
}

TEST(SweepPlot, MarksAreSpeedUpsOrTimesOfTheSamePoints) {
  const Sweep sweep = sweepOf("workers", {"1", "2", "4"}, {Model::Serial, Model::Threads}, {8.0, 8.0, 4.0, 2.0});
  const ScalingPlot faster = plotOf(sweep, ScalingQuantity::SpeedUp);
  ASSERT_EQ(faster.curves.size(), 2u);
  ASSERT_EQ(faster.curves[1].marks.size(), 3u);
  EXPECT_DOUBLE_EQ(faster.curves[1].marks[2].y, 4.0);
  EXPECT_DOUBLE_EQ(faster.curves[1].marks[2].x, 4.0);
  EXPECT_TRUE(faster.has_ideal);
  EXPECT_TRUE(faster.curves[1].fit);
  const ScalingPlot times = plotOf(sweep, ScalingQuantity::Elapsed);
  EXPECT_DOUBLE_EQ(times.curves[1].marks[2].y, 2.0);
  EXPECT_FALSE(times.has_ideal);
}

TEST(SweepPlot, TheAxisReachesOverWhatIsNotMeasuredYet) {
  const ScalingPlot plot =
      plotOf(sweepOf("workers", {"1", "2", "4"}, {Model::Threads}, {8.0}), ScalingQuantity::SpeedUp);
  EXPECT_EQ(plot.places, (std::vector{1.0, 2.0, 4.0}));
  EXPECT_EQ(plot.curves[0].marks.size(), 1u);
  EXPECT_TRUE(plotOf(sweepOf("workers", {"1", "2"}, {Model::Threads}, {}), ScalingQuantity::SpeedUp).isEmpty());
}

TEST(SweepPlot, WhatIsNoNumberStandsByItsName) {
  const Sweep sweep = sweepOf("model", {"serial", "threads"}, {Model::Threads}, {8.0, 4.0});
  const ScalingPlot plot = plotOf(sweep, usualQuantity(sweep));
  EXPECT_EQ(plot.quantity, ScalingQuantity::SpeedUp);
  EXPECT_EQ(plot.x_names, (std::vector<std::string>{"serial", "threads"}));
  EXPECT_DOUBLE_EQ(plot.curves[0].marks[1].x, 1.0);
  EXPECT_FALSE(plot.has_log_x);
  EXPECT_TRUE(plotOf(sweepOf("n", {"1", "100"}, {Model::Threads}, {1.0, 2.0}), ScalingQuantity::Elapsed).has_log_x);
}

}  // namespace
}  // namespace interleave
