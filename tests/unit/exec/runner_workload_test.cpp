// SPDX-License-Identifier: GPL-3.0-or-later
// What the workloads compute, in every model and runtime that takes them, through the real runner.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/base/clock.h"
#include "core/workload/compress.h"
#include "core/workload/log_text.h"
#include "core/workload/matrix.h"
#include "core/workload/payload_sender.h"
#include "core/workload/query.h"
#include "tests/unit/exec/runner_driver.h"

namespace interleave::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

struct Shape {
  Runtime runtime;
  Model model;
};

std::string shapeName(const ::testing::TestParamInfo<Shape>& info) {
  return name(info.param.runtime) + "_" + name(info.param.model);
}

std::uint64_t sumOfResults(const RunRecord& record) {
  std::uint64_t sum = 0;
  for (const JobDone& job : record.jobs) {
    sum += job.result.value_or(0);
  }
  return sum;
}

std::size_t countOf(const RunRecord& record, std::uint16_t kind, std::uint16_t argument) {
  std::size_t count = 0;
  for (const Track& track : record.tracks) {
    count += static_cast<std::size_t>(
        std::count_if(track.samples.begin(), track.samples.end(),
                      [&](const il_sample& sample) { return sample.kind == kind && sample.argument == argument; }));
  }
  return count;
}

class WorkloadsInEveryShape : public ::testing::TestWithParam<Shape> {
 protected:
  void SetUp() override {
    m_cache = std::filesystem::temp_directory_path() / ("interleave-test-" + std::to_string(getpid()));
    setenv("XDG_CACHE_HOME", m_cache.c_str(), 1);
  }
  void TearDown() override { std::filesystem::remove_all(m_cache); }

  Experiment made(const std::string& workload, int workers, int jobs, ParameterValues parameters) const {
    Experiment wanted;
    wanted.runtime = GetParam().runtime;
    wanted.model = GetParam().model;
    wanted.workload = workload;
    wanted.workers = workers;
    wanted.jobs = jobs;
    wanted.parameters = std::move(parameters);
    return wanted;
  }

  RunRecord finished(const Experiment& wanted) const {
    RunRecord record = RunnerDriver().run(wanted);
    EXPECT_TRUE(record.finished);
    if (record.finished) {
      EXPECT_EQ(record.finished->kind, FinishKind::Finished) << record.finished->message;
    }
    EXPECT_EQ(record.jobs.size(), static_cast<std::size_t>(wanted.jobs));
    for (const JobDone& job : record.jobs) {
      EXPECT_TRUE(job.ok) << number(job.job) << ": " << job.error;
    }
    return record;
  }

  bool isAlone() const { return GetParam().model == Model::Serial; }

  std::filesystem::path m_cache;
};

INSTANTIATE_TEST_SUITE_P(Runs, WorkloadsInEveryShape,
                         ::testing::Values(Shape{Runtime::Native, Model::Serial}, Shape{Runtime::Gil, Model::Serial},
                                           Shape{Runtime::Native, Model::Threads}, Shape{Runtime::Gil, Model::Threads},
                                           Shape{Runtime::Native, Model::Processes},
                                           Shape{Runtime::Gil, Model::Processes}),
                         shapeName);

TEST_P(WorkloadsInEveryShape, sumOfSquaresIsTheFormulas) {
  constexpr std::uint64_t n = 100'001;
  const RunRecord record = finished(made("sum-of-squares", 2, 3, {{"n", std::int64_t{n}}}));
  for (const JobDone& job : record.jobs) {
    EXPECT_EQ(job.result, (n - 1) * n / 2 * (2 * n - 1) / 3);
  }
}

TEST_P(WorkloadsInEveryShape, primesAreThoseThatAreKnown) {
  const RunRecord articles = finished(made("primes", 2, 4, {{"numbers", std::string("articles")}}));
  const std::uint64_t known[] = {10'000'019, 10'000'079, 10'000'103, 89};  // the last is 89 x 112361
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(articles.jobs.at(i).result, known[i]);
  }
  // The first primes from a million and from a million and a thousand on.
  const RunRecord large = finished(made("primes", 2, 2, {{"from", std::int64_t{1'000'000}}}));
  EXPECT_EQ(large.jobs.at(0).result, 1'000'003u);
  EXPECT_EQ(large.jobs.at(1).result, 1'001'003u);
}

TEST_P(WorkloadsInEveryShape, raceLosesUpdatesWithoutALockAndOnlyAmongSeveral) {
  Experiment wanted = made("race", 4, 4, {{"n", std::int64_t{10'000'000}}});
  wanted.switch_interval_ms = 1.0;
  const RunRecord record = finished(wanted);
  ASSERT_TRUE(record.finished->result);
  if (isAlone()) {
    EXPECT_EQ(record.finished->result, 0u);
  } else {
    EXPECT_GT(*record.finished->result, 0u);
    EXPECT_LT(*record.finished->result, 40'000'000u);
  }
  EXPECT_THAT(record.finished->conclusion, HasSubstr("of 40,000,000 updates lost without a lock"));
}

TEST_P(WorkloadsInEveryShape, raceLosesNothingWithALockWhichIsHandedOver) {
  const RunRecord record = finished(made("race", 4, 4, {{"n", std::int64_t{100'000}}, {"lock", std::string("with")}}));
  EXPECT_EQ(record.finished->result, 0u);
  // A wait that ended by another's giving up says by whose.
  EXPECT_LE(countOf(record, IL_WOKEN, IL_WAIT_LOCK), countOf(record, IL_WAIT_END, IL_WAIT_LOCK));
  if (isAlone()) {
    EXPECT_EQ(countOf(record, IL_WAIT_BEGIN, IL_WAIT_LOCK), 0u);
  }
}

TEST_P(WorkloadsInEveryShape, queueHandsOutEachItemOnce) {
  const RunRecord record = finished(made("queue", 4, 4, {{"work", 0.5}}));
  EXPECT_EQ(record.finished->result, 100u);
  EXPECT_EQ(record.finished->conclusion, "100 items, each taken exactly once");
  EXPECT_EQ(sumOfResults(record), 100u);
  if (isAlone()) {
    EXPECT_EQ(record.jobs.at(0).result, 100u);
  }
}

TEST_P(WorkloadsInEveryShape, printSquaresPrintsEachLineOnce) {
  for (const char* form : {"joined", "per-item"}) {
    const bool is_joined = form == std::string("joined");
    const int jobs = is_joined ? 2 : 10;
    const RunRecord record =
        finished(made("print-squares", jobs, jobs, {{"form", std::string(form)}, {"slow", 20.0}, {"fast", 4.0}}));
    EXPECT_EQ(record.finished->result, 10u) << form;
    const std::string& text = record.finished->conclusion;
    EXPECT_THAT(text, StartsWith("printed, in this order: "));
    for (const char* line : {" 0", " 4", "0²=0", "1²=1", "2²=4", "3²=9", "4²=16"}) {
      EXPECT_THAT(text, HasSubstr(line)) << form;
    }
    if (isAlone() && is_joined) {
      EXPECT_EQ(text, "printed, in this order: 0 1 2 3 4 0²=0 1²=1 2²=4 3²=9 4²=16");
    }
  }
}

TEST_P(WorkloadsInEveryShape, deadlockIsFoundAndNamed) {
  const RunRecord record = RunnerDriver().run(made("deadlock", 3, 3, {{"locks", std::int64_t{3}}, {"hold", 10.0}}));
  ASSERT_TRUE(record.finished);
  if (isAlone()) {
    EXPECT_EQ(record.finished->kind, FinishKind::Finished) << "nobody waits for himself";
    EXPECT_THAT(record.finished->conclusion, HasSubstr("no deadlock"));
    return;
  }
  EXPECT_EQ(record.finished->kind, FinishKind::Deadlocked);
  EXPECT_TRUE(record.end.isClean()) << record.end.describe();
  EXPECT_THAT(record.finished->message, StartsWith("deadlock: worker 0 holds lock "));
  ASSERT_EQ(record.jobs.size(), 3u);
  for (std::uint32_t worker = 0; worker < 3; ++worker) {
    EXPECT_THAT(record.finished->message, HasSubstr("worker " + std::to_string(worker) + " holds lock "));
    const JobDone& job = record.jobs[worker];
    EXPECT_FALSE(job.ok);
    EXPECT_THAT(job.error, StartsWith("deadlocked: holds lock "));
    EXPECT_THAT(job.error, HasSubstr(", which worker "));
    // Its track waits for a lock until its job's end, at which all had given up.
    const auto& samples = record.tracks[worker].samples;
    const auto waited = std::find_if(samples.begin(), samples.end(), [](const il_sample& sample) {
      return sample.kind == IL_WAIT_BEGIN && sample.argument == IL_WAIT_LOCK;
    });
    ASSERT_NE(waited, samples.end());
    EXPECT_EQ((waited + 1)->kind, IL_WAIT_END);
  }
}

TEST_P(WorkloadsInEveryShape, deadlockDoesNotComeAboutInOneOrder) {
  const RunRecord record = finished(made("deadlock", 3, 6, {{"order", std::string("same")}, {"hold", 2.0}}));
  EXPECT_THAT(record.finished->conclusion, HasSubstr("no deadlock"));
}

TEST_P(WorkloadsInEveryShape, anExceptionFailsItsJobAlone) {
  const RunRecord record =
      RunnerDriver().run(made("crash", 2, 4, {{"how", std::string("exception")}, {"n", std::int64_t{1'000}}}));
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Finished);
  ASSERT_EQ(record.jobs.size(), 4u);
  for (const JobDone& job : record.jobs) {
    EXPECT_EQ(job.ok, number(job.job) != 1) << job.error;
  }
  EXPECT_THAT(record.jobs[1].error, HasSubstr("the crash that was asked for"));
  EXPECT_TRUE(record.gone.empty());
}

TEST_P(WorkloadsInEveryShape, logRegexFindsWhatWasWritten) {
  for (const int jobs : {1, 5}) {
    const RunRecord record =
        finished(made("log-regex", 2, jobs, {{"size", std::int64_t{2}}, {"chunk", std::int64_t{4}}}));
    EXPECT_THAT(record.finished->conclusion, HasSubstr("as many as were written"));
    EXPECT_GT(record.finished->result.value_or(0), 0u);
    EXPECT_EQ(sumOfResults(record), record.finished->result);
  }
}

TEST_P(WorkloadsInEveryShape, fileReadReadsEveryLine) {
  for (const char* cache : {"cold", "warm"}) {
    const RunRecord record = finished(made(
        "file-read", 2, 3, {{"size", std::int64_t{2}}, {"cache", std::string(cache)}, {"block", std::int64_t{64}}}));
    EXPECT_EQ(sumOfResults(record), record.finished->result);
    EXPECT_GT(record.finished->result.value_or(0), 10'000u);
    EXPECT_THAT(record.finished->conclusion, ::testing::Not(HasSubstr(", but ")));
    EXPECT_GE(countOf(record, IL_WAIT_BEGIN, IL_WAIT_IO), 30u);
  }
}

TEST_P(WorkloadsInEveryShape, matrixMultiplies) {
  constexpr std::size_t n = 37;
  const RunRecord record = finished(made("matrix", 2, 3, {{"n", std::int64_t{n}}}));
  for (const JobDone& job : record.jobs) {
    double sum = 0.0;  // of all elements of the product: column sums of the left factor with row sums of the right one
    for (std::size_t k = 0; k < n; ++k) {
      double column = 0.0;
      double row = 0.0;
      for (std::size_t i = 0; i < n; ++i) {
        column += Matrix::element(number(job.job), 0, i, k);
        row += Matrix::element(number(job.job), 1, k, i);
      }
      sum += column * row;
    }
    EXPECT_EQ(job.result, static_cast<std::uint64_t>(sum));
  }
}

TEST_P(WorkloadsInEveryShape, compressMakesTheSameOfTheSame) {
  const RunRecord record = finished(made("compress", 2, 2, {{"size", std::int64_t{1}}, {"level", std::int64_t{1}}}));
  for (const JobDone& job : record.jobs) {
    EXPECT_GT(job.result.value_or(0), (1u << 20) / 20);
    EXPECT_LT(job.result.value_or(0), (1u << 20) / 2);
  }
  EXPECT_EQ(sumOfResults(record),
            sumOfResults(finished(made("compress", 2, 2, {{"size", std::int64_t{1}}, {"level", std::int64_t{1}}}))));
}

TEST_P(WorkloadsInEveryShape, queryAddsUp) {
  constexpr std::uint64_t rows = 5'000;
  const RunRecord record = finished(made("query", 2, 3, {{"rows", std::int64_t{rows}}}));
  for (const JobDone& job : record.jobs) {
    std::uint64_t sum = 0;
    for (std::uint64_t row = 0; row < rows; ++row) {
      const Query::Order order = Query::order(1, row);
      sum += order.customer % 10 == number(job.job) ? static_cast<std::uint64_t>(order.amount) : 0;
    }
    EXPECT_EQ(job.result, sum);
  }
}

TEST_P(WorkloadsInEveryShape, payloadArrivesWhole) {
  for (const char* how : {"pipe", "shared-memory", "reference"}) {
    if (GetParam().model == Model::Processes && how == std::string("reference")) {
      continue;  // refused, see combinations_test.cpp
    }
    for (const std::int64_t size_kb : {1, 300}) {
      const RunRecord record = finished(made("payload", 2, 4, {{"how", std::string(how)}, {"size", size_kb}}));
      std::uint64_t sum = 0;
      for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(size_kb) * 1024 / 8; i += kPayloadStride) {
        sum += payloadWord(i);
      }
      for (const JobDone& job : record.jobs) {
        EXPECT_EQ(job.result, sum) << how << size_kb;
      }
      // Getting it is on the track, for each job: that the sender is there, and then the copying or another wait.
      const bool is_copied = how == std::string("pipe");
      EXPECT_GE(countOf(record, IL_WAIT_BEGIN, IL_WAIT_IO), how == std::string("reference") ? 0u : is_copied ? 4u : 8u);
      EXPECT_EQ(countOf(record, IL_WAIT_BEGIN, IL_WAIT_COPY), is_copied ? 4u : 0u);
    }
  }
}

TEST_P(WorkloadsInEveryShape, startCostGivesEachJobAWorkerIfAsked) {
  Experiment wanted = made("start-cost", 2, 6, {{"pool", std::string("one-per-job")}});
  const RunRecord apart = finished(wanted);
  EXPECT_EQ(apart.tracks.size(), isAlone() ? 1u : 6u);
  for (const Track& track : apart.tracks) {
    const auto begun = std::count_if(track.samples.begin(), track.samples.end(),
                                     [](const il_sample& sample) { return sample.kind == IL_JOB_BEGIN; });
    EXPECT_EQ(begun, isAlone() ? 6 : 1);
  }
  wanted.parameters["pool"] = std::string("reused");
  EXPECT_EQ(finished(wanted).tracks.size(), isAlone() ? 1u : 2u);
}

TEST_P(WorkloadsInEveryShape, fetchCrunchFetchesAndAddsUp) {
  constexpr std::uint64_t n = 100'000;
  const RunRecord record = finished(made("fetch-crunch", 2, 3, {{"delay", 5.0}, {"n", std::int64_t{n}}}));
  for (const JobDone& job : record.jobs) {
    EXPECT_EQ(job.result, n * (n - 1) / 2);
  }
}

TEST_P(WorkloadsInEveryShape, whatAsksTooMuchOfTheMachineIsRefusedWithTheNumbers) {
  if (isAlone()) {
    GTEST_SKIP() << "one of them may well fit";
  }
  const RunRecord record = RunnerDriver().run(made("matrix", 256, 256, {{"n", std::int64_t{8'192}}}));
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Failed);
  EXPECT_THAT(record.finished->message, HasSubstr("256 products of 8192 x 8192 at once need 384 GB of memory"));
  EXPECT_TRUE(record.jobs.empty());
}

TEST_P(WorkloadsInEveryShape, theyStopWhenTold) {
  const std::pair<const char*, ParameterValues> endless[] = {
      {"sum-of-squares", {{"n", std::int64_t{10'000'000'000'000}}}},
      {"primes", {{"from", std::int64_t{1'000'000'000'000'000'000}}}},
      {"race", {{"n", std::int64_t{1'000'000'000'000}}}},
      {"race", {{"n", std::int64_t{1'000'000'000'000}}, {"lock", std::string("with")}}},
      {"queue", {{"work", 60'000.0}}},
      {"print-squares", {{"slow", 3'600'000.0}, {"fast", 3'600'000.0}}},
      {"deadlock", {{"order", std::string("same")}, {"hold", 60'000.0}}},
      {"matrix", {{"n", std::int64_t{4'000}}}},
      {"compress", {{"size", std::int64_t{1'024}}}},
  };
  for (const auto& [workload, parameters] : endless) {
    bool cancelled = false;
    const RunRecord record = RunnerDriver().run(made(workload, 2, 4, parameters), [&](RunnerDriver& driver) {
      const auto& tracks = driver.record().tracks;
      const bool begun = std::any_of(tracks.begin(), tracks.end(), [](const Track& track) {
        return std::any_of(track.samples.begin(), track.samples.end(),
                           [](const il_sample& sample) { return sample.kind == IL_JOB_BEGIN; });
      });
      if (begun && !std::exchange(cancelled, true)) {
        driver.cancel();
      }
    });
    ASSERT_TRUE(record.finished) << workload;
    EXPECT_EQ(record.finished->kind, FinishKind::Cancelled) << workload << record.finished->message;
    EXPECT_TRUE(record.gone.empty()) << workload;
  }
}

TEST_P(WorkloadsInEveryShape, memoryIsAccountedFor) {
  const RunRecord small = finished(made("matrix", 1, 1, {{"n", std::int64_t{16}}}));
  const RunRecord large = finished(made("matrix", 1, 1, {{"n", std::int64_t{1'024}}}));
  ASSERT_TRUE(small.finished->memory_kb && large.finished->memory_kb);
  // Three matrices of 8 MB, less what is never touched; other sizes of the process vary by a little.
  EXPECT_GT(*large.finished->memory_kb, *small.finished->memory_kb + 20'000);
#if !defined(__SANITIZE_THREAD__)  // which keeps some bytes of its own for each
  EXPECT_LT(*large.finished->memory_kb, *small.finished->memory_kb + 40'000);
#endif
}

}  // namespace
}  // namespace interleave::testing
