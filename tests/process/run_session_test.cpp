// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs through the façade, with the real runner.
#include "core/session/run_session.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "core/base/clock.h"
#include "core/session/machine_monitor.h"
#include "tests/support/whole_run.h"

namespace interleave {
namespace {

using test::runToEnd;

namespace fs = std::filesystem;

Experiment experimentOf(Runtime runtime, Model model, const std::string& workload, std::int64_t n, int workers,
                        int jobs) {
  Experiment experiment;
  experiment.runtime = runtime;
  experiment.model = model;
  experiment.workload = workload;
  experiment.workers = workers;
  experiment.jobs = jobs;
  if (n > 0) {
    experiment.parameters["n"] = n;
  }
  return experiment;
}

// What the processes below this one are, by command name; zombies do not count.
std::set<pid_t> runnersAlive() {
  std::set<pid_t> found;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string folder = entry.path().filename().string();
    if (folder.find_first_not_of("0123456789") != std::string::npos) {
      continue;
    }
    std::ifstream file(entry.path() / "stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open == std::string::npos || close == std::string::npos || close + 2 >= text.size()) {
      continue;
    }
    // The kernel keeps 15 characters of a name.
    if (text.substr(open + 1, close - open - 1) != "interleave-runn" || text[close + 2] == 'Z') {
      continue;
    }
    // Only those of this test, which inherited its mark: others may run beside it.
    std::ifstream environment(entry.path() / "environ");
    const std::string variables((std::istreambuf_iterator<char>(environment)), {});
    if (variables.find("INTERLEAVE_TEST_PID=" + std::to_string(getpid()) + '\0') != std::string::npos) {
      found.insert(static_cast<pid_t>(std::stoi(folder)));
    }
  }
  return found;
}

void expectAllAccountedFor(const RunRecord& record) {
  std::uint64_t samples = 0;
  std::uint64_t lost = 0;
  std::uint64_t ticks = 0;
  for (const Track& track : record.snapshot->tracks) {
    samples += track.info().samples;
    lost += track.info().lost_samples;
    ticks += track.info().ticks;
    std::int64_t last_ns = 0;
    for (std::size_t i = 0; i < track.size(); ++i) {
      ASSERT_GE(track.at(i).begin_ns, last_ns);
      last_ns = track.at(i).end_ns;
    }
    EXPECT_LE(last_ns, std::max(record.snapshot->now_ns, record.outcome.elapsed_ns));
  }
  EXPECT_EQ(record.figures.samples, samples);
  EXPECT_EQ(record.figures.lost_samples, lost);
  EXPECT_EQ(record.figures.ticks, ticks);
}

struct Combination {
  Runtime runtime;
  Model model;
  StartMethod method;
};

class EveryModel : public testing::TestWithParam<Combination> {};

TEST_P(EveryModel, ComputesEveryJobOnceAndRightly) {
  Experiment experiment = experimentOf(GetParam().runtime, GetParam().model, "cpu-heavy", 1'000'003, 3, 7);
  experiment.start_method = GetParam().method;
  const RunRecord record = runToEnd(experiment);
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.snapshot->jobs.doneCount(), 7u);
  for (std::uint32_t job = 0; job < 7; ++job) {
    const JobRecord& done = record.snapshot->jobs.at(JobId{job});
    EXPECT_EQ(done.result, std::uint64_t{1'000'003} * 1'000'002 / 2);
    ASSERT_TRUE(done.begin_ns && done.end_ns);
    EXPECT_GT(*done.begin_ns, 0);
    EXPECT_GT(*done.end_ns, *done.begin_ns);
    EXPECT_LE(*done.end_ns, record.outcome.elapsed_ns);
  }
  EXPECT_EQ(record.snapshot->tracks.size(), GetParam().model == Model::Serial ? 1u : 3u);
  for (const Track& track : record.snapshot->tracks) {
    EXPECT_EQ(track.info().kind, GetParam().model == Model::Processes ? WorkerKind::Process : WorkerKind::Thread);
    EXPECT_TRUE(track.info().start_ns) << "start-up is on the track";
    EXPECT_TRUE(track.info().gone_ns);
    EXPECT_GT(track.timesIn(0, record.snapshot->now_ns)[index(State::Starting)], 0);
  }
  expectAllAccountedFor(record);
}

std::string nameOf(const testing::TestParamInfo<Combination>& tested) {
  return name(tested.param.runtime) + "_" + name(tested.param.model) + "_" + name(tested.param.method);
}

INSTANTIATE_TEST_SUITE_P(All, EveryModel,
                         testing::Values(Combination{Runtime::Native, Model::Serial, StartMethod::Spawn},
                                         Combination{Runtime::Gil, Model::Serial, StartMethod::Spawn},
                                         Combination{Runtime::Native, Model::Threads, StartMethod::Spawn},
                                         Combination{Runtime::Gil, Model::Threads, StartMethod::Spawn},
                                         Combination{Runtime::Native, Model::Processes, StartMethod::Spawn},
                                         Combination{Runtime::Gil, Model::Processes, StartMethod::Forkserver},
                                         Combination{Runtime::Native, Model::Processes, StartMethod::Fork}),
                         nameOf);

TEST(RunSession, UnderAGilThreadsNeverRunAtOneInstant) {
  Experiment experiment = experimentOf(Runtime::Gil, Model::Threads, "live-tracker", 3'000'000, 4, 8);
  experiment.switch_interval_ms = 1.0;
  const RunRecord record = runToEnd(experiment);
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.figures.overlap, 0.0);
  EXPECT_EQ(record.figures.max_parallelism, 1);
  EXPECT_GE(record.figures.ticks, 8u * 3'000'000u);
  expectAllAccountedFor(record);
}

TEST(RunSession, EveryTickAndEverySampleIsAccountedForWhenTheRingsAreTooSmall) {
  SessionSettings tiny;
  tiny.ring_capacity = 8;
  tiny.drain_interval_ms = 50;
  const RunRecord record =
      runToEnd(experimentOf(Runtime::Native, Model::Processes, "live-tracker", 5'000'000, 2, 4), tiny);
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_GT(record.figures.lost_samples, 0u);
  std::uint64_t job_ticks = 0;
  for (std::uint32_t job = 0; job < 4; ++job) {
    job_ticks += record.snapshot->jobs.at(JobId{job}).ticks;
  }
  EXPECT_EQ(job_ticks, 4u * 5'000'000u) << "the jobs' own account is not subject to losses";
  bool has_gap = false;
  for (const Track& track : record.snapshot->tracks) {
    has_gap = has_gap || track.timesIn(0, record.snapshot->now_ns)[index(State::Lost)] > 0;
  }
  EXPECT_TRUE(has_gap) << "a loss is shown on the track";
  expectAllAccountedFor(record);
}

TEST(RunSession, WaitingJobsOverlapEvenUnderAGil) {
  Experiment experiment = experimentOf(Runtime::Gil, Model::Threads, "http-fetch", 0, 16, 16);
  experiment.parameters["delay"] = 300.0;
  const RunRecord record = runToEnd(experiment);
  ASSERT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.snapshot->jobs.doneCount(), 16u);
  EXPECT_GE(record.outcome.elapsed_ns, 300 * kNsPerMs) << "each waits its delay";
  EXPECT_LT(record.outcome.elapsed_ns, 8 * 300 * kNsPerMs) << "serial would take 16";
  EXPECT_EQ(record.snapshot->jobs.at(JobId{3}).result, 1024u);
}

TEST(RunSession, ARequestWithoutAnAnswerInTimeFailsItsJobAlone) {
  Experiment experiment = experimentOf(Runtime::Native, Model::Threads, "http-fetch", 0, 4, 4);
  experiment.parameters["shape"] = std::string("straggler");
  experiment.parameters["straggler"] = 60'000.0;
  experiment.parameters["delay"] = 1.0;
  experiment.parameters["timeout"] = 2000.0;
  const RunRecord record = runToEnd(experiment);
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.snapshot->jobs.failedCount(), 1u);
  EXPECT_FALSE(record.snapshot->jobs.at(JobId{0}).error.empty());
  EXPECT_EQ(record.outcome.message, "1 of 4 jobs failed");
}

TEST(RunSession, StopEndsEveryModelAndKeepsWhatWasMeasured) {
  for (const Model model : {Model::Serial, Model::Threads, Model::Processes}) {
    for (const char* workload : {"live-tracker", "sleep", "http-fetch"}) {
      Experiment experiment = experimentOf(Runtime::Gil, model, workload, 0, 4, 100);
      if (std::string(workload) == "live-tracker") {
        experiment.parameters["n"] = std::int64_t{1'000'000'000'000};
      } else {
        experiment.parameters[std::string(workload) == "sleep" ? "duration" : "delay"] = 50'000.0;
      }
      auto session = RunSession::start(experiment);
      ASSERT_TRUE(session);
      while ((*session)->snapshot()->tracks.empty() ||
             (*session)->snapshot()->tracks[0].size() == 0) {  // something was measured
        ASSERT_FALSE((*session)->waitFor(0.005)) << (*session)->wait().message;
      }
      (*session)->cancel();
      EXPECT_EQ((*session)->wait().kind, OutcomeKind::Cancelled) << workload << " " << name(model);
      EXPECT_FALSE((*session)->snapshot()->tracks.empty());
      EXPECT_FALSE((*session)->snapshot()->is_live);
      session->reset();
      EXPECT_TRUE(runnersAlive().empty()) << workload << " " << name(model);
    }
  }
}

TEST(RunSession, StopAtAnyMomentLeavesNothingBehind) {
  for (int i = 0; i < 30; ++i) {
    auto session = RunSession::start(experimentOf(Runtime::Native, i % 2 == 0 ? Model::Threads : Model::Processes,
                                                  "live-tracker", 1'000'000'000, 4, 8));
    ASSERT_TRUE(session);
    (*session)->waitFor(0.0007 * i);
    session->reset();  // as a window does that is closed mid-run
    ASSERT_TRUE(runnersAlive().empty()) << i;
  }
}

TEST(RunSession, ACrashingJobInThreadsEndsTheRunnerAndKeepsWhatWasMeasured) {
  const RunRecord record = runToEnd(experimentOf(Runtime::Native, Model::Threads, "crash", 20'000'000, 2, 4));
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Crashed);
  EXPECT_NE(record.outcome.message.find("SIGSEGV"), std::string::npos) << record.outcome.message;
  EXPECT_GT(record.figures.busy_ns, 0);
  EXPECT_EQ(record.snapshot->jobs.at(JobId{1}).state, JobState::Failed);
  EXPECT_TRUE(runnersAlive().empty());
}

TEST(RunSession, ACrashingJobInProcessesEndsItsWorkerAlone) {
  const RunRecord record = runToEnd(experimentOf(Runtime::Native, Model::Processes, "crash", 3'000'000, 3, 6));
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.snapshot->jobs.doneCount(), 5u);
  EXPECT_EQ(record.snapshot->jobs.failedCount(), 1u);
  EXPECT_NE(record.snapshot->jobs.at(JobId{1}).error.find("SIGSEGV"), std::string::npos)
      << record.snapshot->jobs.at(JobId{1}).error;
  ASSERT_EQ(record.outcome.notes.size(), 1u);
}

TEST(RunSession, AWorkerKilledFromOutsideIsNamed) {
  auto session = RunSession::start(experimentOf(Runtime::Native, Model::Processes, "live-tracker", 200'000'000, 2, 2));
  ASSERT_TRUE(session);
  pid_t victim = 0;
  while (victim == 0) {
    const SnapshotPtr snapshot = (*session)->snapshot();
    if (snapshot->tracks.size() == 2 && snapshot->tracks[1].size() > 1) {
      victim = snapshot->tracks[1].info().pid;
    }
    ASSERT_FALSE((*session)->waitFor(0.002)) << (*session)->wait().message;
  }
  kill(victim, SIGKILL);
  EXPECT_EQ((*session)->wait().kind, OutcomeKind::Finished) << (*session)->wait().message;
  const RunRecord record = (*session)->record();
  EXPECT_EQ(record.snapshot->jobs.failedCount(), 1u);
  EXPECT_EQ(record.outcome.notes.size(), 1u);
}

TEST(RunSession, TheRunsTimeLimitEndsIt) {
  Experiment experiment = experimentOf(Runtime::Native, Model::Threads, "live-tracker", 1'000'000'000'000, 2, 2);
  experiment.timeout_s = 0.2;
  const RunRecord record = runToEnd(experiment);
  EXPECT_EQ(record.outcome.kind, OutcomeKind::TimedOut);
  EXPECT_GT(record.figures.busy_ns, 0);
}

TEST(RunSession, RunnersThatAreNotOnesGiveOneLine) {
  const auto missing = RunSession::start(Experiment{}, {.runner = "/nonexistent/runner", .interval_steps = {}});
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("/nonexistent/runner"), std::string::npos);
  const RunRecord wrong = runToEnd(Experiment{}, {.runner = "/bin/true", .interval_steps = {}});
  EXPECT_EQ(wrong.outcome.kind, OutcomeKind::Failed);
  EXPECT_NE(wrong.outcome.message.find("before it answered"), std::string::npos) << wrong.outcome.message;
}

TEST(RunSession, ManyTinyJobsOnManyWorkers) {
  const RunRecord threads = runToEnd(experimentOf(Runtime::Native, Model::Threads, "live-tracker", 1, 256, 100'000));
  EXPECT_EQ(threads.outcome.kind, OutcomeKind::Finished) << threads.outcome.message;
  EXPECT_EQ(threads.snapshot->jobs.doneCount(), 100'000u);
  EXPECT_EQ(threads.snapshot->tracks.size(), 256u);
  const RunRecord processes = runToEnd(experimentOf(Runtime::Native, Model::Processes, "live-tracker", 1, 64, 2'000));
  EXPECT_EQ(processes.outcome.kind, OutcomeKind::Finished) << processes.outcome.message;
  EXPECT_EQ(processes.snapshot->jobs.doneCount(), 2'000u);
}

TEST(MachineMonitor, KeepsAHistoryWithAllCores) {
  MachineMonitor monitor;
  while (monitor.history().size() < 2) {
    usleep(20'000);  // its own rhythm is four a second
  }
  const auto history = monitor.history();
  EXPECT_LT(history[0].time_ns, history[1].time_ns);
  EXPECT_EQ(history[0].busy_ratio.size(), history[0].experiment_ratio.size());
}

}  // namespace
}  // namespace interleave
