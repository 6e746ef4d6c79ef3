// SPDX-License-Identifier: GPL-3.0-or-later
// The workload http-fetch in the real runner, with the real server in its process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "core/base/clock.h"
#include "tests/unit/exec/runner_driver.h"

namespace interleave::testing {
namespace {

Experiment fetching(Model model, int workers, int jobs) {
  Experiment made;
  made.model = model;
  made.workload = "http-fetch";
  made.workers = workers;
  made.jobs = jobs;
  return made;
}

TEST(RunnerHttp, fetchesTheBytesAskedForInEveryModel) {
  for (const Model model : {Model::Serial, Model::Threads, Model::Processes}) {
    Experiment wanted = fetching(model, 4, 12);
    wanted.parameters = {{"delay", 5.0}, {"bytes", std::int64_t{100'000}}};
    const RunRecord record = RunnerDriver().run(wanted);
    ASSERT_EQ(record.jobs.size(), 12u) << name(model);
    for (const JobDone& job : record.jobs) {
      EXPECT_TRUE(job.ok) << job.error;
      EXPECT_EQ(job.result, 100'000u);
    }
  }
}

TEST(RunnerHttp, noJobIsDoneBeforeItsDelay) {
  Experiment wanted = fetching(Model::Threads, 4, 4);
  wanted.parameters = {{"shape", std::string("straggler")}, {"delay", 10.0}, {"straggler", 300.0}};
  RegionSettings settings;
  settings.clock = RawClock::monotonic();
  const RunRecord record = RunnerDriver(settings).run(wanted);
  ASSERT_EQ(record.jobs.size(), 4u);
  for (const JobDone& job : record.jobs) {
    const std::uint64_t delay_ms = number(job.job) == 0 ? 300 : 10;
    EXPECT_GE(job.end_raw - job.begin_raw, delay_ms * kNsPerMs);
  }
}

TEST(RunnerHttp, holds256Connections) {
  Experiment wanted = fetching(Model::Threads, 256, 256);
  wanted.parameters = {{"delay", 300.0}};
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_EQ(record.jobs.size(), 256u);
  for (const JobDone& job : record.jobs) {
    EXPECT_TRUE(job.ok) << job.error;
  }
}

TEST(RunnerHttp, aRequestThatTakesTooLongFailsItsJobAlone) {
  Experiment wanted = fetching(Model::Threads, 4, 4);
  wanted.parameters = {
      {"shape", std::string("straggler")}, {"delay", 0.0}, {"straggler", 600'000.0}, {"timeout", 2'000.0}};
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Finished);
  ASSERT_EQ(record.jobs.size(), 4u);
  EXPECT_FALSE(record.jobs[0].ok);
  EXPECT_THAT(record.jobs[0].error, ::testing::HasSubstr("within 2000 ms"));
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_TRUE(record.jobs[i].ok) << record.jobs[i].error;
  }
}

TEST(RunnerHttp, stopsAtOnceThoughAnAnswerIsAMinuteAway) {
  for (const Model model : {Model::Threads, Model::Processes}) {
    Experiment wanted = fetching(model, 4, 8);
    wanted.parameters = {{"delay", 60'000.0}};
    bool cancelled = false;
    const RunRecord record = RunnerDriver().run(wanted, [&](RunnerDriver& driver) {
      const bool waiting = !driver.record().tracks[0].samples.empty() &&
                           driver.record().tracks[0].samples.back().kind == IL_WAIT_BEGIN;
      if (waiting && !std::exchange(cancelled, true)) {
        driver.cancel();
      }
    });
    ASSERT_TRUE(record.finished);
    EXPECT_EQ(record.finished->kind, FinishKind::Cancelled);
    EXPECT_LT(record.elapsed_ns, 30 * kNsPerSecond);
  }
}

}  // namespace
}  // namespace interleave::testing
