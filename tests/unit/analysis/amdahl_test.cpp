// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/amdahl.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace interleave {
namespace {

double timeBy(double serial, double workers) {
  return 8.0 * (serial + (1.0 - serial) / workers);
}

std::vector<ScalingPoint> exact(double serial, const std::vector<int>& workers) {
  std::vector<ScalingPoint> points;
  for (const int w : workers) {
    points.push_back({w, timeBy(serial, w)});
  }
  return points;
}

TEST(Amdahl, ReturnsTheSerialFractionOfExactMeasurements) {
  for (const double serial : {0.0, 0.01, 0.05, 0.25, 0.5, 0.9, 1.0}) {
    for (const auto& workers : {std::vector{1, 2, 4, 8}, std::vector{2, 3, 64}, std::vector{16, 1, 4, 2}}) {
      const auto fit = fitAmdahl(exact(serial, workers));
      ASSERT_TRUE(fit);
      EXPECT_NEAR(fit->serial_fraction, serial, 1e-9);
      EXPECT_NEAR(fit->most - fit->least, 0.0, 1e-6);
      EXPECT_NEAR(fit->one_worker_s, 8.0, 1e-9);
      EXPECT_NEAR(fit->predicted_s(7), timeBy(serial, 7), 1e-9);
      EXPECT_NEAR(fit->speedUp(7), timeBy(serial, 1) / timeBy(serial, 7), 1e-9);
    }
  }
  EXPECT_NEAR(*fitAmdahl(exact(0.25, {1, 2, 4}))->limit(), 4.0, 1e-9);
}

TEST(Amdahl, TheIntervalOfNoisyMeasurementsHoldsTheTruthAboutAsOftenAsItSays) {
  std::mt19937 random(3);
  std::normal_distribution<double> noise(1.0, 0.02);
  int holds = 0;
  constexpr int kRounds = 1000;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<ScalingPoint> points;
    for (const int workers : {1, 2, 4, 8, 16}) {
      for (int repeat = 0; repeat < 3; ++repeat) {
        points.push_back({workers, timeBy(0.1, workers) * noise(random)});
      }
    }
    const auto fit = fitAmdahl(points);
    ASSERT_TRUE(fit);
    EXPECT_LT(fit->least, fit->most);
    EXPECT_NEAR(fit->serial_fraction, 0.1, 0.02);
    holds += fit->least <= 0.1 && 0.1 <= fit->most ? 1 : 0;
  }
  EXPECT_GT(holds, kRounds * 91 / 100);
  EXPECT_LT(holds, kRounds * 99 / 100);
}

TEST(Amdahl, RefusesWhatCanNotTell) {
  EXPECT_FALSE(fitAmdahl({}));
  EXPECT_FALSE(fitAmdahl({{1, 1.0}, {2, 0.5}}));
  EXPECT_FALSE(fitAmdahl({{2, 1.0}, {2, 1.1}, {2, 0.9}}));
  EXPECT_FALSE(fitAmdahl({{1, 1.0}, {2, 0.0}, {4, 0.3}}));
  EXPECT_FALSE(fitAmdahl({{1, 1.0}, {2, NAN}, {4, 0.3}}));
  EXPECT_FALSE(fitAmdahl({{1, 1.0}, {2, 1.2}, {4, 1.5}})) << "slower with every worker";
}

TEST(Knee, IsTheLastStepThatPaid) {
  EXPECT_EQ(kneeOf({{1, 8.0}, {2, 4.0}, {4, 4.0}, {8, 4.2}}), 2);
  EXPECT_FALSE(kneeOf({{8, 1.0}, {1, 8.0}, {4, 2.0}, {2, 4.0}})) << "every step paid";
  EXPECT_EQ(kneeOf({{1, 1.0}, {2, 1.0}}), 1);
  EXPECT_EQ(kneeOf({{1, 8.0}, {2, 9.0}, {2, 4.0}, {4, 4.0}}), 2) << "the fastest of those repeated";
  EXPECT_FALSE(kneeOf({{4, 1.0}}));
}

}  // namespace
}  // namespace interleave
