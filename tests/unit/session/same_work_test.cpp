// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/same_work.h"

#include <gtest/gtest.h>

namespace interleave {
namespace {

TEST(SameWork, IsTheWorkloadItsParametersAndTheJobsWhoeverDoesThem) {
  const Experiment one = firstExperiment();
  Experiment other = one;
  other.model = Model::Processes;
  other.runtime = Runtime::Native;
  other.workers = 9;
  EXPECT_TRUE(isSameWork(one, other));
  other.jobs = 5;
  EXPECT_FALSE(isSameWork(one, other));
  other = one;
  other.parameters["n"] = std::int64_t{7};
  EXPECT_FALSE(isSameWork(one, other));
  other = one;
  other.workload = "sleep";
  EXPECT_FALSE(isSameWork(one, other));
}

TEST(SameWork, TheSerialFormIsOfTheSameRuntime) {
  const Experiment threads = firstExperiment();
  Experiment serial = threads;
  EXPECT_FALSE(isSerialFormOf(serial, threads));
  serial.model = Model::Serial;
  EXPECT_TRUE(isSerialFormOf(serial, threads));
  serial.runtime = Runtime::Native;
  EXPECT_FALSE(isSerialFormOf(serial, threads));
}

TEST(SameWork, SpeedUpIsOfRunsThatBothFinished) {
  EXPECT_EQ(speedUp({true, 2'000}, {true, 5'000}), 2.5);
  EXPECT_EQ(speedUp({false, 2'000}, {true, 5'000}), std::nullopt);
  EXPECT_EQ(speedUp({true, 2'000}, {false, 5'000}), std::nullopt);
  EXPECT_EQ(speedUp({true, 0}, {true, 5'000}), std::nullopt);
  EXPECT_EQ(speedUp({true, 5}, {true, 0}), std::nullopt);
}

}  // namespace
}  // namespace interleave
