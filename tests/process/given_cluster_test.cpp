// SPDX-License-Identifier: GPL-3.0-or-later
// Runs on a Dask cluster that is given: somebody else's processes, which write none of our memory and outlive the run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/clock.h"
#include "core/python/python_discovery.h"
#include "core/session/run_session.h"
#include "tests/support/dask_cluster.h"
#include "tests/support/processes.h"
#include "tests/support/whole_run.h"

namespace interleave {
namespace {

using test::runToEnd;

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::optional<PythonInterpreter> pythonWithDask() {
  for (const PythonInterpreter& one : findPythons()) {
    if (one.isUsable() && one.packages.contains("distributed")) {
      return one;
    }
  }
  return std::nullopt;
}

class GivenCluster : public testing::Test {
 protected:
  void SetUp() override {
    const auto found = pythonWithDask();
    if (!found) {
      GTEST_SKIP() << "no interpreter here has dask.distributed";
    }
    m_python = *found;
  }

  void start(int workers, const std::string& flags = {}) {
    m_cluster.emplace(m_python.path, workers, flags);
    ASSERT_TRUE(m_cluster->isThere()) << m_cluster->log();
  }

  Experiment made(const std::string& workload, int workers, int jobs) const {
    Experiment experiment;
    experiment.runtime = Runtime::Python;
    experiment.model = Model::Distributed;
    experiment.interpreter = m_python.path;
    experiment.interpreter_name = m_python.name();
    experiment.scheduler = m_cluster ? m_cluster->address() : "tcp://127.0.0.1:1";
    experiment.workload = workload;
    experiment.workers = workers;
    experiment.jobs = jobs;
    experiment.timeout_s = 100.0;
    return experiment;
  }

  // Once `jobs` are told to be done; a run that ends before that shows in its outcome.
  static void awaitJobs(const RunSession& session, std::size_t jobs) {
    while (!session.isFinished() && session.snapshot()->jobs.doneCount() < jobs) {
      usleep(1000);
    }
  }

  void expectClusterLives() const {
    EXPECT_TRUE(test::isAlive(m_cluster->scheduler()));
    for (const pid_t worker : m_cluster->workers()) {
      EXPECT_TRUE(test::isAlive(worker));
    }
  }

  PythonInterpreter m_python;
  std::optional<test::DaskCluster> m_cluster;
};

TEST_F(GivenCluster, ItsTaskStreamMakesTheTracksAndSaysSo) {
  start(2);
  Experiment experiment = made("cpu-heavy", 2, 6);
  experiment.parameters["n"] = std::int64_t{400'003};
  const std::int64_t before_ns = monotonicNow_ns();
  const RunRecord record = runToEnd(experiment);
  const std::int64_t took_ns = monotonicNow_ns() - before_ns;
  ASSERT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_THAT(record.outcome.notes, testing::IsEmpty());

  // They wrote none of our memory, and no kernel was asked about them.
  EXPECT_EQ(record.figures.samples, 0u);
  EXPECT_EQ(record.measurement.view, KernelView::None);
  EXPECT_TRUE(record.snapshot->cores.empty());
  EXPECT_FALSE(record.verdict);
  EXPECT_THAT(toldBy(record.measurement),
              testing::MatchesRegex("from Dask's task stream, clocks aligned within [0-9.]+ ms"));
  EXPECT_GT(record.measurement.clock_error_ns, 0);
  EXPECT_THAT(provenance(record), HasSubstr(toldBy(record.measurement)));
  EXPECT_THAT(figuresSentence(record), HasSubstr(toldByInShort(record.measurement)));
  EXPECT_EQ(summaryJson(record)["measurement"]["source"], toldBy(record.measurement));
  EXPECT_THAT(describe(record.experiment), HasSubstr(m_cluster->address()));

  ASSERT_EQ(record.snapshot->tracks.size(), 2u);
  std::int64_t in_jobs_ns = 0;
  for (std::uint32_t job = 0; job < 6; ++job) {
    const JobRecord& done = record.snapshot->jobs.at(JobId{job});
    EXPECT_EQ(done.state, JobState::Done) << done.error;
    EXPECT_EQ(done.result, std::uint64_t{400'003} * 400'002 / 2);
    EXPECT_EQ(done.ticks, 1563u) << "a mark for every 256 numbers";
    ASSERT_TRUE(done.begin_ns && done.end_ns);
    EXPECT_LT(*done.begin_ns, *done.end_ns);
    EXPECT_LE(*done.end_ns, took_ns);
    in_jobs_ns += *done.end_ns - *done.begin_ns;
  }
  EXPECT_EQ(record.figures.ticks, 6 * 1563u);
  EXPECT_EQ(record.figures.busy_ns, in_jobs_ns) << "what a track shows is its jobs";
  for (const Track& track : record.snapshot->tracks) {
    EXPECT_EQ(track.info().kind, WorkerKind::Process);
    EXPECT_THAT(track.info().name(), testing::StartsWith("port "));
    EXPECT_THAT(m_cluster->workers(), Contains(track.info().pid));
    std::int64_t last_ns = 0;
    for (std::size_t i = 0; i < track.size(); ++i) {
      EXPECT_GE(track.at(i).begin_ns, last_ns);
      last_ns = track.at(i).end_ns;
    }
  }
  expectClusterLives();
}

TEST_F(GivenCluster, ItsClocksAreAlignedToOursHoweverWrongTheyAre) {
  for (const char* flags : {"", "--ahead=3600", "--ahead=-3600"}) {
    start(1, flags);
    Experiment experiment = made("sleep", 1, 3);
    experiment.parameters["duration"] = 100.0;
    const RunRecord record = runToEnd(experiment);
    ASSERT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
    EXPECT_THAT(record.outcome.notes, testing::IsEmpty()) << flags;
    const std::int64_t error_ns = record.measurement.clock_error_ns;
    EXPECT_LT(error_ns, 10 * kNsPerSecond) << "the difference was taken for doubt";
    for (std::uint32_t job = 0; job < 3; ++job) {
      const JobRecord& done = record.snapshot->jobs.at(JobId{job});
      ASSERT_TRUE(done.begin_ns && done.end_ns);
      EXPECT_GE(*done.end_ns - *done.begin_ns, 100 * kNsPerMs - 2 * error_ns) << flags;
      EXPECT_LE(*done.end_ns, record.outcome.elapsed_ns + error_ns) << "before the end of the run, " << flags;
      EXPECT_GE(*done.begin_ns, *record.snapshot->tracks.at(0).info().start_ns - error_ns) << flags;
    }
  }
}

TEST_F(GivenCluster, AThreadOfAWorkerIsATrack) {
  start(1, "3");
  Experiment experiment = made("sleep", 4, 6);
  experiment.parameters["duration"] = 50.0;
  const RunRecord record = runToEnd(experiment);
  ASSERT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.snapshot->tracks.size(), 3u);
  EXPECT_EQ(record.figures.max_parallelism, 3);
  EXPECT_THAT(record.outcome.notes, Contains("of the 4 workers wanted the cluster has 3, a thread each"));
  const RunRecord refused = runToEnd(made("sleep", 2, 2));
  EXPECT_EQ(refused.outcome.kind, OutcomeKind::Failed);
  EXPECT_THAT(refused.outcome.message, HasSubstr("ask for 3 workers at least"));
}

TEST_F(GivenCluster, StopEndsItsJobsAndNothingElse) {
  start(2);
  for (const char* workload : {"live-tracker", "sleep"}) {
    Experiment endless = made(workload, 2, 20);
    endless.parameters[workload == std::string("sleep") ? "duration" : "n"] =
        workload == std::string("sleep") ? ParameterValue(600'000.0) : ParameterValue(std::int64_t{1'000'000'000});
    auto session = RunSession::start(endless);
    ASSERT_TRUE(session) << session.error().message;
    while (!(*session)->isFinished() && m_cluster->busyThreads() < 2) {
    }
    (*session)->cancel();
    EXPECT_EQ((*session)->wait().kind, OutcomeKind::Cancelled);
    expectClusterLives();
    // Dask may give these to whom it likes, so they alone don't tell that both threads are free.
    Experiment next = made("sleep", 2, 4);
    next.parameters["duration"] = 50.0;
    next.timeout_s = 8.0;  // less than the lease by which they would end without a stop
    const RunRecord record = runToEnd(next);
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << workload << ": " << record.outcome.message;
    EXPECT_EQ(m_cluster->busyThreads(), 0U) << workload;
  }
}

TEST_F(GivenCluster, AJobsErrorHasItsTraceback) {
  start(1);
  Experiment experiment = made("crash", 1, 2);
  experiment.parameters["how"] = std::string("exception");
  experiment.parameters["n"] = std::int64_t{1000};
  const RunRecord record = runToEnd(experiment);
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished);
  EXPECT_EQ(record.snapshot->jobs.failedCount(), 1u);
  EXPECT_THAT(record.snapshot->jobs.at(JobId{1}).error,
              AllOf(HasSubstr("Traceback"), HasSubstr("in end_process"), HasSubstr("asked to fail")));
  expectClusterLives();
}

TEST_F(GivenCluster, ALostWorkerIsNamedAndItsJobsGoOnElsewhere) {
  start(2);
  Experiment experiment = made("sleep", 2, 8);
  experiment.parameters["duration"] = 400.0;
  auto session = RunSession::start(experiment);
  ASSERT_TRUE(session) << session.error().message;
  awaitJobs(**session, 2);
  kill(m_cluster->workers()[0], SIGKILL);
  (*session)->wait();
  const RunRecord record = (*session)->record();
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.snapshot->jobs.doneCount(), 8u);
  EXPECT_THAT(record.outcome.notes, Contains(HasSubstr("left the cluster")));
  EXPECT_TRUE(test::isAlive(m_cluster->workers()[1]));
}

TEST_F(GivenCluster, WithoutWorkersOrASchedulerItEndsInOneLine) {
  start(1);
  for (const bool is_scheduler : {false, true}) {
    if (is_scheduler) {
      start(1);
    }
    Experiment experiment = made("sleep", 1, 50);
    experiment.parameters["duration"] = 200.0;
    auto session = RunSession::start(experiment);
    ASSERT_TRUE(session) << session.error().message;
    awaitJobs(**session, 1);
    kill(is_scheduler ? m_cluster->scheduler() : m_cluster->workers()[0], SIGKILL);
    const RunOutcome& outcome = (*session)->wait();
    EXPECT_EQ(outcome.kind, OutcomeKind::Failed);
    EXPECT_THAT(outcome.message, HasSubstr(is_scheduler ? "does not answer any more" : "lost all workers"));
    EXPECT_THAT(outcome.message, Not(HasSubstr("\n")));
    EXPECT_GT((*session)->snapshot()->jobs.doneCount(), 0u) << "what was measured stays";
  }
}

TEST_F(GivenCluster, WhatCanNotBeUsedSaysWhyInOneLine) {
  const auto refusalOf = [&](const Experiment& experiment) {
    const RunRecord record = runToEnd(experiment);
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Failed);
    EXPECT_THAT(record.outcome.message, Not(HasSubstr("\n")));
    return record.outcome.message;
  };
  EXPECT_THAT(refusalOf(made("sleep", 1, 1)), HasSubstr("nobody answers at tcp://127.0.0.1:1: Connection refused"));
  start(0);
  EXPECT_THAT(refusalOf(made("sleep", 1, 1)), HasSubstr("the cluster has no workers"));
  start(0, "--version=2020.1.0");
  EXPECT_THAT(refusalOf(made("sleep", 1, 1)), AllOf(HasSubstr("2020.1.0"), HasSubstr("choose an interpreter with")));
  start(1, "--blocked");
  EXPECT_THAT(refusalOf(made("sleep", 1, 1)),
              AllOf(HasSubstr("does not let itself be asked"), HasSubstr("disallowed")));
  start(0, "--tls='" INTERLEAVE_SOURCE_DIR "/tests/support/self_signed.pem'");
  Experiment encrypted = made("sleep", 1, 1);
  EXPECT_THAT(refusalOf(encrypted), AllOf(HasSubstr("is no Dask scheduler that"), HasSubstr("tls://")));
  encrypted.scheduler.replace(0, 3, "tcp");
  EXPECT_THAT(refusalOf(encrypted), AllOf(HasSubstr("is no Dask scheduler that"), HasSubstr("tls://")));
}

}  // namespace
}  // namespace interleave
