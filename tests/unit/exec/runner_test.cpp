// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs of the real runner, over the real socket and the real shared memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/clock.h"
#include "tests/unit/exec/runner_driver.h"

namespace interleave::testing {
namespace {

struct Shape {
  Runtime runtime;
  Model model;
  StartMethod method;
};

std::string shapeName(const ::testing::TestParamInfo<Shape>& info) {
  std::string text = name(info.param.runtime) + "_" + name(info.param.model);
  return info.param.model == Model::Processes ? text + "_" + name(info.param.method) : text;
}

class EveryShape : public ::testing::TestWithParam<Shape> {
 protected:
  Experiment made(const std::string& workload, int workers, int jobs) const {
    Experiment wanted = experimentOf(GetParam().runtime, GetParam().model, workload, workers, jobs);
    wanted.start_method = GetParam().method;
    return wanted;
  }
};

INSTANTIATE_TEST_SUITE_P(Runs, EveryShape,
                         ::testing::Values(Shape{Runtime::Native, Model::Serial, StartMethod::Spawn},
                                           Shape{Runtime::Gil, Model::Serial, StartMethod::Spawn},
                                           Shape{Runtime::Native, Model::Threads, StartMethod::Spawn},
                                           Shape{Runtime::Gil, Model::Threads, StartMethod::Spawn},
                                           Shape{Runtime::Native, Model::Processes, StartMethod::Spawn},
                                           Shape{Runtime::Gil, Model::Processes, StartMethod::Spawn},
                                           Shape{Runtime::Native, Model::Processes, StartMethod::Forkserver},
                                           Shape{Runtime::Gil, Model::Processes, StartMethod::Fork}),
                         shapeName);

TEST_P(EveryShape, doesEachJobOnceAndAccountsForEveryTick) {
  Experiment wanted = made("live-tracker", 3, 7);
  wanted.parameters["n"] = std::int64_t{50'000};
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Finished) << record.finished->message;
  EXPECT_TRUE(record.end.isClean()) << record.end.describe();
  EXPECT_TRUE(record.gone.empty());
  ASSERT_TRUE(record.hello);
  EXPECT_EQ(record.hello->version, kProtocolVersion);

  ASSERT_EQ(record.jobs.size(), 7u);
  std::uint64_t ticks = 0;
  for (std::size_t i = 0; i < record.jobs.size(); ++i) {
    const JobDone& job = record.jobs[i];
    EXPECT_EQ(number(job.job), i);
    EXPECT_TRUE(job.ok) << job.error;
    EXPECT_EQ(job.result, 50'000u);
    EXPECT_EQ(job.ticks, 50'000u);
    EXPECT_LT(job.begin_raw, job.end_raw);
    EXPECT_LE(job.end_raw, record.finished->end_raw);
    ticks += job.ticks;
  }
  std::uint64_t counted = 0;
  std::uint64_t begun = 0;
  for (const Track& track : record.tracks) {
    ASSERT_TRUE(track.identity);
    EXPECT_EQ(track.state, IL_RING_CLOSED);
    EXPECT_EQ(track.identity->kind, wanted.model == Model::Processes ? IL_WORKER_PROCESS : IL_WORKER_THREAD);
    counted += track.counters.ticks;
    ASSERT_GE(track.samples.size(), 3u);
    EXPECT_EQ(track.samples[0].kind, IL_START);
    EXPECT_EQ(track.samples[1].kind, IL_READY);
    EXPECT_LE(track.samples[0].time, track.samples[1].time);
    EXPECT_EQ(track.samples.back().kind, IL_STOP);
    EXPECT_TRUE(std::is_sorted(track.samples.begin(), track.samples.end(),
                               [](const il_sample& a, const il_sample& b) { return a.time < b.time; }));
    for (const il_sample& sample : track.samples) {
      if (sample.kind == IL_JOB_BEGIN) {
        ++begun;
        EXPECT_EQ(sample.time, record.jobs.at(sample.job).begin_raw);
      } else if (sample.kind == IL_JOB_END) {
        EXPECT_EQ(sample.time, record.jobs.at(sample.job).end_raw);
      }
    }
  }
  EXPECT_EQ(counted, ticks);
  EXPECT_EQ(begun, 7u);
}

TEST_P(EveryShape, startsAllWorkersEvenIfThereIsNothingLeftForThem) {
  Experiment wanted = made("live-tracker", 6, 1);
  wanted.parameters["n"] = std::int64_t{1};
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Finished);
  EXPECT_EQ(record.jobs.size(), 1u);
  for (const Track& track : record.tracks) {
    EXPECT_EQ(track.state, IL_RING_CLOSED);
  }
}

TEST_P(EveryShape, addsUpToTheFormula) {
  constexpr std::uint64_t n = 1'000'003;
  Experiment wanted = made("cpu-heavy", 2, 3);
  wanted.parameters["n"] = static_cast<std::int64_t>(n);
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_EQ(record.jobs.size(), 3u);
  for (const JobDone& job : record.jobs) {
    EXPECT_EQ(job.result, n * (n - 1) / 2) << job.error;
  }
}

TEST_P(EveryShape, sleepersOverlapUnlessSerial) {
  Experiment wanted = made("sleep", 4, 4);
  const double duration_ms = wanted.model == Model::Serial ? 50.0 : 1'000.0;
  wanted.parameters["duration"] = duration_ms;
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_TRUE(record.finished);
  ASSERT_EQ(record.jobs.size(), 4u);
  std::uint64_t last_begin = 0;
  std::uint64_t first_end = ~std::uint64_t{0};
  for (const JobDone& job : record.jobs) {
    EXPECT_TRUE(job.ok) << job.error;
    EXPECT_FALSE(job.result);
    last_begin = std::max(last_begin, job.begin_raw);
    first_end = std::min(first_end, job.end_raw);
  }
  if (wanted.model == Model::Serial) {
    EXPECT_GE(record.elapsed_ns, 4 * 50 * kNsPerMs);
    EXPECT_GE(last_begin, first_end);
  } else {
    EXPECT_GE(record.elapsed_ns, 1'000 * kNsPerMs);
    EXPECT_LT(last_begin, first_end);
  }
}

TEST_P(EveryShape, givesUpAtOnceWhenCancelled) {
  for (const char* workload : {"live-tracker", "sleep"}) {
    Experiment wanted = made(workload, 3, 5);
    if (wanted.workload == "sleep") {
      wanted.parameters["duration"] = 3'600'000.0;
    } else {
      wanted.parameters["n"] = std::int64_t{1'000'000'000'000};
    }
    wanted.switch_interval_ms = 10'000.0;  // those that wait for the GIL must not wait that out
    bool cancelled = false;
    const RunRecord record = RunnerDriver().run(wanted, [&](RunnerDriver& driver) {
      const auto& tracks = driver.record().tracks;
      const bool begun = std::any_of(tracks.begin(), tracks.end(), [](const Track& track) {
        return std::any_of(track.samples.begin(), track.samples.end(),
                           [](const il_sample& sample) { return sample.kind == IL_JOB_BEGIN; });
      });
      if (begun && !std::exchange(cancelled, true)) {
        driver.cancel();
      }
    });
    ASSERT_TRUE(record.finished);
    EXPECT_EQ(record.finished->kind, FinishKind::Cancelled) << record.finished->message;
    EXPECT_TRUE(record.end.isClean()) << record.end.describe();
    EXPECT_TRUE(record.gone.empty());
    EXPECT_FALSE(record.jobs.empty());
    for (const JobDone& job : record.jobs) {
      EXPECT_FALSE(job.ok);
      EXPECT_THAT(job.error, ::testing::Not(::testing::IsEmpty()));
    }
  }
}

}  // namespace
}  // namespace interleave::testing
