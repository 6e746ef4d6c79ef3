// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sweep_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/experiment/catalogue.h"
#include "core/session/sweep.h"

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(SweepValues, AListIsSplitAtItsCommas) {
  EXPECT_THAT(*splitValues("1,2 , 4..6"), ElementsAre("1", "2", "4..6"));
  for (const char* bad : {"", "  ", "1,,2", ",", "1,"}) {
    EXPECT_FALSE(splitValues(bad)) << bad;
  }
}

TEST(SweepValues, ARangeIsEachOfItsNumbers) {
  EXPECT_THAT(*expandedValues({"7", "1..3"}, 10), ElementsAre("7", "1", "2", "3"));
  EXPECT_FALSE(expandedValues({"3..1"}, 10));
  EXPECT_FALSE(expandedValues({"a..b"}, 10));
  const auto refused = expandedValues({"1..1000000"}, 5'000);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("1,000,000 values"));
  EXPECT_THAT(refused.error().message, HasSubstr("5,000"));
  EXPECT_FALSE(expandedValues({"-9223372036854775807..9223372036854775807"}, 5'000));
}

TEST(SweepValues, WhatIsUsualCanBeSweptForEveryWorkload) {
  for (const WorkloadInfo& info : workloads()) {
    if (info.needs_python) {
      continue;
    }
    Experiment base;
    base.workload = info.name;
    base.jobs = info.usual_jobs;
    base.model = info.name == "fetch-crunch" ? Model::Hybrid : Model::Threads;
    const auto complete = checked(base);
    ASSERT_TRUE(complete) << info.name << ": " << complete.error().message;
    for (const SweepSubject& subject : sweepSubjects(info.name)) {
      const std::string usual = usualValues(*complete, subject.key, 2);
      const auto values = splitValues(usual);
      ASSERT_TRUE(values) << info.name << ", " << subject.key;
      SweepPlan plan;
      plan.base = *complete;
      plan.key = subject.key;
      plan.values = *values;
      plan.models = {complete->model};
      const auto sweep = Sweep::make(plan);
      const bool may_be_refused = subject.key == kWorkersKey || subject.key == "crunchers" || subject.key == "how" ||
                                  info.name == "print-squares" || info.name == "crash" ||
                                  info.name == "deadlock";  // what goes together is the catalogue's matter
      EXPECT_TRUE(sweep || may_be_refused)
          << info.name << ", " << subject.key << " = " << usual << ": " << sweep.error().message;
    }
  }
}

TEST(SweepValues, ModelsAgainstEachOtherAreOneSeries) {
  SweepPlan plan;
  plan.base = firstExperiment();
  plan.key = kModelKey;
  plan.values = {"serial", "threads", "processes"};
  plan.models = {Model::Threads};
  auto sweep = *Sweep::make(plan);
  ASSERT_EQ(sweep.series().size(), 1u);
  EXPECT_EQ(sweep.runs(), 3u);
  for (const double elapsed_s : {0.4, 0.4, 0.2}) {
    RunRecord record;
    record.figures.elapsed_ns = static_cast<std::int64_t>(elapsed_s * 1e9);
    sweep.add(record);
  }
  EXPECT_DOUBLE_EQ(*sweep.speedUp(0, 2), 2.0);
  EXPECT_THAT(sweepTable(sweep), HasSubstr("processes"));
  const auto verdict = verdictOf(sweep);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->recommended->model, Model::Processes);
}

}  // namespace
}  // namespace interleave
