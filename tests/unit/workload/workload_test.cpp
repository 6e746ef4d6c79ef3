// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/workload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "core/base/child_process.h"
#include "core/base/clock.h"
#include "core/experiment/catalogue.h"
#include "core/workload/cpu_heavy.h"
#include "core/workload/http_fetch.h"
#include "tests/unit/workload/one_worker.h"

namespace interleave {
namespace {

using ::testing::HasSubstr;
using testing::OneWorker;

TEST(Workloads, areThoseOfTheCatalogue) {
  std::vector<std::string> wanted;
  for (const WorkloadInfo& info : workloads()) {
    if (!info.needs_python) {
      wanted.push_back(info.name);
    }
  }
  EXPECT_THAT(madeWorkloadNames(), ::testing::UnorderedElementsAreArray(wanted));
  const auto unknown = makeWorkload("cpu-hevy", {});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().message, HasSubstr("'cpu-heavy'"));
}

TEST(CpuHeavy, addsUpToTheFormulaModulo2To64) {
  for (const std::uint64_t n : {1ull, 2ull, 3ull, 16'383ull, 16'384ull, 16'385ull, 100'001ull, 5'000'000ull}) {
    OneWorker worker;
    const auto result = worker.run("cpu-heavy", {{"n", static_cast<std::int64_t>(n)}});
    ASSERT_TRUE(result) << result.error().message;
    // Even one of n and n-1 is divided first, as the product may wrap.
    EXPECT_EQ(*result, n % 2 == 0 ? n / 2 * (n - 1) : (n - 1) / 2 * n) << n;
    EXPECT_EQ(worker.ticks(), (n + kCpuHeavyChunk - 1) / kCpuHeavyChunk);
  }
}

TEST(CpuHeavy, reallyLoopsAndWithoutAProbeGivesTheSame) {
  std::uint64_t chunks = 0;
  const auto sum = sumBelow(10 * kCpuHeavyChunk + 1, [&] { return ++chunks > 0; });
  EXPECT_EQ(chunks, 11u);
  const std::uint64_t n = 10 * kCpuHeavyChunk + 1;
  EXPECT_EQ(sum, (n - 1) / 2 * n);
  EXPECT_EQ(sumBelow(0, [] { return true; }), 0u);
  EXPECT_EQ(sumBelow(100, [] { return false; }), std::nullopt);
}

TEST(LiveTracker, makesExactlyTheMarksAskedFor) {
  for (const std::int64_t n : {1, 1'023, 1'024, 1'025, 200'000}) {
    OneWorker worker;
    const auto result = worker.run("live-tracker", {{"n", n}});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(*result, static_cast<std::uint64_t>(n));
    EXPECT_EQ(worker.ticks(), static_cast<std::uint64_t>(n));
  }
}

TEST(Sleep, sleepsAtLeastAsLongAsSaidAndMarksItAsWaiting) {
  OneWorker worker;
  const std::int64_t begin_ns = monotonicNow_ns();
  const auto result = worker.run("sleep", {{"duration", 30.0}});
  EXPECT_GE(monotonicNow_ns() - begin_ns, 30 * kNsPerMs);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_FALSE(result->has_value());
  std::vector<int> kinds;
  for (const il_sample& sample : worker.samples()) {
    kinds.push_back(sample.kind);
  }
  EXPECT_EQ(kinds, (std::vector<int>{IL_START, IL_READY, IL_JOB_BEGIN, IL_WAIT_BEGIN, IL_WAIT_END, IL_JOB_END}));
}

TEST(EveryWorkload, givesUpWhenStopped) {
  const std::pair<const char*, ParameterValues> endless[] = {
      {"cpu-heavy", {{"n", std::int64_t{10'000'000'000'000}}}},
      {"live-tracker", {{"n", std::int64_t{1'000'000'000'000}}}},
      {"crash", {{"n", std::int64_t{1'000'000'000'000}}}},
      {"sleep", {{"duration", 3'600'000.0}}},
  };
  for (const auto& [workload, parameters] : endless) {
    OneWorker worker;
    std::thread stopper([&worker] {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      worker.stop();
    });
    const auto result = worker.run(workload, parameters);
    stopper.join();
    ASSERT_FALSE(result) << workload;
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled) << workload;
  }
}

TEST(EveryWorkload, doesNotEvenBeginWhenStoppedBefore) {
  OneWorker worker;
  worker.stop();
  EXPECT_FALSE(worker.run("sleep", {{"duration", 3'600'000.0}}));
  EXPECT_FALSE(worker.run("live-tracker", {{"n", std::int64_t{1'000'000'000'000}}}));
  EXPECT_FALSE(worker.run("http-fetch", {{"delay", 60'000.0}}, 0, 1));
}

TEST(Crash, endsItsProcessAsSaid) {
  const std::pair<const char*, const char*> ways[] = {{"segfault", "was killed by SIGSEGV (segmentation fault)"},
                                                      {"abort", "was killed by SIGABRT (aborted)"},
                                                      {"terminate", "was killed by SIGABRT (aborted)"},
                                                      {"exit", "exited with status 3"}};
  for (const auto& [how, ending] : ways) {
    const std::string way = how;
    auto child = ChildProcess::fork([&way] {
      OneWorker worker;
      [[maybe_unused]] const auto never = worker.run("crash", {{"how", way}, {"n", std::int64_t{10}}}, 1);
      return 0;
    });
    ASSERT_TRUE(child) << child.error().message;
    EXPECT_EQ(child->wait().describe(), ending);
  }
}

TEST(Crash, leavesTheOtherJobsAlone) {
  OneWorker worker;
  const auto result = worker.run("crash", {{"n", std::int64_t{11}}}, 0);
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(*result, 11u);
  EXPECT_EQ(worker.ticks(), 11u);
}

std::int64_t delay(ParameterValues given, std::uint64_t url) {
  Experiment experiment;
  experiment.workload = "http-fetch";
  experiment.parameters = std::move(given);
  return HttpFetch({checked(experiment)->parameters, 1, 0}).delay_us(url);
}

TEST(HttpFetch, hasTheDelaysOfItsShape) {
  EXPECT_EQ(delay({{"delay", 12.5}}, 0), 12'500);
  EXPECT_EQ(delay({{"delay", 12.5}}, 9), 12'500);
  const ParameterValues straggler{{"shape", std::string("straggler")}, {"delay", 100.0}, {"straggler", 10'000.0}};
  EXPECT_EQ(delay(straggler, 0), 10'000'000);
  EXPECT_EQ(delay(straggler, 1), 100'000);
  const ParameterValues growing{{"shape", std::string("growing")}, {"delay", 100.0}};
  EXPECT_EQ(delay(growing, 0), 0);
  EXPECT_EQ(delay(growing, 2), 200'000);
  EXPECT_EQ(delay({{"delay", 100.0}, {"scale", 0.01}}, 3), 1'000);
}

TEST(HttpFetch, theArticlesSixteenDelaysTakeALittleLessThanFetchingThemTook) {
  std::int64_t sum_us = 0;
  for (std::uint64_t url = 0; url < 16; ++url) {
    const std::int64_t one_us = delay({{"shape", std::string("articles")}}, url);
    EXPECT_GE(one_us, 420'000);
    EXPECT_LE(one_us, 560'000);
    EXPECT_EQ(one_us, delay({{"shape", std::string("articles")}}, url + 16));
    sum_us += one_us;
  }
  EXPECT_EQ(sum_us, 7'800'000);
}

TEST(HttpFetch, aRefusedConnectionIsTheJobsError) {
  OneWorker worker;
  const auto result = worker.run("http-fetch", {}, 0, 1);  // nobody listens on port 1
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("can't connect to http://127.0.0.1:1/"));
}

// A lock that counts what a job does with it.
class CountingLock : public RuntimeLock {
 public:
  CountingLock() : RuntimeLock(m_asked) {}
  void giveWay() override {
    ++given_way;
    m_asked = false;
  }
  void release() override { ++released; }
  void acquire() override { ++acquired; }
  void ask() { m_asked = true; }

  int given_way = 0;
  int released = 0;
  int acquired = 0;

 private:
  std::atomic<bool> m_asked{false};
};

TEST(JobContext, givesWayAtATickWhenAskedAndReleasesAroundWhatBlocks) {
  auto region = SharedRegion::create({1, 1024, 20'000, 50'000, RawClock::monotonic()});
  ASSERT_TRUE(region);
  il_probe probe{};
  ASSERT_EQ(il_probe_claim(&probe, region->memory(), region->size(), 0, IL_WORKER_THREAD, 0), 0);
  CountingLock lock;
  JobContext job(probe, &lock, -1);
  job.tick();
  EXPECT_EQ(lock.given_way, 0);
  lock.ask();
  job.tick();
  job.tick();
  EXPECT_EQ(lock.given_way, 1);
  const int answer = job.blocking(IL_WAIT_IO, [&] {
    EXPECT_EQ(lock.released, 1);
    EXPECT_EQ(lock.acquired, 0);
    return 42;
  });
  EXPECT_EQ(answer, 42);
  EXPECT_EQ(lock.acquired, 1);
  EXPECT_THROW(job.blocking(IL_WAIT_IO, []() -> int { throw 1; }), int);
  EXPECT_EQ(lock.acquired, 2) << "a job that throws still ends with the lock held";
}

}  // namespace
}  // namespace interleave
