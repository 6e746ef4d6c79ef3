// SPDX-License-Identifier: GPL-3.0-or-later
// What a run's trace says with each of the kernel's views, and that it agrees with itself.
#include <gtest/gtest.h>
#include <sched.h>

#include <cstdlib>
#include <string>

#include "core/base/clock.h"
#include "core/session/run_session.h"

namespace interleave {
namespace {

constexpr State kWaits[] = {State::GilWait, State::LockWait, State::IoWait, State::Waiting};

RunRecord runToEnd(Runtime runtime, Model model, const std::string& workload, std::int64_t n, int workers) {
  Experiment experiment;
  experiment.runtime = runtime;
  experiment.model = model;
  experiment.workload = workload;
  experiment.workers = workers;
  experiment.jobs = workers;
  if (n > 0) {
    experiment.parameters["n"] = n;
  }
  auto session = RunSession::start(experiment);
  EXPECT_TRUE(session) << session.error().message;
  (*session)->wait();
  return (*session)->record();
}

StateTimes sumOf(const std::vector<Track>& tracks, const RunRecord& record) {
  StateTimes sum{};
  for (const Track& track : tracks) {
    const StateTimes times = track.timesIn(0, record.outcome.elapsed_ns);
    for (std::size_t i = 0; i < kStateCount; ++i) {
      sum[i] += times[i];
    }
  }
  return sum;
}

// All threads of this process, and what it starts, on one core while it lives.
class OnOneCore {
 public:
  OnOneCore() {
    sched_getaffinity(0, sizeof m_before, &m_before);
    int core = 0;
    while (!CPU_ISSET(core, &m_before)) {
      ++core;
    }
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(core, &one);
    sched_setaffinity(0, sizeof one, &one);
  }
  ~OnOneCore() { sched_setaffinity(0, sizeof m_before, &m_before); }

 private:
  cpu_set_t m_before{};
};

class KernelViewOfRuns : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { setenv("INTERLEAVE_KERNEL_VIEW", GetParam(), 1); }
  void TearDown() override { unsetenv("INTERLEAVE_KERNEL_VIEW"); }
};

INSTANTIATE_TEST_SUITE_P(Views, KernelViewOfRuns, testing::Values("", "proc", "none"),
                         [](const auto& view) { return std::string(*view.param == '\0' ? "best" : view.param); });

TEST_P(KernelViewOfRuns, IsNamedWithItsResolution) {
  const RunRecord record = runToEnd(Runtime::Native, Model::Threads, "live-tracker", 3'000'000, 2);
  const Measurement& seen = record.measurement;
  const std::string asked = GetParam();
  if (!asked.empty()) {
    EXPECT_EQ(name(seen.view), asked);
  }
  EXPECT_EQ(seen.view_resolution_ns > 0, seen.view != KernelView::None);
  EXPECT_EQ(record.snapshot->cores.empty(), seen.view == KernelView::None);
  EXPECT_EQ(seen.lost_records, 0u);
  EXPECT_GT(seen.tick_ns.value(), 0.0);
  EXPECT_GT(seen.host_cpu_ratio.value(), 0.0);
}

// Two views of the same thing by two clocks: marks can't go on while there was no core.
TEST_P(KernelViewOfRuns, MarksAndSwitchRecordsNeverContradictEachOther) {
  for (const auto& [runtime, model] :
       {std::pair(Runtime::Native, Model::Threads), std::pair(Runtime::Native, Model::Processes),
        std::pair(Runtime::Gil, Model::Threads), std::pair(Runtime::Native, Model::Serial)}) {
    const RunRecord record = runToEnd(runtime, model, "live-tracker", 8'000'000, 4);
    EXPECT_EQ(record.measurement.contradiction_ns, 0) << name(runtime) << " " << name(model);
    EXPECT_EQ(record.measurement.agreement.has_value(), record.measurement.view == KernelView::Perf);
  }
}

TEST_P(KernelViewOfRuns, ThreadsThatShareOneCoreAreReadyNotWaiting) {
  RunRecord record;
  {
    const OnOneCore pinned;
    record = runToEnd(Runtime::Native, Model::Threads, "live-tracker", 12'000'000, 4);
  }
  const StateTimes sum = sumOf(record.snapshot->tracks, record);
  std::int64_t waited_ns = 0;
  for (const State wait : kWaits) {
    waited_ns += sum[index(wait)];
  }
  EXPECT_GT(sum[index(State::Ready)], sum[index(State::Running)]) << "of four, three want a core most of the time";
  EXPECT_GT(sum[index(State::Ready)], 10 * waited_ns);
  int used = 0;
  for (const Track& core : record.snapshot->cores) {
    bool ran_a_job = false;
    for (std::size_t i = 0; i < core.size(); ++i) {
      ran_a_job = ran_a_job || core.at(i).job != kNoJob;
    }
    used += ran_a_job ? 1 : 0;
  }
  EXPECT_EQ(used, record.snapshot->cores.empty() ? 0 : 1);
}

TEST_P(KernelViewOfRuns, TheCoresRanWhatTheWorkersRan) {
  const RunRecord record = runToEnd(Runtime::Native, Model::Threads, "live-tracker", 12'000'000, 3);
  const std::int64_t busy_ns = sumOf(record.snapshot->tracks, record)[index(State::Running)];
  EXPECT_EQ(busy_ns, record.figures.busy_ns);
  std::int64_t on_cores_ns = 0;
  for (const std::int64_t core_ns : record.snapshot->core_running_ns) {
    on_cores_ns += core_ns;
  }
  if (record.measurement.view == KernelView::None) {
    EXPECT_EQ(on_cores_ns, busy_ns);
    return;
  }
  std::int64_t with_a_job_ns = 0;
  for (const Track& core : record.snapshot->cores) {
    for (std::size_t i = 0; i < core.size(); ++i) {
      const Slice slice = core.at(i);
      with_a_job_ns += slice.state == State::Running && slice.job != kNoJob ? slice.length_ns() : 0;
    }
  }
  EXPECT_GE(on_cores_ns, with_a_job_ns);
  if (record.measurement.view == KernelView::Perf) {
    EXPECT_EQ(with_a_job_ns, busy_ns) << "jobs that never wait run whenever they have a core";
  }
}

TEST_P(KernelViewOfRuns, UnderAGilEachTurnWasHandedOverByWhoHadTheLastOne) {
  const RunRecord record = runToEnd(Runtime::Gil, Model::Threads, "live-tracker", 20'000'000, 3);
  const WakeColumnView& wakes = record.snapshot->wakes;
  ASSERT_GT(wakes.size(), 2u);
  for (std::size_t i = 0; i < wakes.size(); ++i) {
    const Wake& wake = wakes.at(i);
    EXPECT_NE(wake.from, wake.to);
    EXPECT_EQ(wake.waited_for, State::GilWait);
    EXPECT_LE(wake.from_ns, wake.to_ns);
    if (i > 0) {
      EXPECT_GE(wake.from_ns, wakes.at(i - 1).to_ns) << "only who has taken the lock can give it up";
    }
  }
}

TEST_P(KernelViewOfRuns, TheLoadOfTheCoresHoldsTheExperimentsPart) {
  const RunRecord record = runToEnd(Runtime::Native, Model::Threads, "live-tracker", 60'000'000, 2);
  ASSERT_FALSE(record.loads.empty());
  std::int64_t last_ns = 0;
  for (const CoreLoad& load : record.loads) {
    EXPECT_GT(load.time_ns, last_ns);
    last_ns = load.time_ns;
    ASSERT_EQ(load.busy_ratio.size(), load.experiment_ratio.size());
    for (std::size_t i = 0; i < load.busy_ratio.size(); ++i) {
      EXPECT_GE(load.busy_ratio[i], 0.0);
      EXPECT_LE(load.busy_ratio[i], 1.0);
      EXPECT_GE(load.experiment_ratio[i], 0.0);
      EXPECT_LE(load.experiment_ratio[i], 1.0 + 1e-9);
    }
  }
}

TEST(KernelViewOfARun, AViewThatDoesNotExistIsNamedAndTheRunGoesOn) {
  setenv("INTERLEAVE_KERNEL_VIEW", "crystal-ball", 1);
  const RunRecord record = runToEnd(Runtime::Native, Model::Threads, "live-tracker", 1'000'000, 2);
  unsetenv("INTERLEAVE_KERNEL_VIEW");
  EXPECT_EQ(record.outcome.kind, OutcomeKind::Finished);
  EXPECT_EQ(record.measurement.view, KernelView::None);
  ASSERT_FALSE(record.outcome.notes.empty());
  EXPECT_NE(record.outcome.notes[0].find("crystal-ball"), std::string::npos);
}

}  // namespace
}  // namespace interleave
