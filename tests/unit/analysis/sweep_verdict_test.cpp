// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sweep_verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace interleave {
namespace {

using testing::HasSubstr;
using testing::Not;

SweptPoint pointOf(Model model, int workers, std::vector<double> times_s) {
  std::sort(times_s.begin(), times_s.end());
  return {std::to_string(workers),     model,          workers,       times_s.front(),
          times_s[times_s.size() / 2], times_s.back(), times_s.size()};
}

// Fit and knee as the sweep has them.
SweptSeries seriesOf(Model model, const std::vector<std::pair<int, std::vector<double>>>& measured) {
  SweptSeries series;
  series.name = label(model);
  std::vector<ScalingPoint> scaling;
  for (const auto& [workers, times] : measured) {
    series.points.push_back(pointOf(model, workers, times));
    for (const double time_s : times) {
      scaling.push_back({workers, time_s});
    }
  }
  if (const auto fit = fitAmdahl(scaling); fit && measured.size() > 1) {
    series.fit = *fit;
  }
  series.knee = kneeOf(scaling);
  return series;
}

// live-tracker, n = 10^6, 4 jobs, under the GIL, each point once: recorded on a machine of two cores.
SweptRuns recordedUnderTheGil() {
  SweptRuns runs;
  runs.key = "workers";
  runs.cores = 2;
  runs.jobs = 4;
  runs.has_gil = true;
  runs.series = {seriesOf(Model::Serial, {{1, {0.040}}}),
                 seriesOf(Model::Threads, {{1, {0.040}}, {2, {0.040}}, {4, {0.039}}, {8, {0.040}}}),
                 seriesOf(Model::Processes, {{1, {0.042}}, {2, {0.024}}, {4, {0.028}}, {8, {0.031}}})};
  return runs;
}

TEST(SweepVerdict, OfTheFastestTheFewestWorkersAreToUse) {
  const auto verdict = verdictOf(recordedUnderTheGil());
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->recommended, (Recommendation{Model::Processes, 2})) << "more are no faster";
  EXPECT_EQ(verdict->headline, "1.7 times as fast with 2 processes.");
  EXPECT_THAT(verdict->explanation,
              HasSubstr("Threads gain nothing from more workers: they take turns under the GIL."));
  EXPECT_THAT(verdict->explanation, HasSubstr("Beyond 2 workers more hardly pay: the machine has 2 cores."));
  EXPECT_EQ(verdict->advice, "Use 2 processes.");
}

TEST(SweepVerdict, WhereNothingGainsItStaysSerial) {
  SweptRuns runs = recordedUnderTheGil();
  runs.series.pop_back();
  const auto verdict = verdictOf(runs);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->recommended, (Recommendation{Model::Serial, 1}));
  EXPECT_EQ(verdict->headline, "More workers gain nothing.");
  EXPECT_EQ(verdict->advice, "Stay serial.");
}

TEST(SweepVerdict, AThreadIsSimplerThanAProcess) {
  SweptRuns runs = recordedUnderTheGil();
  runs.has_gil = false;
  runs.series[1] = seriesOf(Model::Threads, {{1, {0.040, 0.040}}, {2, {0.0241, 0.0243}}, {4, {0.0241, 0.0245}}});
  EXPECT_EQ(verdictOf(runs)->recommended, (Recommendation{Model::Threads, 2}));
}

TEST(SweepVerdict, SaysTheSerialFractionAndItsLimit) {
  SweptRuns runs;
  runs.key = "workers";
  runs.cores = 16;
  runs.jobs = 16;
  const auto amdahl = [](int workers) { return 10.0 * (0.1 + 0.9 / workers); };
  std::vector<std::pair<int, std::vector<double>>> measured;
  for (const int workers : {1, 2, 4, 8}) {
    measured.push_back({workers, {amdahl(workers) * 0.999, amdahl(workers), amdahl(workers) * 1.001}});
  }
  runs.series = {seriesOf(Model::Processes, measured)};
  const auto verdict = verdictOf(runs);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->recommended, (Recommendation{Model::Processes, 8}));
  EXPECT_THAT(verdict->explanation, HasSubstr("10.0 % of the work is serial"));
  EXPECT_THAT(verdict->explanation, HasSubstr("more than 10 times as fast"));
  EXPECT_THAT(verdict->advice, HasSubstr("more may gain yet"));
}

TEST(SweepVerdict, IsSilentWhereTheEvidenceIsThin) {
  SweptRuns runs = recordedUnderTheGil();
  runs.series = {seriesOf(Model::Threads, {{1, {0.4, 0.4}}})};
  EXPECT_FALSE(verdictOf(runs)) << "one point";
  runs.series = {seriesOf(Model::Threads, {{1, {0.004, 0.004}}, {2, {0.002, 0.002}}})};
  EXPECT_FALSE(verdictOf(runs)) << "runs that are too short to tell";
  runs.series = {seriesOf(Model::Threads, {{1, {0.2, 0.4, 0.6}}, {2, {0.19, 0.3, 0.5}}})};
  EXPECT_FALSE(verdictOf(runs)) << "the repeats overlap";
  runs.series = {seriesOf(Model::Threads, {{1, {0.40}}, {2, {0.34}}})};
  EXPECT_FALSE(verdictOf(runs)) << "one measurement each, and little between them";
  runs.series = {seriesOf(Model::Threads, {{1, {0.40}}, {2, {0.21}}})};
  EXPECT_TRUE(verdictOf(runs)) << "one measurement each, and much between them";
  runs.series.clear();
  EXPECT_FALSE(verdictOf(runs));
}

TEST(SweepVerdict, IsSilentWhereOtherProgramsHadTheCores) {
  SweptRuns runs = recordedUnderTheGil();
  for (SweptSeries& series : runs.series) {
    for (SweptPoint& point : series.points) {
      point.parallelism = 1.0;
    }
  }
  runs.others_load = 0.05;
  EXPECT_TRUE(verdictOf(runs));
  runs.others_load = 0.5;
  EXPECT_FALSE(verdictOf(runs));
  for (SweptSeries& series : runs.series) {
    for (SweptPoint& point : series.points) {
      point.parallelism = 0.01;
    }
  }
  EXPECT_TRUE(verdictOf(runs)) << "who waits needs no core";
}

SweptSeries byValue(Model model, int workers, const std::vector<std::pair<std::string, double>>& times) {
  SweptSeries series;
  series.name = label(model);
  for (const auto& [value, time_s] : times) {
    SweptPoint point = pointOf(model, workers, {time_s * 0.99, time_s, time_s * 1.01});
    point.value = value;
    series.points.push_back(point);
  }
  return series;
}

TEST(SweepVerdict, OfAParameterSaysFromWhereOnAnotherModelIsAhead) {
  SweptRuns runs;
  runs.key = "size";
  runs.series = {byValue(Model::Threads, 4, {{"1", 0.1}, {"10", 0.3}, {"100", 2.0}}),
                 byValue(Model::Processes, 4, {{"1", 0.4}, {"10", 0.5}, {"100", 1.0}})};
  const auto verdict = verdictOf(runs);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->explanation, "Up to 10: 4 threads. From 100 on: 4 processes.");
  EXPECT_FALSE(verdict->recommended);
  runs.series[1] = byValue(Model::Processes, 4, {{"1", 0.4}, {"10", 0.5}, {"100", 4.0}});
  EXPECT_EQ(verdictOf(runs)->recommended, (Recommendation{Model::Threads, 4}));
  runs.series[1] = byValue(Model::Processes, 4, {{"1", 0.4}, {"10", 0.301}, {"100", 4.0}});
  EXPECT_FALSE(verdictOf(runs)) << "at 10 none is ahead";
}

TEST(SweepVerdict, OfAParameterAloneSaysHowTheTimeGrows) {
  SweptRuns runs;
  runs.key = "n";
  runs.series = {byValue(Model::Threads, 4, {{"10^6", 0.1}, {"10^7", 1.02}})};
  EXPECT_EQ(verdictOf(runs)->headline, "The time grows in proportion.");
  runs.series = {byValue(Model::Threads, 4, {{"10^6", 0.1}, {"10^7", 10.0}})};
  EXPECT_EQ(verdictOf(runs)->headline, "The time grows faster than in proportion.");
  runs.series = {byValue(Model::Threads, 4, {{"10^6", 0.1}, {"10^7", 0.2}})};
  EXPECT_EQ(verdictOf(runs)->headline, "The time grows less than in proportion.");
}

TEST(SweepVerdict, OfTheSwitchIntervalSaysWhetherItMatters) {
  SweptRuns runs;
  runs.key = "switch-interval";
  runs.series = {byValue(Model::Threads, 4, {{"0.5", 0.40}, {"5", 0.41}})};
  EXPECT_EQ(verdictOf(runs)->headline, "It makes no clear difference.");
  runs.series = {byValue(Model::Threads, 4, {{"0.01", 0.80}, {"5", 0.40}})};
  EXPECT_EQ(verdictOf(runs)->headline, "Fastest at switch-interval = 5.");
  EXPECT_THAT(verdictOf(runs)->explanation, HasSubstr("2.0 times as long"));
}

}  // namespace
}  // namespace interleave
