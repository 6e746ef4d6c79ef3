// SPDX-License-Identifier: GPL-3.0-or-later
// The models event-loop and hybrid, through the real runner, and their like with threads beside them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/clock.h"
#include "tests/unit/exec/runner_driver.h"

namespace interleave::testing {
namespace {

using ::testing::HasSubstr;

std::size_t countOf(const Track& track, std::uint16_t kind) {
  return static_cast<std::size_t>(std::count_if(track.samples.begin(), track.samples.end(),
                                                [&](const il_sample& sample) { return sample.kind == kind; }));
}

class BothRuntimes : public ::testing::TestWithParam<Runtime> {};
INSTANTIATE_TEST_SUITE_P(Runs, BothRuntimes, ::testing::Values(Runtime::Native, Runtime::Gil),
                         [](const auto& tested) { return name(tested.param); });

TEST_P(BothRuntimes, theEventLoopHasAllJobsUnderWayOnOneThread) {
  Experiment wanted = experimentOf(GetParam(), Model::EventLoop, "http-fetch", 7, 50);
  wanted.parameters["delay"] = 1'000.0;
  wanted.parameters["bytes"] = std::int64_t{100'000};
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Finished) << record.finished->message;
  ASSERT_EQ(record.tracks.size(), 1u);
  ASSERT_EQ(record.jobs.size(), 50u);
  std::uint64_t last_begin = 0;
  std::uint64_t first_end = ~std::uint64_t{0};
  for (const JobDone& job : record.jobs) {
    EXPECT_TRUE(job.ok) << job.error;
    EXPECT_EQ(job.result, 100'000u);
    last_begin = std::max(last_begin, job.begin_raw);
    first_end = std::min(first_end, job.end_raw);
  }
  EXPECT_LT(last_begin, first_end) << "all were under way at one time";
}

TEST_P(BothRuntimes, theEventLoopsTrackSaysWhatItWorksOn) {
  Experiment wanted = experimentOf(GetParam(), Model::EventLoop, "sleep", 1, 20);
  wanted.parameters["duration"] = 50.0;
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_EQ(record.jobs.size(), 20u);
  const Track& track = record.tracks.at(0);
  // Begun, and gone on with after the sleep: two pieces each; in between and never inside a piece, waits.
  EXPECT_EQ(countOf(track, IL_JOB_BEGIN), 40u);
  EXPECT_EQ(countOf(track, IL_JOB_END), 40u);
  EXPECT_GE(countOf(track, IL_WAIT_BEGIN), 1u);
  EXPECT_EQ(countOf(track, IL_WAIT_BEGIN), countOf(track, IL_WAIT_END));
  bool is_in_job = false;
  for (const il_sample& sample : track.samples) {
    EXPECT_FALSE(is_in_job && sample.kind == IL_WAIT_BEGIN);
    is_in_job = sample.kind == IL_JOB_BEGIN || (is_in_job && sample.kind != IL_JOB_END);
  }
  for (const JobDone& job : record.jobs) {
    EXPECT_TRUE(job.ok);
  }
}

TEST_P(BothRuntimes, theEventLoopStopsAtOnce) {
  for (const char* workload : {"sleep", "http-fetch"}) {
    Experiment wanted = experimentOf(GetParam(), Model::EventLoop, workload, 1, 3'000);
    wanted.parameters[workload == std::string("sleep") ? "duration" : "delay"] = 60'000.0;
    bool cancelled = false;
    const RunRecord record = RunnerDriver().run(wanted, [&](RunnerDriver& driver) {
      if (countOf(driver.record().tracks.at(0), IL_WAIT_BEGIN) > 0 && !std::exchange(cancelled, true)) {
        driver.cancel();
      }
    });
    ASSERT_TRUE(record.finished);
    EXPECT_EQ(record.finished->kind, FinishKind::Cancelled) << record.finished->message;
    EXPECT_EQ(record.jobs.size(), 2'000u) << "those under way; the others were never begun";
    for (const JobDone& job : record.jobs) {
      EXPECT_FALSE(job.ok);
    }
  }
}

// Long enough that both are at it together, whoever begins late; the thread sanitizer makes multiplying 50 times as
// long.
#ifdef __SANITIZE_THREAD__
constexpr std::int64_t kLongMatrix = 400;
#else
constexpr std::int64_t kLongMatrix = 1'200;
#endif

TEST(Gil, isReleasedByWhatLibrariesReleaseItFor) {
  const std::pair<const char*, ParameterValues> releasing[] = {{"compress", {{"size", std::int64_t{24}}}},
                                                               {"matrix", {{"n", kLongMatrix}}}};
  for (const auto& [workload, parameters] : releasing) {
    Experiment wanted = experimentOf(Runtime::Gil, Model::Threads, workload, 2, 2);
    wanted.parameters = parameters;
    wanted.switch_interval_ms = 10'000.0;  // nobody gives the lock up because another asks
    const RunRecord record = RunnerDriver().run(wanted);
    ASSERT_EQ(record.jobs.size(), 2u);
    bool overlaps = false;
    for (const Running& one : runningIntervals(record.tracks.at(0))) {
      for (const Running& other : runningIntervals(record.tracks.at(1))) {
        overlaps = overlaps || (one.begin < other.end && other.begin < one.end);
      }
    }
    EXPECT_TRUE(overlaps) << workload;
  }
}

TEST(EventLoop, aRequestWithoutAnAnswerTimesOutAlone) {
  Experiment wanted = experimentOf(Runtime::Native, Model::EventLoop, "http-fetch", 1, 4);
  wanted.parameters["shape"] = std::string("straggler");
  wanted.parameters["delay"] = 1.0;
  wanted.parameters["straggler"] = 60'000.0;
  wanted.parameters["timeout"] = 2'000.0;
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_EQ(record.jobs.size(), 4u);
  EXPECT_FALSE(record.jobs[0].ok);
  EXPECT_THAT(record.jobs[0].error, HasSubstr("no whole answer from"));
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_TRUE(record.jobs[i].ok) << record.jobs[i].error;
  }
}

TEST(EventLoop, holdsTwoThousandConnectionsInLessMemoryThanAsManyThreads) {
  std::uint64_t memory_kb[2] = {0, 0};
  for (const Model model : {Model::EventLoop, Model::Threads}) {
    Experiment wanted = experimentOf(Runtime::Native, model, "http-fetch", 2'000, 2'000);
    wanted.parameters["delay"] = 5'000.0;
    wanted.parameters["timeout"] = 120'000.0;
    const RunRecord record = RunnerDriver().run(wanted);
    ASSERT_TRUE(record.finished);
    ASSERT_EQ(record.finished->kind, FinishKind::Finished) << record.finished->message;
    ASSERT_EQ(record.jobs.size(), 2'000u);
    for (const JobDone& job : record.jobs) {
      EXPECT_TRUE(job.ok) << job.error;
    }
    memory_kb[model == Model::Threads ? 1 : 0] = record.finished->memory_kb.value_or(0);
  }
  EXPECT_GT(memory_kb[0], 0u);
  EXPECT_LT(2 * memory_kb[0], memory_kb[1]);
  RecordProperty("event_loop_kb", static_cast<int>(memory_kb[0]));
  RecordProperty("threads_kb", static_cast<int>(memory_kb[1]));
}

TEST_P(BothRuntimes, theHybridFetchesInThreadsAndComputesInProcesses) {
  constexpr std::uint64_t n = 1'000'000;
  Experiment wanted = experimentOf(GetParam(), Model::Hybrid, "fetch-crunch", 5, 12);
  wanted.parameters["delay"] = 20.0;
  wanted.parameters["n"] = static_cast<std::int64_t>(n);
  wanted.parameters["crunchers"] = std::int64_t{2};
  wanted.parameters["queue"] = std::int64_t{1};
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Finished) << record.finished->message;
  ASSERT_EQ(record.jobs.size(), 12u);
  std::set<std::uint32_t> fetched;
  std::set<std::uint32_t> crunched;
  ASSERT_EQ(record.tracks.size(), 5u);
  for (std::size_t i = 0; i < 5; ++i) {
    const Track& track = record.tracks[i];
    ASSERT_TRUE(track.identity);
    EXPECT_EQ(track.identity->kind, i < 3 ? IL_WORKER_THREAD : IL_WORKER_PROCESS);
    EXPECT_EQ(track.state, IL_RING_CLOSED);
    for (const il_sample& sample : track.samples) {
      if (sample.kind == IL_JOB_BEGIN) {
        EXPECT_TRUE((i < 3 ? fetched : crunched).insert(sample.job).second);
        EXPECT_GE(sample.time, record.jobs.at(sample.job).begin_raw);
      }
    }
  }
  EXPECT_EQ(fetched.size(), 12u);
  EXPECT_EQ(crunched.size(), 12u);
  for (const JobDone& job : record.jobs) {
    EXPECT_TRUE(job.ok) << job.error;
    EXPECT_EQ(job.result, n * (n - 1) / 2);
    EXPECT_GE(number(job.worker), 3u) << "the account names the process";
  }
}

TEST_P(BothRuntimes, theHybridStops) {
  Experiment wanted = experimentOf(GetParam(), Model::Hybrid, "fetch-crunch", 6, 40);
  wanted.parameters["delay"] = 1.0;
  wanted.parameters["n"] = std::int64_t{10'000'000'000'000};
  wanted.parameters["queue"] = std::int64_t{1};
  bool cancelled = false;
  const RunRecord record = RunnerDriver().run(wanted, [&](RunnerDriver& driver) {
    // Until a thread waits for room in the queue, and a process computes.
    const auto& tracks = driver.record().tracks;
    const bool is_full = std::any_of(tracks.begin(), tracks.end(), [](const Track& track) {
      return std::any_of(track.samples.begin(), track.samples.end(), [](const il_sample& sample) {
        return sample.kind == IL_WAIT_BEGIN && sample.argument == IL_WAIT_LOCK;
      });
    });
    if (is_full && !std::exchange(cancelled, true)) {
      driver.cancel();
    }
  });
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Cancelled) << record.finished->message;
  EXPECT_TRUE(record.end.isClean()) << record.end.describe();
  EXPECT_TRUE(record.gone.empty());
}

}  // namespace
}  // namespace interleave::testing
