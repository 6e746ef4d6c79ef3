// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/joint_trace_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "core/trace/joint_state.h"

namespace interleave {
namespace {

constexpr std::int64_t kEpoch = 1'000'000;
constexpr std::int32_t kPid = 100;
constexpr JobId kJob{3};

std::int32_t tidOf(std::size_t worker) {
  return kPid + 1 + static_cast<std::int32_t>(worker);
}

SwitchRecord recordOf(SwitchKind kind, std::int64_t time_ns, std::int32_t tid, std::uint32_t cpu) {
  SwitchRecord made;
  made.kind = kind;
  made.time_ns = kEpoch + time_ns;
  made.cpu = cpu;
  made.pid = kPid;
  made.tid = tid;
  return made;
}

std::vector<Slice> slicesOf(const Track& track) {
  std::vector<Slice> all;
  for (std::size_t i = 0; i < track.size(); ++i) {
    all.push_back(track.at(i));
  }
  return all;
}

class JointTraceBuilderTest : public testing::Test {
 protected:
  JointTraceBuilderTest() { builder.setEpoch(kEpoch); }

  void kernel(SwitchKind kind, std::int64_t time_ns, std::uint32_t cpu = 0, std::size_t worker = 0) {
    builder.add(recordOf(kind, time_ns, tidOf(worker), cpu));
  }
  void marks(std::int64_t begin_ns, std::int64_t end_ns, State state, JobId job = kJob, std::size_t worker = 0) {
    builder.append(WorkerId{static_cast<std::uint32_t>(worker)}, {begin_ns, end_ns, job, state});
  }
  SnapshotPtr live(std::int64_t until_ns) {
    builder.advance(until_ns);
    store.publish(until_ns, true);
    return store.snapshot();
  }
  SnapshotPtr ended(std::int64_t end_ns) {
    builder.close(end_ns);
    store.publish(end_ns, false);
    return store.snapshot();
  }

  TraceStore store{2, 10, 2};
  JointTraceBuilder builder{store, 2, 2, 1};
};

TEST_F(JointTraceBuilderTest, AJobWithoutACoreIsReadyOrWaitsAsTheKernelSays) {
  builder.identify(WorkerId{0}, tidOf(0));
  kernel(SwitchKind::Fork, 0);
  kernel(SwitchKind::In, 10, 1);
  marks(5, 20, State::Starting, kNoJob);
  marks(20, 400, State::Running);
  kernel(SwitchKind::OutPreempted, 100, 1);
  kernel(SwitchKind::In, 200, 0);
  kernel(SwitchKind::OutWaiting, 250, 0);
  kernel(SwitchKind::In, 300, 0);
  const SnapshotPtr snapshot = ended(500);
  EXPECT_EQ(slicesOf(snapshot->tracks[0]), (std::vector<Slice>{{0, 20, kNoJob, State::Starting},
                                                               {20, 100, kJob, State::Running},
                                                               {100, 200, kJob, State::Ready},
                                                               {200, 250, kJob, State::Running},
                                                               {250, 300, kJob, State::Waiting},
                                                               {300, 400, kJob, State::Running}}));
  EXPECT_EQ(snapshot->tracks[0].info().migrations, 1u);
  EXPECT_EQ(slicesOf(snapshot->cores[1]),
            (std::vector<Slice>{{10, 20, kNoJob, State::Running}, {20, 100, kJob, State::Running}}));
  EXPECT_EQ(slicesOf(snapshot->cores[0]), (std::vector<Slice>{{200, 250, kJob, State::Running},
                                                              {300, 400, kJob, State::Running},
                                                              {400, 500, kNoJob, State::Running}}));
  EXPECT_EQ(snapshot->core_running_ns, (std::vector<std::int64_t>{250, 90}));
}

TEST_F(JointTraceBuilderTest, WhileLiveAWorkerWithoutACoreIsSeenToBeReady) {
  builder.identify(WorkerId{0}, tidOf(0));
  kernel(SwitchKind::Fork, 0);
  kernel(SwitchKind::In, 0);
  builder.setOpen(WorkerId{0}, Slice{10, 90, kJob, State::Running});  // the last mark was at 90
  kernel(SwitchKind::OutPreempted, 100);
  const SnapshotPtr snapshot = live(200);
  EXPECT_EQ(slicesOf(snapshot->tracks[0]),
            (std::vector<Slice>{
                {0, 10, kNoJob, State::Starting}, {10, 100, kJob, State::Running}, {100, 200, kJob, State::Ready}}));
}

TEST_F(JointTraceBuilderTest, AWorkerThatCanNotTellOfItsStartIsStartingFromItsBirth) {
  kernel(SwitchKind::Fork, 100);
  kernel(SwitchKind::In, 120);
  EXPECT_TRUE(live(5000)->tracks.empty());  // not yet known to be a worker
  builder.identify(WorkerId{0}, tidOf(0));
  marks(5500, 6000, State::Running);
  // Another, whose birth becomes known only after its first marks.
  builder.identify(WorkerId{1}, tidOf(1));
  marks(5600, 6000, State::Running, kJob, 1);
  kernel(SwitchKind::Fork, 5100, 0, 1);
  kernel(SwitchKind::In, 5200, 1, 1);
  const SnapshotPtr snapshot = ended(7000);
  EXPECT_EQ(slicesOf(snapshot->tracks[0]),
            (std::vector<Slice>{{100, 5500, kNoJob, State::Starting}, {5500, 6000, kJob, State::Running}}));
  EXPECT_EQ(snapshot->tracks[0].info().start_ns, 100);
  EXPECT_EQ(slicesOf(snapshot->tracks[1]),
            (std::vector<Slice>{{5100, 5600, kNoJob, State::Starting}, {5600, 6000, kJob, State::Running}}));
}

TEST_F(JointTraceBuilderTest, WhoWasThereBeforeHasNoBirthToShow) {
  builder.identify(WorkerId{0}, tidOf(0));
  kernel(SwitchKind::Found, 0);
  kernel(SwitchKind::In, 50);
  marks(200, 300, State::Running);
  EXPECT_EQ(slicesOf(ended(400)->tracks[0]), (std::vector<Slice>{{200, 300, kJob, State::Running}}));
}

TEST_F(JointTraceBuilderTest, WithoutTheKernelsWordTheTrackEndsAtTheLastMarkUntilMoreIsKnown) {
  builder.setOpen(WorkerId{0}, Slice{10, 90, kJob, State::Running});
  EXPECT_EQ(slicesOf(live(200)->tracks[0]), (std::vector<Slice>{{10, 90, kJob, State::Running}}));
  marks(10, 90, State::Running);
  marks(90, 300, State::Ready);
  builder.setOpen(WorkerId{0}, std::nullopt);
  EXPECT_EQ(slicesOf(ended(400)->tracks[0]),
            (std::vector<Slice>{{10, 90, kJob, State::Running}, {90, 300, kJob, State::Ready}}));
}

TEST_F(JointTraceBuilderTest, AKilledThreadsJobEndsWithIt) {
  builder.identify(WorkerId{0}, tidOf(0));
  kernel(SwitchKind::Fork, 0);
  kernel(SwitchKind::In, 0);
  builder.setOpen(WorkerId{0}, Slice{10, 90, kJob, State::GilWait});
  kernel(SwitchKind::Exit, 150);
  const SnapshotPtr snapshot = live(400);
  EXPECT_EQ(slicesOf(snapshot->tracks[0]),
            (std::vector<Slice>{{0, 10, kNoJob, State::Starting}, {10, 150, kJob, State::GilWait}}));
  EXPECT_EQ(snapshot->tracks[0].info().gone_ns, 150);
}

TEST_F(JointTraceBuilderTest, ALossOfTheKernelsLeavesTheMarksAndIsShownOnTheCore) {
  builder.identify(WorkerId{0}, tidOf(0));
  kernel(SwitchKind::Fork, 0);
  kernel(SwitchKind::In, 0);
  marks(0, 500, State::Running);
  SwitchRecord lost = recordOf(SwitchKind::Lost, 100, 0, 0);
  lost.until_ns = kEpoch + 200;
  lost.lost = 5;
  builder.add(lost);
  kernel(SwitchKind::OutWaiting, 500);
  const SnapshotPtr snapshot = ended(600);
  EXPECT_EQ(slicesOf(snapshot->tracks[0]), (std::vector<Slice>{{0, 500, kJob, State::Running}}));
  EXPECT_EQ(slicesOf(snapshot->cores[0]),
            (std::vector<Slice>{
                {0, 100, kJob, State::Running}, {100, 200, kNoJob, State::Lost}, {200, 500, kJob, State::Running}}));
}

TEST_F(JointTraceBuilderTest, TwoRingsThatClaimOneThreadAreNotBothIt) {
  builder.identify(WorkerId{0}, tidOf(0));
  builder.identify(WorkerId{1}, tidOf(0));
  kernel(SwitchKind::Fork, 0);
  kernel(SwitchKind::In, 0);
  kernel(SwitchKind::OutPreempted, 50);
  marks(0, 100, State::Running, kJob, 0);
  marks(0, 100, State::Running, kJob, 1);
  const SnapshotPtr snapshot = ended(100);
  EXPECT_EQ(snapshot->tracks[0].timesIn(0, 100)[index(State::Ready)], 50);
  EXPECT_EQ(snapshot->tracks[1].timesIn(0, 100)[index(State::Ready)], 0);
}

// CPython's threads wake every switch interval to ask for the GIL: a core for some us is no turn of the job's.
TEST_F(JointTraceBuilderTest, WhereAGapIsAWaitTheThreadWaitsThoughItHasACoreNowAndThen) {
  builder.identify(WorkerId{0}, tidOf(0));
  builder.setGapsAreWaits(WorkerId{0});
  kernel(SwitchKind::Fork, 0);
  kernel(SwitchKind::In, 0);
  builder.setOpen(WorkerId{0}, Slice{0, 90, kJob, State::Running});
  kernel(SwitchKind::OutWaiting, 100);
  kernel(SwitchKind::In, 150);
  kernel(SwitchKind::OutWaiting, 155);
  EXPECT_EQ(slicesOf(live(200)->tracks[0]), (std::vector<Slice>{{0, 90, kJob, State::Running}}))
      << "what comes after the last mark is not known yet";
  kernel(SwitchKind::In, 300);
  marks(0, 90, State::Running);
  marks(90, 310, State::GilWait);
  marks(310, 400, State::Running);
  builder.setOpen(WorkerId{0}, std::nullopt);
  EXPECT_EQ(slicesOf(ended(400)->tracks[0]),
            (std::vector<Slice>{
                {0, 90, kJob, State::Running}, {90, 310, kJob, State::GilWait}, {310, 400, kJob, State::Running}}));
}

TEST(JointTraceBuilder, ACoarseViewSaysWhichCoreRanWhatAndNothingOfTheStates) {
  TraceStore store(1, 10, 2);
  JointTraceBuilder builder(store, 1, 2, 10'000'000);
  builder.setEpoch(kEpoch);
  builder.identify(WorkerId{0}, tidOf(0));
  builder.add(recordOf(SwitchKind::Fork, 0, tidOf(0), 0));
  builder.add(recordOf(SwitchKind::In, 0, tidOf(0), 1));
  builder.append(WorkerId{0}, {0, 50, kJob, State::Running});
  builder.append(WorkerId{0}, {50, 100, kJob, State::GilWait});
  builder.close(100);
  store.publish(100, false);
  EXPECT_EQ(slicesOf(store.snapshot()->tracks[0]),
            (std::vector<Slice>{{0, 50, kJob, State::Running}, {50, 100, kJob, State::GilWait}}));
  EXPECT_EQ(store.snapshot()->cores[1].timesIn(0, 100)[index(State::Running)], 100);
  EXPECT_FALSE(builder.agreement().ratio());
}

// Marks and records of some workers, made up at random, as arrays of what was at each nanosecond; told in drains of
// random lengths, the kernel's behind the marks'. Whatever the drains, the tracks are the rule applied at each instant.
class RandomRun {
 public:
  static constexpr std::int64_t kEnd = 3000;
  static constexpr std::size_t kWorkers = 4;
  static constexpr std::uint32_t kCores = 2;

  explicit RandomRun(unsigned seed) : m_random(seed) {
    for (std::size_t w = 0; w < kWorkers; ++w) {
      makeMarks(w);
    }
    makeKernel();
  }

  SnapshotPtr tell() {
    TraceStore store(kWorkers, 100, kCores);
    JointTraceBuilder builder(store, kWorkers, kCores, 1);
    builder.setEpoch(kEpoch);
    std::array<std::size_t, kWorkers> told{};
    std::size_t records_told = 0;
    for (std::size_t w = 0; w < kWorkers; ++w) {
      builder.identify(WorkerId{static_cast<std::uint32_t>(w)}, tidOf(w));
    }
    for (std::int64_t now = 0; now < kEnd;) {
      now = std::min<std::int64_t>(kEnd, now + pick(1, 200));
      const std::int64_t known = now < kEnd ? std::max<std::int64_t>(0, now - pick(0, 50)) : kEnd;
      m_known = std::max(m_known, known);
      for (std::size_t w = 0; w < kWorkers; ++w) {
        const WorkerId worker{static_cast<std::uint32_t>(w)};
        while (told[w] < marks[w].size() && marks[w][told[w]].end_ns <= now) {
          builder.append(worker, marks[w][told[w]++]);
        }
        builder.setOpen(worker, std::nullopt);
        if (told[w] < marks[w].size() && marks[w][told[w]].begin_ns <= now) {
          Slice open = marks[w][told[w]];
          // The marks of a running job were heard some time before; a wait lasts until now.
          open.end_ns = open.state == State::Running ? std::max(open.begin_ns, now - pick(0, 30)) : now;
          // A gap is not told before it is over.
          const bool is_gap = open.state == State::Ready;
          if (is_gap) {
            open = Slice{open.begin_ns, open.begin_ns, open.job, State::Running};
          }
          builder.setOpen(worker, open);
        }
      }
      while (records_told < records.size() && records[records_told].time_ns - kEpoch <= m_known) {
        builder.add(records[records_told++]);
      }
      builder.advance(m_known);
      store.publish(m_known, true);
    }
    builder.close(kEnd);
    store.publish(kEnd, false);
    return store.snapshot();
  }

  std::vector<Slice> marks[kWorkers];
  std::vector<State> kernel[kWorkers] = {};  // at each nanosecond
  std::vector<int> core[kWorkers] = {};      // -1: on none
  std::vector<SwitchRecord> records;

 private:
  std::int64_t pick(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(m_random);
  }

  void makeMarks(std::size_t w) {
    constexpr State kStates[] = {State::Running, State::Ready, State::GilWait, State::IoWait, State::Idle};
    std::int64_t time = pick(0, 100);
    std::uint32_t job = static_cast<std::uint32_t>(w);
    while (time < kEnd - 300) {
      const State state = kStates[pick(0, 4)];
      const std::int64_t end = time + pick(1, 150);
      const bool is_gap_after_nothing = state == State::Ready && (marks[w].empty() || marks[w].back().end_ns != time ||
                                                                  marks[w].back().state != State::Running);
      if (state == State::Idle || is_gap_after_nothing) {
        job += kWorkers;
      } else {
        marks[w].push_back({time, end, JobId{job % 100}, state});
      }
      time = end;
    }
  }

  // Each worker in turn gets a free core for a while.
  void makeKernel() {
    for (std::size_t w = 0; w < kWorkers; ++w) {
      kernel[w].assign(kEnd, State::Starting);
      core[w].assign(kEnd, -1);
      records.push_back(recordOf(SwitchKind::Fork, 0, tidOf(w), 0));
    }
    std::array<int, kWorkers> on{};
    on.fill(-1);
    std::array<State, kWorkers> state{};
    state.fill(State::Starting);
    std::array<bool, kCores> used{};
    for (std::int64_t time = 1; time < kEnd; ++time) {
      for (std::size_t w = 0; w < kWorkers; ++w) {
        if (on[w] >= 0 && pick(0, 40) == 0) {
          const bool preempted = pick(0, 1) == 0;
          records.push_back(recordOf(preempted ? SwitchKind::OutPreempted : SwitchKind::OutWaiting, time, tidOf(w),
                                     static_cast<std::uint32_t>(on[w])));
          used[static_cast<std::size_t>(on[w])] = false;
          on[w] = -1;
          state[w] = preempted ? State::Ready : State::Waiting;
        } else if (on[w] < 0 && pick(0, 40) == 0) {
          for (std::size_t c = 0; c < kCores; ++c) {
            if (!used[c]) {
              used[c] = true;
              on[w] = static_cast<int>(c);
              state[w] = State::Running;
              records.push_back(recordOf(SwitchKind::In, time, tidOf(w), static_cast<std::uint32_t>(c)));
              break;
            }
          }
        }
        kernel[w][static_cast<std::size_t>(time)] = state[w];
        core[w][static_cast<std::size_t>(time)] = on[w];
      }
    }
  }

  std::mt19937 m_random;
  std::int64_t m_known = 0;
};

// What a track says at each nanosecond.
std::vector<std::pair<State, JobId>> spreadOut(const Track& track) {
  std::vector<std::pair<State, JobId>> at(RandomRun::kEnd, {State::Idle, kNoJob});
  std::int64_t last_ns = 0;
  for (const Slice& slice : slicesOf(track)) {
    EXPECT_GE(slice.begin_ns, last_ns);
    last_ns = slice.end_ns;
    for (std::int64_t t = slice.begin_ns; t < slice.end_ns; ++t) {
      at[static_cast<std::size_t>(t)] = {slice.state, slice.job};
    }
  }
  return at;
}

std::pair<State, JobId> marksAt(const std::vector<Slice>& marks, std::int64_t time) {
  for (const Slice& slice : marks) {
    if (slice.begin_ns <= time && time < slice.end_ns) {
      return {slice.state, slice.job};
    }
  }
  return {State::Idle, kNoJob};
}

TEST(JointTraceBuilder, IsTheRuleAtEachInstantWhateverTheDrains) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    RandomRun run(seed);
    const SnapshotPtr snapshot = run.tell();
    std::map<std::size_t, std::vector<std::pair<State, JobId>>> cores;
    for (std::size_t c = 0; c < RandomRun::kCores; ++c) {
      cores[c].assign(RandomRun::kEnd, {State::Idle, kNoJob});
    }
    for (std::size_t w = 0; w < RandomRun::kWorkers; ++w) {
      ASSERT_EQ(number(snapshot->tracks[w].info().worker), w);
      const auto at = spreadOut(snapshot->tracks[w]);
      std::vector<State> joint;  // Starting until the first that is something
      for (std::size_t i = 0; i < at.size(); ++i) {
        joint.push_back(jointState(marksAt(run.marks[w], static_cast<std::int64_t>(i)).first, run.kernel[w][i]));
      }
      const auto first = std::find_if(joint.begin(), joint.end(), [](State state) { return state != State::Idle; });
      if (first != joint.end()) {
        std::fill(joint.begin(), first, State::Starting);
      }
      for (std::int64_t t = 0; t < RandomRun::kEnd; ++t) {
        const auto i = static_cast<std::size_t>(t);
        const JobId job = marksAt(run.marks[w], t).second;
        const State want = joint[i];
        ASSERT_EQ(at[i].first, want) << "seed " << seed << ", worker " << w << " at " << t;
        ASSERT_EQ(at[i].second, want == State::Idle ? kNoJob : job);
        if (run.core[w][i] >= 0) {
          cores[static_cast<std::size_t>(run.core[w][i])][i] = {State::Running, job};
        }
      }
    }
    for (std::size_t c = 0; c < RandomRun::kCores; ++c) {
      EXPECT_EQ(spreadOut(snapshot->cores[c]), cores[c]) << "seed " << seed << ", core " << c;
    }
  }
}

}  // namespace
}  // namespace interleave
