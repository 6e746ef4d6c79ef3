// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs in the real interpreters of this machine; what it has none for is skipped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>

#include "core/experiment/python_api.h"
#include "core/python/python_discovery.h"
#include "core/session/run_session.h"
#include "tests/support/processes.h"
#include "tests/support/program.h"
#include "tests/support/python_here.h"
#include "tests/support/whole_run.h"
#include "tests/unit/python/fake_pythons.h"

namespace interleave {
namespace {

using test::runToEnd;

using ::testing::AllOf;
using ::testing::HasSubstr;

// Whoever has inherited this test's mark, but for the test itself.
std::vector<std::string> leftOvers() {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string folder = entry.path().filename().string();
    if (folder.find_first_not_of("0123456789") != std::string::npos || folder == std::to_string(getpid()) ||
        !test::isAlive(static_cast<pid_t>(std::stoi(folder)))) {
      continue;
    }
    std::ifstream file(entry.path() / "environ");
    const std::string variables((std::istreambuf_iterator<char>(file)), {});
    if (variables.find("INTERLEAVE_TEST_PID=" + std::to_string(getpid()) + '\0') != std::string::npos) {
      found.push_back(folder);
    }
  }
  return found;
}

// Killed orphans are another process's to reap: they are gone soon, but perhaps not yet.
bool nothingIsLeft() {
  for (int i = 0; i < 5000 && !leftOvers().empty(); ++i) {
    usleep(1000);
  }
  return leftOvers().empty();
}

std::vector<PythonInterpreter> usablePythons() {
  std::vector<PythonInterpreter> found = findPythons();
  std::erase_if(found, [](const PythonInterpreter& one) { return !one.isUsable(); });
  return found;
}

// One that has the package, if that is not empty.
std::optional<PythonInterpreter> pythonWith(const std::string& package) {
  for (const PythonInterpreter& one : usablePythons()) {
    if (package.empty() || one.packages.contains(package)) {
      return one;
    }
  }
  return std::nullopt;
}

Experiment experimentOf(const PythonInterpreter& interpreter, Model model, const std::string& workload, int workers,
                        int jobs) {
  Experiment experiment;
  experiment.runtime = Runtime::Python;
  experiment.interpreter = interpreter.path;
  experiment.interpreter_name = interpreter.name();
  experiment.model = model;
  experiment.workload = workload;
  experiment.workers = workers;
  experiment.jobs = jobs;
  return experiment;
}

struct Way {
  Model model;
  std::string api;
  StartMethod method = StartMethod::Spawn;
};

std::vector<Way> allWays() {
  std::vector<Way> ways;
  for (const PythonApi& api : pythonApis()) {
    if (api.model == Model::Hybrid) {
      continue;  // takes another workload
    }
    ways.push_back({api.model, api.name, StartMethod::Spawn});
    if (api.model == Model::Processes && api.package.empty()) {
      ways.push_back({api.model, api.name, StartMethod::Fork});
      ways.push_back({api.model, api.name, StartMethod::Forkserver});
    }
  }
  return ways;
}

class EveryPythonApi : public testing::TestWithParam<Way> {
 protected:
  void SetUp() override {
    m_interpreter = pythonWith(pythonApiNamed(GetParam().model, GetParam().api)->package);
    if (!m_interpreter) {
      GTEST_SKIP() << "no interpreter here has what " << GetParam().api << " needs";
    }
  }
  Experiment made(const std::string& workload, int workers, int jobs) const {
    Experiment experiment = experimentOf(*m_interpreter, GetParam().model, workload, workers, jobs);
    experiment.api = GetParam().api;
    experiment.start_method = GetParam().method;
    return experiment;
  }
  std::optional<PythonInterpreter> m_interpreter;
};

TEST_P(EveryPythonApi, ComputesEveryJobOnceAndRightly) {
  Experiment experiment = made("cpu-heavy", 2, 5);
  experiment.parameters["n"] = std::int64_t{100'003};
  const RunRecord record = runToEnd(experiment);
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_THAT(record.outcome.notes, testing::IsEmpty());
  for (std::uint32_t job = 0; job < 5; ++job) {
    const JobRecord& done = record.snapshot->jobs.at(JobId{job});
    EXPECT_EQ(done.state, JobState::Done) << done.error;
    EXPECT_EQ(done.result, std::uint64_t{100'003} * 100'002 / 2);
    EXPECT_EQ(done.ticks, 391u) << "a mark for every 256 numbers";
    ASSERT_TRUE(done.begin_ns && done.end_ns);
    EXPECT_GT(*done.end_ns, *done.begin_ns);
  }
  EXPECT_EQ(record.figures.ticks, 5 * 391u);
  const bool has_processes = GetParam().model == Model::Processes || GetParam().model == Model::Distributed;
  for (const Track& track : record.snapshot->tracks) {
    EXPECT_EQ(track.info().kind, has_processes ? WorkerKind::Process : WorkerKind::Thread);
    EXPECT_TRUE(track.info().gone_ns);
  }
  EXPECT_TRUE(nothingIsLeft());
}

TEST_P(EveryPythonApi, StopsWhetherItComputesOrSleeps) {
  for (const char* workload : {"live-tracker", "sleep"}) {
    Experiment experiment = made(workload, 2, 20);
    if (std::string(workload) == "sleep") {
      experiment.parameters["duration"] = 3'600'000.0;
    } else {
      experiment.parameters["n"] = std::int64_t{1'000'000'000'000};
    }
    auto session = RunSession::start(experiment);
    ASSERT_TRUE(session) << session.error().message;
    const auto hasBegun = [&] {
      const SnapshotPtr snapshot = (*session)->snapshot();
      return snapshot->jobs.size() > 0 && snapshot->jobs.at(JobId{0}).state == JobState::Running;
    };
    while (!hasBegun()) {
      ASSERT_FALSE((*session)->waitFor(0.005)) << (*session)->wait().message;
    }
    (*session)->cancel();
    EXPECT_EQ((*session)->wait().kind, OutcomeKind::Cancelled) << workload << ": " << (*session)->wait().message;
    EXPECT_FALSE((*session)->snapshot()->tracks.empty());
    EXPECT_TRUE(nothingIsLeft()) << workload;
  }
}

INSTANTIATE_TEST_SUITE_P(Python, EveryPythonApi, testing::ValuesIn(allWays()), [](const auto& way) {
  std::string text = name(way.param.model) + "_" + way.param.api + "_" + name(way.param.method);
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return text;
});

// The heart of the matter, on every interpreter there is.
TEST(PythonThreads, UnderAGilNeverTwoAtOnce) {
  const std::vector<PythonInterpreter> pythons = usablePythons();
  if (pythons.empty()) {
    GTEST_SKIP() << "this machine has no Python";
  }
  for (const PythonInterpreter& python : pythons) {
    if (!python.is_gil_on) {
      continue;
    }
    Experiment experiment = experimentOf(python, Model::Threads, "live-tracker", 4, 4);
    experiment.api = "threading";  // an executor starts no more threads than it finds work for
    experiment.parameters["n"] = std::int64_t{500'000};
    const RunRecord record = runToEnd(experiment);
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << python.name() << ": " << record.outcome.message;
    EXPECT_EQ(record.figures.ticks, 2'000'000u) << python.name();
    EXPECT_LT(record.figures.overlap.value_or(1.0), 0.001) << python.name();
    EXPECT_EQ(record.snapshot->tracks.size(), 4u) << python.name();
  }
}

using WithPython = test::PythonHere;

TEST_F(WithPython, AllWorkloadsGiveTheResultsOfTheirCounterparts) {
  Experiment tracker = experimentOf(m_python, Model::Threads, "live-tracker", 2, 2);
  tracker.parameters["n"] = std::int64_t{12'345};
  EXPECT_EQ(runToEnd(tracker).snapshot->jobs.at(JobId{1}).result, 12'345u);
  Experiment sleep = experimentOf(m_python, Model::Threads, "sleep", 2, 2);
  sleep.parameters["duration"] = 20.0;
  const RunRecord slept = runToEnd(sleep);
  EXPECT_EQ(slept.outcome.kind, OutcomeKind::Finished);
  EXPECT_FALSE(slept.snapshot->jobs.at(JobId{1}).result);
  for (const auto& [model, workers] : {std::pair(Model::Threads, 4), {Model::EventLoop, 4}, {Model::Hybrid, 2}}) {
    Experiment fetch = experimentOf(m_python, model, "http-fetch", workers, 4);
    fetch.parameters["delay"] = 5.0;
    fetch.parameters["bytes"] = std::int64_t{3'000};
    const RunRecord fetched = runToEnd(fetch);
    EXPECT_EQ(fetched.outcome.kind, OutcomeKind::Finished) << fetched.outcome.message;
    for (std::uint32_t job = 0; job < 4; ++job) {
      EXPECT_EQ(fetched.snapshot->jobs.at(JobId{job}).result, 3'000u) << fetched.snapshot->jobs.at(JobId{job}).error;
    }
    EXPECT_EQ(fetched.snapshot->tracks.size(), 4u) << "a hybrid of two has two threads and two processes";
  }
}

TEST_F(WithPython, AJobsTracebackIsItsError) {
  for (const Model model : {Model::Serial, Model::Threads, Model::Processes, Model::EventLoop, Model::Hybrid}) {
    Experiment experiment = experimentOf(m_python, model, "http-fetch", 1, 2);
    experiment.parameters["delay"] = 60'000.0;
    experiment.parameters["timeout"] = 20.0;
    const RunRecord record = runToEnd(experiment);
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
    EXPECT_EQ(record.outcome.message, "2 of 2 jobs failed");
    EXPECT_THAT(record.snapshot->jobs.at(JobId{1}).error,
                AllOf(HasSubstr("Traceback (most recent call last):"),
                      HasSubstr(model == Model::EventLoop ? "coroutines.py" : "fetching.py"), HasSubstr("imeout")))
        << name(model);
  }
}

TEST_F(WithPython, ACrashInThreadsTakesThemAllAndIsSaidToBe) {
  for (const auto& [how, said] : {std::pair("segfault", "was killed by SIGSEGV"),
                                  {"abort", "was killed by SIGABRT"},
                                  {"exit", "exited with status 3"}}) {
    Experiment experiment = experimentOf(m_python, Model::Threads, "crash", 2, 4);
    experiment.parameters["how"] = std::string(how);
    experiment.parameters["n"] = std::int64_t{1'000'000};
    const RunRecord record = runToEnd(experiment);
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Crashed);
    EXPECT_THAT(record.outcome.message,
                AllOf(HasSubstr(m_python.name()), HasSubstr(said), HasSubstr("all jobs shared")));
    if (std::string(how) != "exit") {
      EXPECT_THAT(record.outcome.message, AllOf(HasSubstr("Fatal Python error"), HasSubstr("in end_process")));
    }
    EXPECT_GT(record.figures.busy_ns, 0) << "what was measured stays";
    EXPECT_TRUE(nothingIsLeft());
  }
}

// Kills the process of the second worker that runs a job.
RunRecord runAndKillAWorker(const Experiment& experiment) {
  auto session = RunSession::start(experiment);
  EXPECT_TRUE(session) << session.error().message;
  pid_t victim = 0;
  while (victim == 0 && !(*session)->waitFor(0.002)) {
    const SnapshotPtr snapshot = (*session)->snapshot();
    for (std::uint32_t job = 0; job < snapshot->jobs.size(); ++job) {
      const JobRecord& record = snapshot->jobs.at(JobId{job});
      for (const Track& track : snapshot->tracks) {
        if (record.state == JobState::Running && number(record.worker) == 1 && track.info().worker == record.worker) {
          victim = track.info().pid;
        }
      }
    }
  }
  EXPECT_GT(victim, 0);
  EXPECT_NE(victim, getpid());
  if (victim > 0) {
    kill(victim, SIGKILL);
  }
  (*session)->wait();
  return (*session)->record();
}

// Threads wait for a pool of processes here: a stop has to reach both.
TEST_F(WithPython, AStoppedHybridLeavesNeitherThreadsNorProcesses) {
  for (const StartMethod method : {StartMethod::Fork, StartMethod::Spawn, StartMethod::Forkserver}) {
    Experiment experiment = experimentOf(m_python, Model::Hybrid, "http-fetch", 2, 40);
    experiment.start_method = method;
    experiment.parameters["delay"] = 20.0;
    experiment.parameters["bytes"] = std::int64_t{1'000'000};  // a tenth of a second to crunch: most of the run
    auto session = RunSession::start(experiment);
    ASSERT_TRUE(session) << session.error().message;
    const auto isInTheMiddle = [&] {
      const SnapshotPtr snapshot = (*session)->snapshot();
      bool has_crunched = false;
      for (const Track& track : snapshot->tracks) {
        has_crunched = has_crunched || (track.info().kind == WorkerKind::Process && track.size() > 1);
      }
      return has_crunched && snapshot->jobs.doneCount() >= 2;
    };
    while (!isInTheMiddle()) {
      ASSERT_FALSE((*session)->waitFor(0.005)) << (*session)->wait().message;
    }
    (*session)->cancel();
    EXPECT_EQ((*session)->wait().kind, OutcomeKind::Cancelled) << name(method);
    EXPECT_LT((*session)->snapshot()->jobs.doneCount(), 40u);
    EXPECT_TRUE(nothingIsLeft()) << name(method);
  }
}

TEST_F(WithPython, AKilledProcessBreaksTheExecutorAsPythonSays) {
  for (const StartMethod method : {StartMethod::Fork, StartMethod::Spawn}) {
    Experiment experiment = experimentOf(m_python, Model::Processes, "live-tracker", 2, 4);
    experiment.start_method = method;
    experiment.parameters["n"] = std::int64_t{50'000'000};
    const RunRecord record = runAndKillAWorker(experiment);
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Failed);
    EXPECT_THAT(record.outcome.message, HasSubstr("BrokenProcessPool: A process in the process pool was terminated"));
    EXPECT_THAT(record.outcome.notes, testing::Contains("worker 1 was killed by SIGKILL"));
    EXPECT_EQ(record.snapshot->jobs.failedCount(), 4u);
    EXPECT_TRUE(nothingIsLeft());
  }
}

TEST_F(WithPython, AKilledProcessOfAPoolTakesItsJobAloneWhichAPoolNeverTells) {
  Experiment experiment = experimentOf(m_python, Model::Processes, "live-tracker", 2, 4);
  experiment.api = "multiprocessing";
  experiment.parameters["n"] = std::int64_t{20'000'000};
  const RunRecord record = runAndKillAWorker(experiment);
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
  EXPECT_EQ(record.snapshot->jobs.failedCount(), 1u);
  EXPECT_EQ(record.snapshot->jobs.doneCount(), 3u);
  EXPECT_TRUE(nothingIsLeft());
}

TEST(FakePython, WhateverItDoesInsteadIsSaidInOneLine) {
  test::FakePythons pythons;
  const auto outcomeOf = [&](const std::string& script) {
    PythonInterpreter fake;
    fake.path = pythons.add("python3", script);
    fake.version = {3, 11, 0};
    fake.implementation = "CPython";
    const RunRecord record = runToEnd(experimentOf(fake, Model::Threads, "live-tracker", 2, 2));
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Failed);
    EXPECT_TRUE(nothingIsLeft()) << script;
    return record.outcome.message;
  };
  EXPECT_THAT(outcomeOf("echo 'no encodings' >&2; exit 1"),
              AllOf(HasSubstr("exited with status 1"), HasSubstr("no encodings")));
  EXPECT_THAT(outcomeOf("kill -9 $$"), HasSubstr("was killed by SIGKILL"));
  EXPECT_THAT(outcomeOf("echo rubbish >&3; sleep 1000"), HasSubstr("sent a message of"));
  EXPECT_THAT(outcomeOf("printf '\\003\\000\\000\\000xyz' >&3; sleep 1000"), HasSubstr("makes no sense"));
  const std::string done = R"({"type":"job_done","job":7,"worker":0,"begin":0,"end":0,"ticks":0,"ok":true})";
  EXPECT_THAT(outcomeOf("printf '\\114\\000\\000\\000" + done + "' >&3; sleep 1000"),
              HasSubstr("which it was not asked to run"))
      << done.size();
  EXPECT_THAT(outcomeOf("head -c 50000000 /dev/zero | tr '\\0' y; exit 2"), HasSubstr("exited with status 2"));
  EXPECT_THAT(outcomeOf("exit 0"), HasSubstr("exited with status 0"));
}

TEST(FakePython, OneThatHangsAtItsStartCanBeStopped) {
  test::FakePythons pythons;
  PythonInterpreter fake;
  fake.path = pythons.add("python3", "trap '' TERM INT; sleep 1000 & wait");
  fake.version = {3, 11, 0};
  auto session = RunSession::start(experimentOf(fake, Model::Threads, "live-tracker", 2, 2));
  ASSERT_TRUE(session);
  EXPECT_FALSE((*session)->waitFor(0.2));
  (*session)->cancel();
  EXPECT_EQ((*session)->wait().kind, OutcomeKind::Cancelled);
  EXPECT_TRUE(nothingIsLeft());
}

}  // namespace
}  // namespace interleave
