// SPDX-License-Identifier: GPL-3.0-or-later
// Each rule of a verdict on a trace that was made for it, and beside it one that lacks what the rule asks for.
#include "core/analysis/verdict.h"

#include <gtest/gtest.h>

#include "tests/support/trace_text.h"

namespace interleave {
namespace {

struct Setting {
  Model model = Model::Threads;
  Runtime runtime = Runtime::Gil;
  int cores = 4;
  int jobs = 4;
  std::vector<CoreLoad> loads = {};
  Ending ending = Ending::Finished;
};

std::optional<Verdict> verdictOn(const std::vector<std::string>& lines, const Setting& setting = {}) {
  Experiment experiment;
  experiment.model = setting.model;
  experiment.runtime = setting.runtime;
  experiment.workers = static_cast<int>(lines.size());
  experiment.jobs = setting.jobs;
  const SnapshotPtr snapshot = test::traceFromText(lines);
  const RunFigures figures = computeFigures(*snapshot, snapshot->now_ns);
  return verdictOf(EndedRun{experiment, *snapshot, figures, setting.ending, setting.cores, setting.loads});
}

std::string patternOn(const std::vector<std::string>& lines, const Setting& setting = {}) {
  const auto verdict = verdictOn(lines, setting);
  return verdict ? name(verdict->pattern) : "nothing";
}

std::string repeated(const std::string& part, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += part;
  }
  return all;
}

const std::vector<std::string> kTurns{repeated("AAAAAggggg", 5), repeated("gggggBBBBB", 5)};
const std::vector<std::string> kBeside{repeated("A", 50), repeated("B", 50)};
const std::vector<std::string> kWaiting{"A" + repeated("i", 48) + "A", "B" + repeated("i", 48) + "B"};

TEST(Verdict, ThreadsThatTakeTurnsAreInterleavedAndGetProcesses) {
  const auto verdict = verdictOn(kTurns);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->pattern, Pattern::Interleaved);
  EXPECT_EQ(verdict->bound, Bound::Cpu);
  EXPECT_DOUBLE_EQ(*verdict->bound_share, 1.0);
  EXPECT_EQ(verdict->recommended, (Recommendation{Model::Processes, 4}));
  EXPECT_EQ(
      verdict->text(),
      "Interleaved. Only one thread ran at any instant: each held the GIL for 5.00 ms, then handed it on (9 times). "
      "The work is 100 % computing, so threads can't speed it up here. Use 4 processes.");
}

TEST(Verdict, AShareIsNeverRoundedUp) {
  std::vector<std::string> lines = kTurns;
  lines[0] += "i";
  EXPECT_NE(verdictOn(lines)->text().find("is 98 % computing"), std::string::npos);
}

TEST(Verdict, WorkersBesideEachOtherAreParallel) {
  EXPECT_EQ(patternOn(kBeside, {.model = Model::Processes}), "parallel");
  EXPECT_EQ(patternOn(kBeside, {.runtime = Runtime::Native}), "parallel");
  const auto released = verdictOn(kBeside);
  EXPECT_EQ(released->pattern, Pattern::Parallel);
  EXPECT_EQ(released->recommended->model, Model::Threads) << "no thread waited for the GIL";
  EXPECT_NE(released->text().find("GIL released"), std::string::npos);
}

TEST(Verdict, WhatIsUsedAsItShouldBeIsSaidSo) {
  const auto verdict = verdictOn(kBeside, {.model = Model::Processes, .cores = 2});
  EXPECT_EQ(verdict->recommended, (Recommendation{Model::Processes, 2}));
  EXPECT_EQ(verdict->advice, "That is as it should be.");
}

TEST(Verdict, WaitingThatOverlapsIsParallelAndWantsThreads) {
  for (const Model model : {Model::Threads, Model::Processes}) {
    const auto verdict = verdictOn(kWaiting, {.model = model, .jobs = 16});
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->pattern, Pattern::Parallel);
    EXPECT_EQ(verdict->bound, Bound::Io);
    EXPECT_DOUBLE_EQ(*verdict->bound_share, 0.96);
    EXPECT_EQ(verdict->recommended, (Recommendation{Model::Threads, 16}));
  }
  EXPECT_EQ(verdictOn(kWaiting, {.jobs = 2000})->recommended->model, Model::EventLoop);
  EXPECT_EQ(verdictOn(kWaiting, {.jobs = 300})->recommended->workers, kMostWaiting);
}

TEST(Verdict, OneWorkerIsSerialAndTheAdviceDependsOnTheWork) {
  const auto computing = verdictOn({repeated("A", 30) + repeated("B", 30)}, {.model = Model::Serial});
  EXPECT_EQ(computing->pattern, Pattern::Serial);
  EXPECT_EQ(computing->recommended->model, Model::Processes);
  const auto native =
      verdictOn({repeated("A", 30) + repeated("B", 30)}, {.model = Model::Serial, .runtime = Runtime::Native});
  EXPECT_EQ(native->recommended->model, Model::Threads);
  EXPECT_EQ(
      verdictOn({"A" + repeated("i", 60) + "B" + repeated("i", 60)}, {.model = Model::Serial})->recommended->model,
      Model::Threads);
  EXPECT_EQ(verdictOn({repeated("A", 30) + repeated("B", 30)}, {.model = Model::Serial, .cores = 1})->recommended,
            (Recommendation{Model::Serial, 1}));
}

TEST(Verdict, MixedWorkWantsMoreWorkersThanCores) {
  const auto verdict =
      verdictOn({repeated("Ai", 30), repeated("iB", 30)}, {.model = Model::Processes, .cores = 2, .jobs = 16});
  EXPECT_EQ(verdict->bound, Bound::Mixed);
  EXPECT_EQ(verdict->recommended, (Recommendation{Model::Processes, 4}));
}

TEST(Verdict, OneLongJobIsAStragglerOnlyWhenItNeedsTheTimeItself) {
  const std::vector<std::string> lines{"A" + repeated("i", 98) + "A",
                                       "B" + repeated("i", 8) + "BC" + repeated("i", 8) + "C"};
  const auto verdict = verdictOn(lines, {.jobs = 3});
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->pattern, Pattern::Straggler);
  EXPECT_NE(verdict->text().find("Job 0 needed 100 ms"), std::string::npos) << verdict->text();
  EXPECT_NE(verdict->text().find("for 80.0 ms"), std::string::npos) << verdict->text();
  // As long, but held up: by other programs, by the GIL, by a lock.
  for (const char* wait : {"r", "g", "l"}) {
    const std::vector<std::string> held{"A" + repeated("i", 9) + repeated(wait, 80) + repeated("i", 9) + "A", lines[1]};
    EXPECT_NE(patternOn(held, {.jobs = 3}), "straggler") << wait;
  }
}

TEST(Verdict, OfARunThatDroppedItsBeginNoJobIsCalledAStraggler) {
  const std::vector<std::string> lines{"A" + repeated("i", 98) + "A",
                                       "B" + repeated("i", 8) + "BC" + repeated("i", 8) + "C"};
  auto dropped = std::make_shared<TraceSnapshot>(*test::traceFromText(lines));
  dropped->kept_from_ns = 15 * kNsPerMs;
  dropped->keep_ns = 85 * kNsPerMs;
  Experiment experiment;
  experiment.model = Model::Threads;
  experiment.runtime = Runtime::Native;
  experiment.workers = 2;
  experiment.jobs = 3;
  const RunFigures figures = computeFigures(*dropped, dropped->now_ns);
  const auto verdict = verdictOf(EndedRun{experiment, *dropped, figures, Ending::Finished, 2, {}});
  EXPECT_TRUE(!verdict || verdict->pattern != Pattern::Straggler);
}

TEST(Verdict, OfTwoJobsOneCanBeTheStraggler) {
  const std::string slow = "A" + repeated("i", 58) + "A";
  EXPECT_EQ(patternOn({slow, "B" + repeated("i", 10) + "B"}, {.jobs = 2}), "straggler");
  EXPECT_EQ(patternOn({slow, "B" + repeated("i", 22) + "B"}, {.jobs = 2}), "parallel") << "2.5 times as long";
  // Three times as long, but the other began late: it is alone at the end for a quarter of the time.
  EXPECT_NE(patternOn({slow, repeated(".", 28) + "B" + repeated("i", 15) + "B"}, {.jobs = 2}), "straggler");
}

TEST(Verdict, AnEventLoopIsParallelByItsJobsForItIsOneWorker) {
  const SnapshotPtr waits = test::traceFromText({"A" + repeated("i", 98) + "A"});
  const auto on = [&](std::int64_t begin_ms, std::int64_t end_ms) {
    auto changed = std::make_shared<TraceSnapshot>(*waits);
    JobRecord& other = changed->jobs.edit(JobId{1});
    other.begin_ns = begin_ms * kNsPerMs;
    other.end_ns = end_ms * kNsPerMs;
    changed->jobs.finish(JobId{1}, JobState::Done);
    Experiment experiment;
    experiment.model = Model::EventLoop;
    experiment.workers = 1;
    experiment.jobs = 2;
    const RunFigures figures = computeFigures(*changed, changed->now_ns);
    return verdictOf(EndedRun{experiment, *changed, figures, Ending::Finished, 2, {}});
  };
  const auto verdict = on(10, 90);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->pattern, Pattern::Parallel);
  EXPECT_EQ(verdict->bound, Bound::Io);
  EXPECT_NE(verdict->text().find("1.8 at once"), std::string::npos) << verdict->text();
  EXPECT_FALSE(on(0, 25) && on(0, 25)->pattern == Pattern::Parallel) << "two were open for a quarter of the time";
}

TEST(Verdict, JobsThatEndBeforeTheNextBeginsAreAStairStep) {
  const std::vector<std::string> stairs{repeated("A", 10), repeated("s", 10) + repeated("B", 10),
                                        repeated("s", 20) + repeated("C", 10)};
  EXPECT_EQ(patternOn(stairs, {.model = Model::Processes, .jobs = 3}), "stair-step");
  const std::vector<std::string> overlapping{repeated("A", 20), repeated("s", 10) + repeated("B", 20),
                                             repeated("s", 15) + repeated("C", 20)};
  EXPECT_NE(patternOn(overlapping, {.model = Model::Processes, .jobs = 3}), "stair-step");
}

TEST(Verdict, AWorkerThatDidAllJobsBeforeAnotherWasReadyIsAStairStepToo) {
  const std::vector<std::string> pool{repeated("s", 20) + "ABC", repeated("s", 40)};
  const auto verdict = verdictOn(pool, {.model = Model::Processes, .jobs = 3});
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->pattern, Pattern::StairStep);
  EXPECT_EQ(verdict->recommended, (Recommendation{Model::Serial, 1}));
  EXPECT_NE(verdict->text().find("One of 2 workers had done all 3 jobs, 1.00 ms each at the median, before another"),
            std::string::npos)
      << verdict->text();
  // One worker was asked for, or had too few jobs to tell.
  EXPECT_EQ(patternOn({repeated("s", 20) + "ABC"}, {.model = Model::Processes, .jobs = 3}), "serial");
  EXPECT_EQ(patternOn({repeated("s", 20) + "AB", repeated("s", 40)}, {.model = Model::Processes, .jobs = 2}), "serial");
}

TEST(Verdict, AJobAloneForAMomentOfALongRunIsNoStraggler) {
  const std::string start = repeated("s", 90);
  EXPECT_NE(patternOn({start + "AB", start + "..CCCC"}, {.model = Model::Processes}), "straggler");
  EXPECT_EQ(patternOn({"AB", "..CCCC" + repeated("C", 20)}, {.model = Model::Processes}), "straggler");
}

TEST(Verdict, MovingDataIsNeitherComputingNorWaiting) {
  const auto verdict = verdictOn({repeated("Accccccccc", 5), repeated("cccccBcccc", 5)}, {.model = Model::Processes});
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->pattern, Pattern::Parallel);
  EXPECT_EQ(verdict->bound, Bound::Copying);
  EXPECT_DOUBLE_EQ(*verdict->bound_share, 0.9);
  EXPECT_FALSE(verdict->recommended) << "no number of workers makes it cheaper";
  EXPECT_NE(verdict->text().find("90 % copying data. Moving it is what limits the run"), std::string::npos)
      << verdict->text();
  EXPECT_NE(verdict->advice.find("shared memory"), std::string::npos);
  EXPECT_NE(verdictOn({repeated("Accccccccc", 5), repeated("cccccBcccc", 5)})->advice.find("reference"),
            std::string::npos);
  // Less than half of what isn't computing.
  EXPECT_EQ(verdictOn({repeated("Acciiiiiii", 5), repeated("cciiiBiiii", 5)})->bound, Bound::Io);
  const auto mixed = verdictOn({repeated("AAAAAcccci", 5), repeated("cccciBBBBB", 5)}, {.model = Model::Processes});
  EXPECT_EQ(mixed->bound, Bound::Mixed);
  EXPECT_NE(mixed->text().find("50 % computing and 40 % copying data, the rest waiting"), std::string::npos)
      << mixed->text();
}

std::vector<CoreLoad> loadOfOthers(double share) {
  return {{1, std::vector<double>(2, 0.3 + share), std::vector<double>(2, 0.3)}};
}

TEST(Verdict, OversubscribedIsTheRunsOwnDoingNotOtherPrograms) {
  // Four workers on two cores.
  const std::vector<std::string> four{repeated("AArr", 20), repeated("BBrr", 20), repeated("rrCC", 20),
                                      repeated("rrDD", 20)};
  const auto verdict = verdictOn(four, {.model = Model::Processes, .cores = 2});
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->pattern, Pattern::Oversubscribed);
  EXPECT_EQ(verdict->recommended, (Recommendation{Model::Processes, 2}));
  // Two on two cores lose theirs as often: others had them.
  const auto others = verdictOn({repeated("AArA", 20), repeated("BBrB", 20)},
                                {.model = Model::Processes, .cores = 2, .loads = loadOfOthers(0.25)});
  ASSERT_TRUE(others);
  EXPECT_EQ(others->pattern, Pattern::Parallel);
  EXPECT_NE(others->text().find("other programs did"), std::string::npos);
  // Four workers of which two at most want a core.
  const std::vector<std::string> resting{repeated("Aiir", 20), repeated("Biir", 20), repeated("iCri", 20),
                                         repeated("iDri", 20)};
  EXPECT_NE(patternOn(resting, {.model = Model::Processes, .cores = 3}), "oversubscribed");
}

TEST(Verdict, ParallelIsAlsoWhoOnlyLacksTheCoresThatOtherProgramsHave) {
  const std::vector<std::string> turns{repeated("AArr", 20), repeated("rrBB", 20)};
  const Setting setting{.model = Model::Processes, .cores = 2, .loads = loadOfOthers(0.5)};
  EXPECT_EQ(patternOn(turns, setting), "parallel");
  EXPECT_NE(patternOn(turns, {.model = Model::Processes, .cores = 2, .loads = loadOfOthers(0.05)}), "parallel");
  EXPECT_NE(patternOn(turns, {.model = Model::Processes, .cores = 2}), "parallel") << "nobody knows of others";
  EXPECT_NE(patternOn(turns, {.cores = 2, .loads = loadOfOthers(0.5)}), "parallel") << "they may wait for the GIL";
  EXPECT_NE(patternOn({repeated("AAr", 20) + repeated(".", 60), repeated(".", 50) + repeated("rBB", 20)}, setting),
            "parallel");
}

TEST(Verdict, AWorkerKeptFromRunningIsStarved) {
  std::vector<std::string> fair{repeated("AAAAAggggg", 30), repeated("gggggBBBBB", 30)};
  std::vector<std::string> unfair{"A" + repeated("A", 298) + "A", "B" + repeated("g", 298) + "B"};
  EXPECT_EQ(patternOn(unfair), "starved");
  EXPECT_EQ(patternOn(fair), "interleaved");
  // Ready without a core: only when others are known not to have had it.
  unfair[1] = "B" + repeated("r", 298) + "B";
  EXPECT_EQ(patternOn(unfair, {.model = Model::Processes, .cores = 1, .loads = loadOfOthers(0.0)}), "starved");
  EXPECT_NE(patternOn(unfair, {.model = Model::Processes, .cores = 1, .loads = loadOfOthers(0.4)}), "starved");
  EXPECT_NE(patternOn(unfair, {.model = Model::Processes, .cores = 1}), "starved");
}

TEST(Verdict, AQueueAtALockIsAConvoy) {
  const auto lock = verdictOn({repeated("AAll", 20), repeated("llBB", 20)}, {.runtime = Runtime::Native});
  ASSERT_TRUE(lock);
  EXPECT_EQ(lock->pattern, Pattern::Convoy);
  EXPECT_FALSE(lock->recommended);
  // Two who take turns at a lock once each wait for a third of the time; a fifth is no queue.
  EXPECT_EQ(patternOn({"A" + repeated("A", 49), repeated("l", 50) + repeated("B", 50)}, {.runtime = Runtime::Native}),
            "convoy");
  EXPECT_NE(patternOn({repeated("A", 80), repeated("l", 32) + repeated("B", 48)}, {.runtime = Runtime::Native}),
            "convoy");
  // Four on two cores: who is ready would be in the queue, too, if it had a core.
  EXPECT_EQ(patternOn({repeated("AArrAl", 30), repeated("rrABlA", 30), repeated("ClrrCC", 30), repeated("DDDlrr", 30)},
                      {.runtime = Runtime::Native}),
            "convoy");
  // After each answer, a wait for the GIL.
  EXPECT_EQ(patternOn({repeated("AAiiggg", 10), repeated("iigggBB", 10), repeated("gggCCii", 10)}), "convoy");
}

TEST(Verdict, ThreadsThatWaitForRoomInAHybridsQueueAreNoConvoyAndDoNotStarve) {
  const std::vector<std::string> lines{"A" + repeated("l", 299), "B" + repeated("l", 299), repeated("C", 300),
                                       repeated("D", 300)};
  EXPECT_EQ(patternOn(lines, {.model = Model::Hybrid}), "parallel");
  EXPECT_EQ(patternOn(lines, {.model = Model::Processes}), "convoy");
}

TEST(Verdict, ADeadlockIsSaidWhateverWasMeasured) {
  const auto verdict = verdictOn({"All", "Bll"}, {.ending = Ending::Deadlocked});
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->pattern, Pattern::Deadlocked);
  EXPECT_FALSE(verdict->bound);
  EXPECT_FALSE(verdict->recommended);
}

TEST(Verdict, IsSilentWhereTheEvidenceIsThin) {
  EXPECT_FALSE(verdictOn({"AAAAA", "BBBBB"})) << "too short";
  EXPECT_FALSE(verdictOn(kTurns, {.ending = Ending::CutShort}));
  EXPECT_FALSE(verdictOn({repeated("s", 50), repeated("s", 50)})) << "no job ran";
  EXPECT_FALSE(verdictOn({repeated("A", 45) + "?????", repeated("B", 45) + "?????"})) << "a tenth is lost";
  EXPECT_TRUE(verdictOn({repeated("A", 49) + "?", repeated("B", 49) + "?"}));
}

}  // namespace
}  // namespace interleave
