// SPDX-License-Identifier: GPL-3.0-or-later
// What a run under the GIL must show on its tracks, read from the marks alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "tests/unit/exec/runner_driver.h"

namespace interleave::testing {
namespace {

std::vector<Running> allRunning(const RunRecord& record) {
  std::vector<Running> all;
  for (const Track& track : record.tracks) {
    const auto its = runningIntervals(track);
    all.insert(all.end(), its.begin(), its.end());
  }
  std::sort(all.begin(), all.end(), [](const Running& a, const Running& b) { return a.begin < b.begin; });
  return all;
}

bool anyOverlap(const std::vector<Running>& sorted) {
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].begin < sorted[i - 1].end) {
      return true;
    }
  }
  return false;
}

Experiment tracker(Runtime runtime, Model model, int workers, std::int64_t marks, double interval_ms) {
  Experiment made;
  made.runtime = runtime;
  made.model = model;
  made.workers = workers;
  made.jobs = workers;
  made.switch_interval_ms = interval_ms;
  made.parameters["n"] = marks;
  return made;
}

RegionSettings coarse() {
  RegionSettings settings;
  settings.ring_capacity = 1 << 18;  // nothing may be lost: the test reads slowly under a sanitizer
  return settings;
}

TEST(RunnerUnderGil, runningTimesOfThreadsNeverOverlap) {
  for (const double interval_ms : {0.001, 0.05, 1.0}) {
    const RunRecord record = RunnerDriver(coarse()).run(tracker(Runtime::Gil, Model::Threads, 4, 500'000, interval_ms));
    const std::vector<Running> all = allRunning(record);
    EXPECT_GE(all.size(), 4u);
    EXPECT_FALSE(anyOverlap(all)) << "at " << interval_ms << " ms";
    for (const Track& track : record.tracks) {
      EXPECT_EQ(track.counters.lost, 0u);
    }
  }
}

TEST(RunnerUnderGil, threadsAreMadeToTakeTurns) {
  const RunRecord record = RunnerDriver(coarse()).run(tracker(Runtime::Gil, Model::Threads, 2, 3'000'000, 2.0));
  EXPECT_GT(allRunning(record).size(), 2u) << "each job ran in one piece: nobody was made to give way";
}

TEST(RunnerUnderGil, everyWaitForItEndsAndEveryTurnHasAWaitBefore) {
  const RunRecord record = RunnerDriver(coarse()).run(tracker(Runtime::Gil, Model::Threads, 3, 300'000, 0.2));
  for (const Track& track : record.tracks) {
    int open = 0;
    std::size_t waits = 0;
    for (const il_sample& sample : track.samples) {
      if (sample.kind == IL_WAIT_BEGIN) {
        EXPECT_EQ(sample.argument, IL_WAIT_GIL);
        EXPECT_EQ(open++, 0);
        ++waits;
      } else if (sample.kind == IL_WAIT_END) {
        EXPECT_EQ(--open, 0);
      } else if (sample.kind == IL_TICK || sample.kind == IL_JOB_BEGIN || sample.kind == IL_JOB_END) {
        EXPECT_EQ(open, 0) << "running while it waits";
      }
    }
    EXPECT_EQ(open, 0);
    EXPECT_GE(waits, 1u) << "the first take is a wait as well";
  }
}

TEST(RunnerUnderGil, aSleeperReleasesItAndWaitsForItAfterwards) {
  Experiment wanted;
  wanted.workload = "sleep";
  wanted.workers = 2;
  wanted.jobs = 2;
  wanted.parameters["duration"] = 20.0;
  const RunRecord record = RunnerDriver().run(wanted);
  for (const Track& track : record.tracks) {
    std::vector<std::pair<int, int>> marks;
    for (const il_sample& sample : track.samples) {
      if (sample.job != IL_NO_JOB && sample.kind != IL_GAP_BEGIN && sample.kind != IL_GAP_END &&
          sample.kind != IL_WOKEN && sample.kind != IL_ASKED && sample.kind != IL_FORCED) {
        marks.emplace_back(sample.kind,
                           sample.kind == IL_WAIT_BEGIN || sample.kind == IL_WAIT_END ? sample.argument : 0);
      }
    }
    const std::vector<std::pair<int, int>> expected{{IL_JOB_BEGIN, 0},          {IL_WAIT_BEGIN, IL_WAIT_IO},
                                                    {IL_WAIT_END, IL_WAIT_IO},  {IL_WAIT_BEGIN, IL_WAIT_GIL},
                                                    {IL_WAIT_END, IL_WAIT_GIL}, {IL_JOB_END, 0}};
    EXPECT_EQ(marks, expected);
  }
}

// By what the protocol says of each mark, on any machine: who is made to give way was asked before, by another.
TEST(RunnerUnderGil, marksEachRequestAndEachForcedSwitch) {
  const RunRecord record = RunnerDriver(coarse()).run(tracker(Runtime::Gil, Model::Threads, 3, 1'000'000, 0.3));
  struct At {
    std::uint64_t time;
    bool is_request;
    std::uint32_t whom;
  };
  std::vector<At> marks;
  for (std::uint32_t i = 0; i < record.tracks.size(); ++i) {
    int open = 0;
    for (const il_sample& sample : record.tracks[i].samples) {
      open += sample.kind == IL_WAIT_BEGIN ? 1 : sample.kind == IL_WAIT_END ? -1 : 0;
      if (sample.kind == IL_ASKED || sample.kind == IL_FORCED) {
        EXPECT_EQ(open, 1) << "not in a wait";
        EXPECT_EQ(sample.argument, IL_WAIT_GIL);
        const bool is_request = sample.kind == IL_ASKED;
        EXPECT_FALSE(is_request && sample.job == i) << "asked itself";
        marks.push_back({sample.time, is_request, is_request ? sample.job : i});
      }
    }
  }
  std::sort(marks.begin(), marks.end(), [](const At& a, const At& b) { return a.time < b.time; });
  int standing = 0;
  int forced = 0;
  for (const At& mark : marks) {
    if (mark.is_request) {
      ++standing;
    } else {
      EXPECT_GE(standing, 1) << "made to give way without being asked";
      standing = 0;
      ++forced;
    }
  }
  EXPECT_GE(forced, 2);
}

TEST(RunnerUnderGil, theIntervalIsMovedWhileItRuns) {
  const std::int64_t no_end = 1'000'000'000'000;
  bool is_told = false;
  bool is_cancelled = false;
  const RunRecord record =
      RunnerDriver(coarse()).run(tracker(Runtime::Gil, Model::Threads, 2, no_end, 10'000.0), [&](RunnerDriver& driver) {
        const auto& tracks = driver.record().tracks;
        const bool runs =
            std::any_of(tracks.begin(), tracks.end(), [](const Track& t) { return t.samples.size() > 100; });
        if (!is_told && runs) {
          is_told = true;
          driver.setSwitchInterval_us(500);
        } else if (!driver.record().intervals.empty() && !std::exchange(is_cancelled, true)) {
          driver.cancel();
        }
      });
  ASSERT_EQ(record.intervals.size(), 1u);
  EXPECT_EQ(record.intervals[0].interval_us, 500u);
  ASSERT_FALSE(record.jobs.empty());
  EXPECT_GE(record.intervals[0].at_raw, record.jobs[0].begin_raw);
  EXPECT_LE(record.intervals[0].at_raw, record.finished->end_raw);
}

TEST(RunnerUnderGil, serialTakesItOnce) {
  const RunRecord record = RunnerDriver(coarse()).run(tracker(Runtime::Gil, Model::Serial, 3, 200'000, 0.05));
  ASSERT_EQ(record.tracks.size(), 1u);
  const auto& samples = record.tracks[0].samples;
  EXPECT_EQ(std::count_if(samples.begin(), samples.end(), [](const il_sample& s) { return s.kind == IL_WAIT_BEGIN; }),
            1);
  EXPECT_EQ(record.jobs.size(), 3u);
}

TEST(RunnerNative, nobodyWaitsForALock) {
  const RunRecord record = RunnerDriver(coarse()).run(tracker(Runtime::Native, Model::Threads, 3, 200'000, 0.05));
  for (const Track& track : record.tracks) {
    EXPECT_TRUE(std::none_of(track.samples.begin(), track.samples.end(),
                             [](const il_sample& s) { return s.kind == IL_WAIT_BEGIN || s.kind == IL_WAIT_END; }));
  }
}

}  // namespace
}  // namespace interleave::testing
