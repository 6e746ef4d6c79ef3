// SPDX-License-Identifier: GPL-3.0-or-later
// Every workload in a real interpreter gives the results that it gives in C++, and the same conclusion of the run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/python/python_discovery.h"
#include "core/session/run_session.h"
#include "tests/support/program.h"
#include "tests/support/whole_run.h"

namespace interleave {
namespace {

using test::runToEnd;

using ::testing::HasSubstr;

// The oldest and the newest of this machine, and one with NumPy.
std::vector<PythonInterpreter> somePythons() {
  std::vector<PythonInterpreter> found = findPythons();
  std::erase_if(found, [](const PythonInterpreter& one) { return !one.isUsable(); });
  if (found.empty()) {
    return found;
  }
  const auto [oldest, newest] =
      std::minmax_element(found.begin(), found.end(),
                          [](const PythonInterpreter& a, const PythonInterpreter& b) { return a.version < b.version; });
  std::vector<PythonInterpreter> some{*oldest, *newest};
  for (const PythonInterpreter& one : found) {
    if (one.packages.contains("numpy")) {
      some.push_back(one);
      break;
    }
  }
  return some;
}

Experiment small(const std::string& workload) {
  Experiment experiment;
  experiment.workload = workload;
  experiment.runtime = Runtime::Native;
  experiment.model = Model::Threads;
  experiment.workers = 2;
  experiment.jobs = 3;
  experiment.seed = 7;
  ParameterValues& values = experiment.parameters;
  if (workload == "primes") {
    values["from"] = std::int64_t{1'000'000'000};
  } else if (workload == "matrix") {
    values["n"] = std::int64_t{40};
  } else if (workload == "compress" || workload == "log-regex" || workload == "file-read") {
    values["size"] = std::int64_t{1};
  } else if (workload == "query") {
    values["rows"] = std::int64_t{3'000};
  } else if (workload == "payload") {
    values["size"] = std::int64_t{64};
  } else if (workload == "sum-of-squares") {
    values["n"] = std::int64_t{4'000'003};  // beyond 64 bits
  }
  return experiment;
}

Experiment in(const PythonInterpreter& python, Model model, Experiment experiment) {
  experiment.runtime = Runtime::Python;
  experiment.interpreter = python.path;
  experiment.interpreter_name = python.name();
  experiment.model = model;
  return experiment;
}

std::vector<std::optional<std::uint64_t>> resultsOf(const RunRecord& record) {
  std::vector<std::optional<std::uint64_t>> results;
  for (std::uint32_t job = 0; job < record.snapshot->jobs.size(); ++job) {
    const JobRecord& done = record.snapshot->jobs.at(JobId{job});
    EXPECT_EQ(done.state, JobState::Done) << done.error;
    results.push_back(done.result);
  }
  return results;
}

constexpr Model kModels[] = {Model::Serial, Model::Threads, Model::Processes};

class WithPythons : public testing::Test {
 protected:
  void SetUp() override {
    m_pythons = somePythons();
    if (m_pythons.empty()) {
      GTEST_SKIP() << "this machine has no Python";
    }
  }
  std::vector<PythonInterpreter> m_pythons;
};

class PythonWorkload : public WithPythons, public testing::WithParamInterface<std::string> {};

TEST_P(PythonWorkload, GivesTheResultsOfItsCounterpartInEveryModel) {
  const Experiment wanted = small(GetParam());
  const RunRecord native = runToEnd(wanted);
  for (const PythonInterpreter& python : m_pythons) {
    for (const Model model : kModels) {
      const RunRecord record = runToEnd(in(python, model, wanted));
      EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
      EXPECT_EQ(resultsOf(record), resultsOf(native)) << python.name() << ", " << name(model);
      if (native.outcome.conclusion.empty()) {
        EXPECT_EQ(record.outcome.conclusion.empty(), GetParam() != "matrix") << record.outcome.conclusion;
      } else if (GetParam() != "payload") {  // which says how long it took
        EXPECT_EQ(record.outcome.conclusion, native.outcome.conclusion) << python.name() << ", " << name(model);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Python, PythonWorkload,
                         testing::Values("sum-of-squares", "primes", "log-regex", "matrix", "compress", "file-read",
                                         "query", "payload", "start-cost"),
                         [](const auto& workload) {
                           std::string text = workload.param;
                           std::replace(text.begin(), text.end(), '-', '_');
                           return text;
                         });

class PythonSharing : public WithPythons {};

TEST_F(PythonSharing, ARaceLosesUpdatesWithoutALockAndNoneWithIt) {
  for (const PythonInterpreter& python : m_pythons) {
    for (const Model model : kModels) {
      Experiment race = in(python, model, small("race"));
      race.parameters["n"] = std::int64_t{5'000};
      race.parameters["lock"] = std::string("with");
      const RunRecord locked = runToEnd(race);
      EXPECT_EQ(locked.outcome.conclusion, "0 of 15,000 updates lost with a lock: the counter says 15,000")
          << python.name() << ", " << name(model) << locked.outcome.message;
    }
    Experiment race = in(python, Model::Threads, small("race"));
    race.api = "threading";
    race.parameters["n"] = std::int64_t{300'000};
    race.switch_interval_ms = 0.1;
    const RunRecord unlocked = runToEnd(race);
    EXPECT_GT(unlocked.outcome.result.value_or(0), 0u) << python.name();
  }
}

TEST_F(PythonSharing, EachItemOfTheQueueIsTakenOnce) {
  for (const PythonInterpreter& python : m_pythons) {
    for (const Model model : kModels) {
      Experiment queue = in(python, model, small("queue"));
      queue.parameters["items"] = std::int64_t{500};
      queue.parameters["work"] = 0.05;
      const RunRecord record = runToEnd(queue);
      EXPECT_EQ(record.outcome.conclusion, "500 items, each taken exactly once")
          << python.name() << ", " << name(model);
      std::uint64_t taken = 0;
      for (const auto& result : resultsOf(record)) {
        taken += result.value_or(0);
      }
      EXPECT_EQ(taken, 500u);
    }
  }
}

TEST_F(PythonSharing, ADeadlockIsNamedByItsCircle) {
  for (const PythonInterpreter& python : m_pythons) {
    for (const Model model : {Model::Threads, Model::Processes}) {
      for (const int locks : {2, 3}) {
        Experiment experiment = in(python, model, small("deadlock"));
        experiment.workers = experiment.jobs = locks;
        experiment.parameters["locks"] = std::int64_t{locks};
        experiment.parameters["hold"] = 1.0;
        const RunRecord record = runToEnd(experiment);
        EXPECT_EQ(record.outcome.kind, OutcomeKind::Deadlocked) << record.outcome.message;
        EXPECT_THAT(record.outcome.message, HasSubstr("deadlock: worker 0 holds lock "));
        EXPECT_THAT(record.snapshot->jobs.at(JobId{0}).error,
                    HasSubstr("deadlocked: holds lock A and waited for lock B"));
        experiment.parameters["order"] = std::string("same");
        EXPECT_EQ(runToEnd(experiment).outcome.conclusion, "no deadlock: every job had both its locks");
      }
    }
  }
}

TEST_F(PythonSharing, SquaresArePrintedByBothFunctions) {
  for (const Model model : {Model::Serial, Model::Threads, Model::Processes, Model::EventLoop}) {
    Experiment print = in(m_pythons.front(), model, small("print-squares"));
    print.jobs = 2;
    print.parameters = {{"items", std::int64_t{3}}, {"slow", 4.0}, {"fast", 1.0}};
    const RunRecord record = runToEnd(print);
    EXPECT_EQ(record.outcome.result, 6u) << record.outcome.conclusion;
    EXPECT_THAT(record.outcome.conclusion, HasSubstr(" 2²=4")) << name(model);
    if (model == Model::Serial) {
      EXPECT_EQ(record.outcome.conclusion, "printed, in this order: 0 1 2 0²=0 1²=1 2²=4");
    }
  }
}

// CPython says nothing of waits for its GIL. Where an answer was waited for, they are told apart all the same.
TEST_F(PythonSharing, WaitingForTheGilOnceTheAnswerIsThereIsNotWaitingForIo) {
  for (const PythonInterpreter& python : m_pythons) {
    Experiment fetch = in(python, Model::Threads, small("fetch-crunch"));
    fetch.workers = 4;
    fetch.jobs = 16;
    fetch.parameters = {{"delay", 10.0}, {"n", std::int64_t{1'000'000}}};  // each computes for longer than it waits
    const RunRecord record = runToEnd(fetch);
    ASSERT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
    std::size_t after_an_answer = 0;
    for (const Track& track : record.snapshot->tracks) {
      for (std::size_t i = 1; i < track.size(); ++i) {
        const bool follows = track.at(i - 1).state == State::IoWait && track.at(i - 1).end_ns == track.at(i).begin_ns;
        after_an_answer += follows && track.at(i).state == State::GilWait ? 1 : 0;
      }
    }
    EXPECT_GE(after_an_answer, 1u) << python.name();
  }
}

TEST_F(PythonSharing, FetchingAndCrunchingGoesInEveryModel) {
  for (const Model model : {Model::Serial, Model::Threads, Model::Processes, Model::EventLoop, Model::Hybrid}) {
    Experiment fetch = in(m_pythons.front(), model, small("fetch-crunch"));
    fetch.workers = 3;
    fetch.parameters = {{"delay", 2.0}, {"n", std::int64_t{10'001}}, {"crunchers", std::int64_t{1}}};
    const RunRecord record = runToEnd(fetch);
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
    for (const auto& result : resultsOf(record)) {
      EXPECT_EQ(result, 10'001u * 10'000 / 2) << name(model);
    }
    if (model == Model::Hybrid) {
      EXPECT_EQ(record.snapshot->tracks.size(), 3u) << "two threads and one process";
    }
  }
}

TEST_F(PythonSharing, AWorkerPerJobIsOne) {
  for (const auto& [model, api] : std::vector<std::pair<Model, std::string>>{{Model::Threads, "concurrent.futures"},
                                                                             {Model::Threads, "threading"},
                                                                             {Model::Threads, "multiprocessing.dummy"},
                                                                             {Model::Processes, "concurrent.futures"},
                                                                             {Model::Processes, "multiprocessing"}}) {
    Experiment start = in(m_pythons.front(), model, small("start-cost"));
    start.api = api;
    start.jobs = 5;
    start.parameters["pool"] = std::string("one-per-job");
    const RunRecord record = runToEnd(start);
    EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished) << record.outcome.message;
    EXPECT_EQ(record.snapshot->tracks.size(), 5u) << name(model) << " " << api;
  }
}

}  // namespace
}  // namespace interleave
