// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/job_table.h"

#include <gtest/gtest.h>

#include <random>
#include <utility>
#include <vector>

namespace interleave {
namespace {

TEST(JobTable, EveryCopyKeepsWhatItHadWhateverIsChangedLater) {
  std::mt19937_64 random(1);
  for (const std::size_t count : {1, 63, 64, 65, 4'096, 4'097, 10'000}) {
    SCOPED_TRACE(count);
    JobTable table(count);
    std::vector<std::uint64_t> ticks(count, 0);
    std::vector<std::pair<JobTable, std::vector<std::uint64_t>>> copies;
    for (int round = 0; round < 20; ++round) {
      copies.emplace_back(table, ticks);
      for (int i = 0; i < 50; ++i) {
        const std::size_t job = random() % count;
        ticks[job] = random();
        table.edit(JobId{static_cast<std::uint32_t>(job)}).ticks = ticks[job];
      }
    }
    copies.emplace_back(table, ticks);
    for (const auto& [copy, expected] : copies) {
      ASSERT_EQ(copy.size(), count);
      for (std::size_t job = 0; job < count; ++job) {
        ASSERT_EQ(copy.at(JobId{static_cast<std::uint32_t>(job)}).ticks, expected[job]) << job;
      }
    }
  }
}

TEST(JobTable, AJobEndsOnce) {
  JobTable jobs(3);
  jobs.finish(JobId{1}, JobState::Failed);
  jobs.finish(JobId{1}, JobState::Done);
  EXPECT_EQ(jobs.failedCount(), 1u);
  EXPECT_EQ(jobs.doneCount(), 0u);
}

TEST(JobTable, CountsAreTheCopysOwn) {
  JobTable table(200);
  table.finish(JobId{3}, JobState::Done);
  const JobTable copy = table;
  table.finish(JobId{150}, JobState::Failed);
  EXPECT_EQ(copy.doneCount(), 1u);
  EXPECT_EQ(copy.failedCount(), 0u);
  EXPECT_EQ(copy.at(JobId{150}).state, JobState::Waiting);
  EXPECT_EQ(table.failedCount(), 1u);
}

}  // namespace
}  // namespace interleave
