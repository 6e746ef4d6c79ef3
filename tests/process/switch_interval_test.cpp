// SPDX-License-Identifier: GPL-3.0-or-later
// The switch interval moved while a run is live, on the emulated GIL and on the real ones of this machine.
//
// A turn is what lies between two switches: from a worker's begin to the begin of another's. A machine with other work
// can make turns longer, never shorter than the interval that a waiter waits, so each property holds on any machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "core/python/python_discovery.h"
#include "core/session/run_session.h"
#include "core/trace/interval_parts.h"
#include "core/trace/statistics.h"
#include "tests/support/program.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;

constexpr double kLong_ms = 40.0;
constexpr double kShort_ms = 1.0;
constexpr std::size_t kTurns = 12;

// Those that began and ended within the part.
std::vector<double> turns_ms(const TraceSnapshot& snapshot, const IntervalPart& part) {
  std::vector<double> lengths;
  std::optional<RunningSlice> first;
  for (const RunningSlice& slice : runningSlices(snapshot)) {
    if (slice.begin_ns < part.begin_ns || slice.begin_ns > part.end_ns) {
      continue;
    }
    if (first && first->track != slice.track) {
      lengths.push_back(static_cast<double>(slice.begin_ns - first->begin_ns) / 1e6);
      first.reset();
    }
    first = first.value_or(slice);
  }
  if (!lengths.empty()) {
    lengths.erase(lengths.begin());  // may have begun before
  }
  return lengths;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::vector<IntervalPart> partsOf(const RunSession& session) {
  const SnapshotPtr snapshot = session.snapshot();
  return intervalParts(*snapshot, session.experiment().switch_interval_ms, snapshot->now_ns);
}

// Until the newest part holds so many turns; false when the run ended before.
bool waitForTurns(RunSession& session, std::size_t parts, std::size_t turns) {
  while (!session.waitFor(0.02)) {
    const std::vector<IntervalPart> found = partsOf(session);
    if (found.size() == parts && turns_ms(*session.snapshot(), found.back()).size() >= turns) {
      return true;
    }
  }
  return false;
}

Experiment endless(Runtime runtime) {
  Experiment experiment;
  experiment.runtime = runtime;
  experiment.model = Model::Threads;
  experiment.workload = "live-tracker";
  experiment.parameters["n"] = std::int64_t{1'000'000'000};
  experiment.workers = 2;
  experiment.jobs = 2;
  experiment.switch_interval_ms = kLong_ms;
  experiment.timeout_s = 90.0;
  return experiment;
}

void expectTurnsToFollow(const Experiment& experiment) {
  auto session = RunSession::start(experiment);
  ASSERT_TRUE(session) << session.error().message;
  ASSERT_TRUE(waitForTurns(**session, 1, kTurns));
  ASSERT_TRUE((*session)->setSwitchInterval(kShort_ms));
  ASSERT_TRUE(waitForTurns(**session, 2, 5 * kTurns));
  ASSERT_TRUE((*session)->setSwitchInterval(kLong_ms));
  ASSERT_TRUE(waitForTurns(**session, 3, kTurns));
  (*session)->cancel();
  (*session)->wait();
  const RunRecord record = (*session)->record();
  const auto& changes = record.snapshot->interval_changes;
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0], (IntervalChange{changes[0].time_ns, kLong_ms, kShort_ms}));
  EXPECT_EQ(changes[1], (IntervalChange{changes[1].time_ns, kShort_ms, kLong_ms}));
  EXPECT_LT(changes[0].time_ns, changes[1].time_ns);
  const std::vector<IntervalPart> parts = intervalParts(*record.snapshot, kLong_ms, record.outcome.elapsed_ns);
  ASSERT_EQ(parts.size(), 3u);
  const double before = median(turns_ms(*record.snapshot, parts[0]));
  const double between = median(turns_ms(*record.snapshot, parts[1]));
  const double after = median(turns_ms(*record.snapshot, parts[2]));
  EXPECT_GE(before, 0.95 * kLong_ms);
  EXPECT_GE(between, 0.95 * kShort_ms);
  EXPECT_GE(after, 0.95 * kLong_ms);
  EXPECT_LT(between, 0.7 * before);
  EXPECT_LT(between, 0.7 * after);
}

TEST(SwitchInterval, TurnsUnderTheEmulatedGilFollowItWhileTheRunIsLive) {
  expectTurnsToFollow(endless(Runtime::Gil));
}

TEST(SwitchInterval, TurnsInEveryCPythonOfThisMachineFollowIt) {
  int seen = 0;
  for (const PythonInterpreter& python : findPythons()) {
    if (!python.isUsable() || !python.is_gil_on) {
      continue;
    }
    SCOPED_TRACE(python.name());
    Experiment experiment = endless(Runtime::Python);
    experiment.interpreter = python.path;
    experiment.interpreter_name = python.name();
    expectTurnsToFollow(experiment);
    ++seen;
  }
  if (seen == 0) {
    GTEST_SKIP() << "this machine has no Python";
  }
}

TEST(SwitchInterval, IsMovedAtTheTimesThatWereAskedForBeforehand) {
  SessionSettings settings;
  settings.interval_steps = {{0.25, 2.0}, {0.1, 0.5}};
  auto session = RunSession::start(endless(Runtime::Gil), settings);
  ASSERT_TRUE(session) << session.error().message;
  while ((*session)->snapshot()->interval_changes.size() < 2 && !(*session)->waitFor(0.01)) {
  }
  (*session)->cancel();
  (*session)->wait();
  const std::vector<IntervalChange> changes = (*session)->snapshot()->interval_changes;
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].to_ms, 0.5);
  EXPECT_GE(changes[0].time_ns, 100'000'000);
  EXPECT_EQ(changes[1].to_ms, 2.0);
  EXPECT_GE(changes[1].time_ns, 250'000'000);
}

TEST(SwitchInterval, WhereThereIsNothingToMoveThatIsSaid) {
  Experiment native = endless(Runtime::Native);
  native.parameters["n"] = std::int64_t{1000};
  auto session = RunSession::start(native);
  ASSERT_TRUE(session);
  const Status no_gil = (*session)->setSwitchInterval(1.0);
  ASSERT_FALSE(no_gil);
  EXPECT_THAT(no_gil.error().message, HasSubstr("no switch interval"));
  SessionSettings settings;
  settings.interval_steps = {{0.0, 1.0}};
  EXPECT_FALSE(RunSession::start(native, settings));

  Experiment gil = native;
  gil.runtime = Runtime::Gil;
  auto ended = RunSession::start(gil);
  ASSERT_TRUE(ended);
  EXPECT_FALSE((*ended)->setSwitchInterval(0.0));
  EXPECT_FALSE((*ended)->setSwitchInterval(1e9));
  (*ended)->wait();
  const Status late = (*ended)->setSwitchInterval(1.0);
  ASSERT_FALSE(late);
  EXPECT_THAT(late.error().message, HasSubstr("has ended"));
}

class OwnFunction : public testing::Test {
 protected:
  // Each job returns the interval in microseconds once it is another one than at the run's begin.
  void expectToSee(Model model, const std::string& source, const std::function<void()>& when_moved) {
    const auto python = choosePython("");
    if (!python) {
      GTEST_SKIP() << python.error().message;
    }
    std::ofstream(m_folder / "work.py") << source;
    Experiment experiment;
    experiment.runtime = Runtime::Python;
    experiment.interpreter = python->path;
    experiment.interpreter_name = python->name();
    experiment.model = model;
    experiment.workload = "my-python";
    experiment.workers = 2;
    experiment.jobs = 4;
    experiment.switch_interval_ms = 20.0;
    experiment.timeout_s = 60.0;
    experiment.parameters["file"] = std::string(m_folder / "work.py");
    experiment.parameters["args"] = std::string("[\"" + (m_folder / "moved") + "\"]");
    auto session = RunSession::start(experiment);
    ASSERT_TRUE(session) << session.error().message;
    while ((*session)->snapshot()->now_ns == 0 && !(*session)->waitFor(0.01)) {
    }
    ASSERT_TRUE((*session)->setSwitchInterval(3.0));
    while ((*session)->snapshot()->interval_changes.empty() && !(*session)->waitFor(0.01)) {
    }
    when_moved();
    ASSERT_EQ((*session)->wait().kind, OutcomeKind::Finished) << (*session)->wait().message;
    const SnapshotPtr snapshot = (*session)->snapshot();
    EXPECT_EQ(snapshot->jobs.at(JobId{3}).result, 3000u) << snapshot->jobs.at(JobId{3}).error;
  }
  test::TemporaryFolder m_folder;
};

// It computes without a mark until it sees another interval, or for ever: then the run's time limit ends it.
TEST_F(OwnFunction, InThreadsWithoutAMarkSeesItMoved) {
  expectToSee(Model::Threads,
              "import sys\n"
              "def main(moved):\n"
              "    while sys.getswitchinterval() == 0.02:\n"
              "        pass\n"
              "    return round(sys.getswitchinterval() * 1e6)\n",
              [] {});
}

TEST_F(OwnFunction, InProcessesTheNextJobSeesItMoved) {
  expectToSee(Model::Processes,
              "import os, sys, time\n"
              "def main(moved):\n"
              "    while not os.path.exists(moved):\n"
              "        time.sleep(0.01)\n"
              "    return round(sys.getswitchinterval() * 1e6)\n",
              [this] { std::ofstream(m_folder / "moved") << "yes"; });
}

}  // namespace
}  // namespace interleave
