// SPDX-License-Identifier: GPL-3.0-or-later
// What the workloads and models teach, as a host sees it: whole runs through the façade.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/clock.h"
#include "core/session/run_session.h"
#include "tests/support/whole_run.h"

namespace interleave {
namespace {

using test::runToEnd;

using ::testing::HasSubstr;
using ::testing::StartsWith;

Experiment of(Runtime runtime, Model model, const std::string& workload, int workers, int jobs,
              ParameterValues parameters = {}) {
  Experiment experiment;
  experiment.runtime = runtime;
  experiment.model = model;
  experiment.workload = workload;
  experiment.workers = workers;
  experiment.jobs = jobs;
  experiment.parameters = std::move(parameters);
  return experiment;
}

std::int64_t timeIn(const Track& track, State state, std::int64_t until_ns) {
  return track.timesIn(0, until_ns)[index(state)];
}

TEST(RunModels, ADeadlockEndsTheRunAndBothTracksWaitUntilThen) {
  for (const Model model : {Model::Threads, Model::Processes}) {
    for (const Runtime runtime : {Runtime::Native, Runtime::Gil}) {
      const RunRecord record = runToEnd(of(runtime, model, "deadlock", 2, 2, {{"hold", 10.0}}));
      EXPECT_EQ(record.outcome.kind, OutcomeKind::Deadlocked) << record.outcome.message;
      // Which worker took which job is the run's affair.
      EXPECT_THAT(
          record.outcome.message,
          ::testing::AnyOf("deadlock: worker 0 holds lock A and waits for lock B, which worker 1 holds; worker 1 "
                           "holds lock B and waits for lock A, which worker 0 holds",
                           "deadlock: worker 0 holds lock B and waits for lock A, which worker 1 holds; worker 1 "
                           "holds lock A and waits for lock B, which worker 0 holds"));
      EXPECT_EQ(summaryJson(record)["outcome"]["kind"], "deadlocked");
      const std::int64_t end_ns = record.outcome.elapsed_ns;
      for (const Track& track : record.snapshot->tracks) {
        EXPECT_GE(timeIn(track, State::LockWait, end_ns), 100 * kNsPerMs) << "two looks at the circle";
      }
      for (std::uint32_t job = 0; job < 2; ++job) {
        EXPECT_THAT(record.snapshot->jobs.at(JobId{job}).error, StartsWith("deadlocked: holds lock "));
      }
    }
  }
}

TEST(RunModels, TheEventLoopIsSeenWaitingAndItsJobsOverlap) {
  const RunRecord record = runToEnd(of(Runtime::Gil, Model::EventLoop, "http-fetch", 1, 64, {{"delay", 300.0}}));
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.snapshot->jobs.doneCount(), 64u);
  ASSERT_EQ(record.snapshot->tracks.size(), 1u);
  EXPECT_GT(timeIn(record.snapshot->tracks[0], State::IoWait, record.outcome.elapsed_ns), 100 * kNsPerMs);
  std::int64_t last_begin_ns = 0;
  std::int64_t first_end_ns = record.outcome.elapsed_ns;
  for (std::uint32_t job = 0; job < 64; ++job) {
    const JobRecord& done = record.snapshot->jobs.at(JobId{job});
    last_begin_ns = std::max(last_begin_ns, done.begin_ns.value_or(0));
    first_end_ns = std::min(first_end_ns, done.end_ns.value_or(0));
    EXPECT_GE(*done.end_ns - *done.begin_ns, 300 * kNsPerMs);
  }
  EXPECT_LT(last_begin_ns, first_end_ns);
}

TEST(RunModels, TheHybridShowsBothHalvesOnOneAxis) {
  const RunRecord record = runToEnd(
      of(Runtime::Gil, Model::Hybrid, "fetch-crunch", 6, 12, {{"delay", 100.0}, {"n", std::int64_t{10'000'000}}}));
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  ASSERT_EQ(record.snapshot->tracks.size(), 6u);
  std::int64_t fetching_ns = 0;
  std::int64_t computing_ns = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    const Track& track = record.snapshot->tracks[i];
    EXPECT_EQ(track.info().kind, i < 4 ? WorkerKind::Thread : WorkerKind::Process);
    (i < 4 ? fetching_ns : computing_ns) +=
        timeIn(track, i < 4 ? State::IoWait : State::Running, record.outcome.elapsed_ns);
  }
  EXPECT_GE(fetching_ns, 12 * 100 * kNsPerMs);
  EXPECT_GT(computing_ns, 0);
  for (std::uint32_t job = 0; job < 12; ++job) {
    const JobRecord& done = record.snapshot->jobs.at(JobId{job});
    EXPECT_GE(*done.end_ns - *done.begin_ns, 100 * kNsPerMs) << "both halves are in its span";
  }
}

TEST(RunModels, MemoryAndWhatCameOutAreInTheSummary) {
  const RunRecord race = runToEnd(of(Runtime::Native, Model::Processes, "race", 2, 2,
                                     {{"n", std::int64_t{20'000}}, {"lock", std::string("with")}}));
  const auto summary = summaryJson(race);
  EXPECT_EQ(summary["outcome"]["result"], 0);
  EXPECT_THAT(summary["outcome"]["conclusion"].get<std::string>(), HasSubstr("0 of 40,000 updates lost with a lock"));
  EXPECT_GT(summary["memory_mb"].get<double>(), 1.0);
  const RunRecord crashed = runToEnd(of(Runtime::Native, Model::Threads, "crash", 2, 2, {{"n", std::int64_t{1'000}}}));
  EXPECT_TRUE(summaryJson(crashed)["memory_mb"].is_null()) << "nobody was left to say";
}

TEST(RunModels, MakingAFileIsNoPartOfTheRunsTime) {
  const auto cache = std::filesystem::temp_directory_path() / ("interleave-models-" + std::to_string(getpid()));
  setenv("XDG_CACHE_HOME", cache.c_str(), 1);
  const Experiment experiment = of(Runtime::Native, Model::Threads, "log-regex", 2, 2, {{"size", std::int64_t{32}}});
  const RunRecord first = runToEnd(experiment);
  EXPECT_EQ(first.outcome.kind, OutcomeKind::Finished) << first.outcome.message;
  EXPECT_TRUE(std::any_of(first.outcome.notes.begin(), first.outcome.notes.end(), [](const std::string& note) {
    return note.find("the log was made once") != std::string::npos;
  }));
  ASSERT_TRUE(first.snapshot->tracks[0].info().start_ns);
  EXPECT_LT(*first.snapshot->tracks[0].info().start_ns, first.outcome.elapsed_ns / 2) << "no gap before the workers";
  const RunRecord second = runToEnd(experiment);
  EXPECT_EQ(second.outcome.result, first.outcome.result);
  EXPECT_THAT(second.outcome.notes, ::testing::Not(::testing::Contains(HasSubstr("was made once"))));
  std::filesystem::remove_all(cache);
}

TEST(RunModels, WhatHasNoRoomIsRefusedInOneLine) {
  const auto refused =
      RunSession::start(of(Runtime::Native, Model::Threads, "matrix", 500, 500, {{"n", std::int64_t{8'192}}}));
  ASSERT_FALSE(refused) << "before anything is started";
  EXPECT_THAT(refused.error().message, HasSubstr("500 products of 8192 x 8192 at once need 750 GB of memory"));
}

}  // namespace
}  // namespace interleave
