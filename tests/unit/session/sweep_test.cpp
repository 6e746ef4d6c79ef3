// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sweep.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace interleave {
namespace {

using testing::HasSubstr;

SweepPlan planOf(const std::string& key, const std::vector<std::string>& values,
                 const std::vector<Model>& models = {Model::Threads}, int repeats = 1) {
  SweepPlan plan;
  plan.key = key;
  plan.values = values;
  plan.models = models;
  plan.repeats = repeats;
  return plan;
}

RunRecord recordOf(double elapsed_s, OutcomeKind kind = OutcomeKind::Finished) {
  RunRecord record;
  record.figures.elapsed_ns = static_cast<std::int64_t>(elapsed_s * 1e9);
  record.outcome.kind = kind;
  return record;
}

TEST(Sweep, GoesRoundAllPointsBeforeAnyIsRepeated) {
  auto sweep = *Sweep::make(planOf("workers", {"1", "2..3"}, {Model::Threads, Model::Processes}, 2));
  EXPECT_EQ(sweep.runs(), 12u);
  std::vector<std::string> order;
  while (const auto step = sweep.next()) {
    const SweepPoint& point = sweep.at(*step);
    order.push_back(name(point.experiment.model) + std::to_string(point.experiment.workers));
    sweep.add(recordOf(1.0));
  }
  ASSERT_EQ(order.size(), 12u);
  EXPECT_EQ(std::vector<std::string>(order.begin(), order.begin() + 6),
            (std::vector<std::string>{"threads1", "threads2", "threads3", "processes1", "processes2", "processes3"}));
  EXPECT_TRUE(std::equal(order.begin(), order.begin() + 6, order.begin() + 6));
}

TEST(Sweep, SetsWhatItIsToldTo) {
  EXPECT_EQ(Sweep::make(planOf("jobs", {"7"}))->series()[0].points[0].experiment.jobs, 7);
  EXPECT_EQ(Sweep::make(planOf("switch-interval", {"0.5"}))->series()[0].points[0].experiment.switch_interval_ms, 0.5);
  EXPECT_EQ(Sweep::make(planOf("n", {"10^3"}))->series()[0].points[0].experiment.parameters.at("n"),
            ParameterValue(std::int64_t{1000}));
}

TEST(Sweep, RefusesBeforeAnythingRuns) {
  for (const auto& [plan, words] :
       {std::pair(planOf("workers", {"1", "0"}), "workers"), std::pair(planOf("workers", {"many"}), "many"),
        std::pair(planOf("m", {"1"}), "'m'"), std::pair(planOf("workers", {"1"}, {Model::Threads}, 0), "repeats"),
        std::pair(planOf("workers", {}), "one value"), std::pair(planOf("workers", {"4..1"}), "4..1")}) {
    const auto refused = Sweep::make(plan);
    ASSERT_FALSE(refused) << words;
    EXPECT_THAT(refused.error().message, HasSubstr(words));
  }
}

TEST(Sweep, AMillionPointsAreRefusedWithTheirNumber) {
  const auto refused = Sweep::make(planOf("n", {"1..1000000"}));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("1,000,000"));
  EXPECT_FALSE(Sweep::make(planOf("n", {"1..9223372036854775807"}, {Model::Threads}, 1000)));
  EXPECT_TRUE(Sweep::make(planOf("n", {"1..5000"})));
  EXPECT_FALSE(Sweep::make(planOf("n", {"1..2501"}, {Model::Threads}, 2)));
}

TEST(Sweep, MedianSpeedUpAndFitAreOfWhatWasMeasured) {
  auto sweep = *Sweep::make(planOf("workers", {"1", "2", "4"}, {Model::Serial, Model::Processes}, 2));
  EXPECT_EQ(sweep.runs(), 8u) << "serial is one point of a sweep of workers";
  // Serial 8 s; processes by Amdahl with a quarter serial, and one disturbed run.
  for (const double elapsed_s : {8.0, 8.0, 5.0, 3.5, 8.0, 8.0, 5.2, 3.5}) {
    sweep.add(recordOf(elapsed_s));
  }
  EXPECT_FALSE(sweep.next());
  const SweepPoint& two = sweep.series()[1].points[1];
  EXPECT_DOUBLE_EQ(two.least_s(), 5.0);
  EXPECT_DOUBLE_EQ(two.median_s(), 5.1);
  EXPECT_DOUBLE_EQ(two.most_s(), 5.2);
  EXPECT_DOUBLE_EQ(*sweep.speedUp(1, 2), 8.0 / 3.5);
  EXPECT_NEAR(sweep.fit(1)->serial_fraction, 0.25, 0.02);
  EXPECT_GT(sweep.fit(1)->most, sweep.fit(1)->least);
  EXPECT_FALSE(sweep.knee(1)) << "every step paid";
  const auto json = sweepJson(sweep);
  EXPECT_EQ(json["series"][1]["points"][1]["median_s"], 5.1);
  EXPECT_TRUE(json["series"][1]["knee"].is_null());
  EXPECT_THAT(sweepCsv(sweep), HasSubstr("processes,2,1,5.2"));
  EXPECT_THAT(sweepTable(sweep), HasSubstr("5.100 s"));
}

TEST(Sweep, WhatFailedIsNotRunAgainAndSaysWhy) {
  auto sweep = *Sweep::make(planOf("workers", {"1", "2"}, {Model::Threads}, 3));
  RunRecord failed = recordOf(1.0, OutcomeKind::Crashed);
  failed.outcome.message = "job 1 crashed";
  sweep.add(failed);
  std::size_t rest = 0;
  while (const auto step = sweep.next()) {
    EXPECT_EQ(step->point, 1u);
    sweep.add(recordOf(1.0));
    ++rest;
  }
  EXPECT_EQ(rest, 3u);
  EXPECT_EQ(sweep.runs(), sweep.runsDone());
  EXPECT_THAT(sweepTable(sweep), HasSubstr("job 1 crashed"));
}

TEST(Sweep, TimeLeftIsWhatThePointsTook) {
  auto sweep = *Sweep::make(planOf("workers", {"1", "2"}, {Model::Threads}, 2));
  EXPECT_FALSE(sweep.left_s());
  sweep.add(recordOf(2.0));
  EXPECT_DOUBLE_EQ(*sweep.left_s(), 6.0) << "the other as long as this one";
  sweep.add(recordOf(1.0));
  EXPECT_DOUBLE_EQ(*sweep.left_s(), 3.0);
}

TEST(Sweep, WhatWasNotMeasuredIsNull) {
  const auto sweep = *Sweep::make(planOf("workers", {"1", "2"}));
  const auto json = sweepJson(sweep);
  EXPECT_TRUE(json["series"][0]["points"][0]["median_s"].is_null());
  EXPECT_TRUE(json["series"][0]["amdahl"].is_null());
  EXPECT_FALSE(sweep.speedUp(0, 0));
}

}  // namespace
}  // namespace interleave
