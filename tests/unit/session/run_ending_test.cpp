// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_ending.h"

#include <gmock/gmock.h>
#include <signal.h>

namespace interleave {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr int kExitedWith3 = 3 << 8;  // as wait4(2) has it

// A run that went as it should: each test takes away what its own lacked.
class RunEndingTest : public testing::Test {
 protected:
  RunEndingTest() {
    m_known.is_greeted = true;
    m_known.has_begun = true;
    m_known.finished = Finished{};
    m_known.end_ns = 5'000;
    m_experiment.jobs = 4;
    m_experiment.timeout_s = 2.5;
  }

  RunOutcome outcome() const { return outcomeOf(m_known, m_process, m_experiment, "/the/runner", m_failed_jobs); }

  RunEnding m_known;
  ProcessEnd m_process;
  Experiment m_experiment;
  std::size_t m_failed_jobs = 0;
};

TEST_F(RunEndingTest, ARunWhoseRunnerSaidSoFinishedAndThereIsNothingToSay) {
  m_known.finished->result = 42;
  m_known.finished->conclusion = "42 updates lost";
  m_known.finished->memory_kb = 1536;
  m_known.core_busy_ratio = {0.5, 1.0};
  m_known.notes = {"a ring broke"};
  const RunOutcome outcome = this->outcome();
  EXPECT_EQ(outcome.kind, OutcomeKind::Finished);
  EXPECT_EQ(outcome.message, "");
  EXPECT_EQ(outcome.elapsed_ns, 5'000);
  EXPECT_EQ(outcome.result, 42U);
  EXPECT_EQ(outcome.conclusion, "42 updates lost");
  EXPECT_EQ(outcome.memory_mb, 1.5);
  EXPECT_THAT(outcome.core_busy_ratio, ElementsAre(0.5, 1.0));
  EXPECT_THAT(outcome.notes, ElementsAre("a ring broke"));
}

TEST_F(RunEndingTest, HowTheProcessEndedAfterItsLastWordDoesNotMatter) {
  m_process.status = SIGSEGV;
  EXPECT_EQ(outcome().kind, OutcomeKind::Finished);
}

TEST_F(RunEndingTest, JobsThatFailedAreCountedButTheRunFinished) {
  m_failed_jobs = 3;
  EXPECT_EQ(outcome().kind, OutcomeKind::Finished);
  EXPECT_EQ(outcome().message, "3 of 4 jobs failed");
}

TEST_F(RunEndingTest, ARunnerWithoutALastWordCrashedAndItsSignalIsNamed) {
  m_known.finished.reset();
  m_process.status = SIGSEGV;
  for (const Model model : {Model::Serial, Model::Threads, Model::EventLoop, Model::Hybrid}) {
    m_experiment.model = model;
    EXPECT_EQ(outcome().kind, OutcomeKind::Crashed);
    EXPECT_THAT(outcome().message, HasSubstr(m_process.describe()));
    EXPECT_THAT(outcome().message, HasSubstr("all jobs shared that one process")) << name(model);
  }
  m_experiment.model = Model::Processes;
  EXPECT_EQ(outcome().kind, OutcomeKind::Crashed);
  EXPECT_THAT(outcome().message, Not(HasSubstr("shared")));
}

TEST_F(RunEndingTest, ARunnerThatEndsBeforeTheRunBeganFailedAndIsNamed) {
  m_known.finished.reset();
  m_known.has_begun = false;
  m_process.status = kExitedWith3;
  EXPECT_EQ(outcome().kind, OutcomeKind::Failed);
  EXPECT_EQ(outcome().message, "the runner /the/runner exited with status 3 before it could begin");
  m_known.is_greeted = false;
  EXPECT_EQ(outcome().message, "the runner /the/runner exited with status 3 before it answered");
}

TEST_F(RunEndingTest, TheRunnersOwnWordForWhatWentWrongIsKept) {
  const std::pair<FinishKind, OutcomeKind> kinds[] = {{FinishKind::Deadlocked, OutcomeKind::Deadlocked},
                                                      {FinishKind::Crashed, OutcomeKind::Crashed},
                                                      {FinishKind::Failed, OutcomeKind::Failed}};
  m_failed_jobs = 2;  // says less than the reason does
  for (const auto& [said, kind] : kinds) {
    m_known.finished = Finished{said, "the reason"};
    EXPECT_EQ(outcome().kind, kind);
    EXPECT_EQ(outcome().message, "the reason");
  }
}

TEST_F(RunEndingTest, NonsenseFromTheRunnerFailsTheRunWhateverElseItSaid) {
  m_known.broken = Error{ErrorCode::Protocol, "no message: {{{"};
  EXPECT_EQ(outcome().kind, OutcomeKind::Failed);
  EXPECT_EQ(outcome().message, "no message: {{{");
  m_known.finished.reset();
  EXPECT_EQ(outcome().kind, OutcomeKind::Failed);
  EXPECT_EQ(outcome().message, "no message: {{{");
}

TEST_F(RunEndingTest, WhatWeEndedIsNoFailureOfTheRunners) {
  m_process.status = SIGKILL;
  m_failed_jobs = 1;
  for (const bool has_last_word : {true, false}) {
    if (!has_last_word) {
      m_known.finished.reset();
      m_known.broken = Error{ErrorCode::Protocol, "cut short"};
    }
    m_known.given_up = OutcomeKind::Cancelled;
    EXPECT_EQ(outcome().kind, OutcomeKind::Cancelled);
    EXPECT_EQ(outcome().message, "stopped");
    m_known.given_up = OutcomeKind::TimedOut;
    EXPECT_EQ(outcome().kind, OutcomeKind::TimedOut);
    EXPECT_EQ(outcome().message, "the run was ended after its time limit of 2.5 s");
  }
}

TEST_F(RunEndingTest, PreparingIsNoPartOfTheRunsProcessorTime) {
  m_process.cpu_s = 3.0;
  m_known.prepared_cpu_s = 1.0;
  EXPECT_EQ(outcome().cpu_s, 2.0);
  m_known.prepared_cpu_s = 3.5;  // counted elsewhere, so it may be a little more
  EXPECT_EQ(outcome().cpu_s, 0.0);
}

TEST_F(RunEndingTest, ARunThatNeverBeganTookNoTime) {
  m_known.end_ns.reset();
  EXPECT_EQ(outcome().elapsed_ns, 0);
}

class EndRunningJobsTest : public testing::Test {
 protected:
  // One of each state, in the enum's order.
  EndRunningJobsTest() : m_jobs(4) {
    m_jobs.edit(JobId{1}).state = JobState::Running;
    m_jobs.finish(JobId{2}, JobState::Done);
    m_jobs.edit(JobId{3}).error = "its own";
    m_jobs.finish(JobId{3}, JobState::Failed);
  }

  JobTable m_jobs;
};

TEST_F(EndRunningJobsTest, WhatStillRunsFailsForTheRunsReasonAndNothingElseDoes) {
  RunOutcome outcome;
  outcome.kind = OutcomeKind::Crashed;
  outcome.message = "the runner was killed";
  endRunningJobs(m_jobs, outcome, 700);
  EXPECT_EQ(m_jobs.at(JobId{0}).state, JobState::Waiting);
  EXPECT_EQ(m_jobs.at(JobId{1}).state, JobState::Failed);
  EXPECT_EQ(m_jobs.at(JobId{1}).error, "the runner was killed");
  EXPECT_EQ(m_jobs.at(JobId{1}).end_ns, 700);
  EXPECT_EQ(m_jobs.at(JobId{2}).state, JobState::Done);
  EXPECT_EQ(m_jobs.at(JobId{3}).error, "its own");
  EXPECT_EQ(m_jobs.failedCount(), 2U);
  EXPECT_EQ(m_jobs.doneCount(), 1U);
}

TEST_F(EndRunningJobsTest, ACancelledRunsJobsSayThatTheyWereCancelled) {
  RunOutcome outcome;
  outcome.kind = OutcomeKind::Cancelled;
  outcome.message = "stopped";
  endRunningJobs(m_jobs, outcome, 700);
  EXPECT_EQ(m_jobs.at(JobId{1}).error, "cancelled");
}

TEST_F(EndRunningJobsTest, AFinishedRunsJobsAreLeftAsTheyAre) {
  endRunningJobs(m_jobs, RunOutcome(), 700);
  EXPECT_EQ(m_jobs.at(JobId{1}).state, JobState::Running);
  EXPECT_EQ(m_jobs.failedCount(), 1U);
}

}  // namespace
}  // namespace interleave
