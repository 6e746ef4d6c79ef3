// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts on real runs, five times each: only what holds however much else the machine does.
#include "core/analysis/verdict.h"

#include <gtest/gtest.h>

#include "core/session/run_session.h"
#include "tests/support/whole_run.h"

namespace interleave {
namespace {

using test::runToEnd;

constexpr int kRepeats = 5;

void expectVerdict(const Experiment& experiment, Pattern pattern, Bound bound, Model recommended) {
  for (int i = 0; i < kRepeats; ++i) {
    const RunRecord record = runToEnd(experiment);
    ASSERT_TRUE(record.verdict) << figuresSentence(record);
    EXPECT_EQ(record.verdict->pattern, pattern) << record.verdict->text();
    EXPECT_EQ(record.verdict->bound, bound) << record.verdict->text();
    ASSERT_TRUE(record.verdict->recommended || pattern == Pattern::Straggler);
    if (record.verdict->recommended) {
      EXPECT_EQ(record.verdict->recommended->model, recommended) << record.verdict->text();
    }
  }
}

Experiment computing(Model model, Runtime runtime = Runtime::Gil) {
  Experiment experiment;
  experiment.runtime = runtime;
  experiment.model = model;
  experiment.parameters["n"] = std::int64_t{10'000'000};
  return experiment;
}

Experiment fetching(Model model, int workers) {
  Experiment experiment;
  experiment.model = model;
  experiment.workload = "http-fetch";
  experiment.workers = workers;
  experiment.jobs = 16;
  return experiment;
}

Model computingModel() {
  return thisMachine().cores > 1 ? Model::Processes : Model::Serial;
}

TEST(Verdicts, ThreadsUnderAGilAreInterleaved) {
  expectVerdict(computing(Model::Threads), Pattern::Interleaved, Bound::Cpu, computingModel());
}

TEST(Verdicts, SerialIsSerial) {
  expectVerdict(computing(Model::Serial), Pattern::Serial, Bound::Cpu, computingModel());
}

TEST(Verdicts, ThreadsThatFetchAreParallel) {
  expectVerdict(fetching(Model::Threads, 16), Pattern::Parallel, Bound::Io, Model::Threads);
}

TEST(Verdicts, OneSlowAnswerIsAStraggler) {
  Experiment experiment = fetching(Model::Threads, 8);
  experiment.parameters["shape"] = std::string("straggler");
  experiment.parameters["straggler"] = 2000.0;
  expectVerdict(experiment, Pattern::Straggler, Bound::Io, Model::Threads);
}

TEST(Verdicts, AStoppedRunHasNone) {
  auto session = RunSession::start(computing(Model::Threads));
  ASSERT_TRUE(session);
  (*session)->cancel();
  (*session)->wait();
  EXPECT_FALSE((*session)->record().verdict);
}

}  // namespace
}  // namespace interleave
