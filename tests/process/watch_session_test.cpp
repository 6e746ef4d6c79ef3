// SPDX-License-Identifier: GPL-3.0-or-later
// Programs with a known pattern under the kernel's view, both ways to it: the switch records (on machines that permit
// them) and /proc.
#include "core/session/watch_session.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <set>

#include "core/base/child_process.h"
#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/sched/core_load.h"
#include "core/base/unique_fd.h"
#include "core/session/watch_record.h"
#include "tests/support/processes.h"
#include "tests/support/program.h"

namespace interleave::test {
namespace {

using testing::HasSubstr;

// What a program wrote of itself: CPU time by thread.
std::map<pid_t, std::int64_t> measured(const std::string& path) {
  std::map<pid_t, std::int64_t> threads;
  std::ifstream file(path);
  std::string word;
  pid_t pid = 0;
  pid_t tid = 0;
  std::int64_t cpu_ns = 0;
  while (file >> word >> pid >> tid >> cpu_ns) {
    threads[tid] = cpu_ns;
  }
  return threads;
}

// Time of all cores that the kernel charges to no thread, though one was on the core: interrupts, and what the machine
// below a virtual one took.
std::int64_t uncharged_ns() {
  std::ifstream file("/proc/stat");
  std::string word;
  std::int64_t ticks[8] = {};
  file >> word;
  for (std::int64_t& value : ticks) {
    file >> value;
  }
  return (ticks[5] + ticks[6] + ticks[7]) * (kNsPerSecond / sysconf(_SC_CLK_TCK));
}

StateTimes timesOf(const Track& track) {
  return track.timesIn(0, INT64_MAX);
}
double ms(std::int64_t ns) {
  return static_cast<double>(ns) / 1e6;
}
std::int64_t in(const Track& track, State state) {
  return timesOf(track)[index(state)];
}

// Parameter: INTERLEAVE_KERNEL_VIEW.
class WatchSessionTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { setenv("INTERLEAVE_KERNEL_VIEW", GetParam(), 1); }
  void TearDown() override { unsetenv("INTERLEAVE_KERNEL_VIEW"); }

  std::vector<std::string> pattern(const std::string& mode, const std::string& argument = {}) const {
    std::vector<std::string> command{getenv("INTERLEAVE_PATTERN"), folder / "report", mode};
    if (!argument.empty()) {
      command.push_back(argument);
    }
    return command;
  }
  WatchRecord watch(const std::vector<std::string>& command, std::size_t most_tracks = 4096) {
    WatchSettings settings;
    settings.command = command;
    settings.most_tracks = most_tracks;
    const std::int64_t before_ns = uncharged_ns();
    auto session = WatchSession::start(settings);
    EXPECT_TRUE(session) << session.error().message;
    WatchRecord record = recordOf(**session, settings);
    uncharged = uncharged_ns() - before_ns;
    if (std::string(GetParam()) == "proc") {
      EXPECT_EQ(record.outcome.view, KernelView::Proc);
      EXPECT_GE(record.outcome.resolution_ns, 10 * kNsPerMs);
    }
    EXPECT_EQ(record.outcome.lost_records, 0u);
    return record;
  }
  // How far a thread's running time may be from what the kernel charged it with.
  std::int64_t tolerance(const WatchOutcome& outcome, std::int64_t of_ns) const {
    const std::int64_t resolution_ns = outcome.view == KernelView::Perf ? 0 : 3 * outcome.resolution_ns;
    return of_ns / 100 + 10 * kNsPerMs + uncharged + resolution_ns;
  }
  static const Track* trackOf(const WatchRecord& record, pid_t tid) {
    for (const Track& track : record.snapshot->tracks) {
      if (track.info().tid == tid) {
        return &track;
      }
    }
    return nullptr;
  }

  TemporaryFolder folder;
  std::int64_t uncharged = 0;
};

INSTANTIATE_TEST_SUITE_P(Views, WatchSessionTest, testing::Values("", "proc"),
                         [](const auto& view) { return std::string(*view.param == '\0' ? "Best" : view.param); });

TEST_P(WatchSessionTest, RunningAndWaitingAgreeWithWhatTheProgramMeasured) {
  const WatchRecord record = watch(pattern("alternate"));
  EXPECT_EQ(record.outcome.end, WatchEnd::Exited);
  EXPECT_EQ(record.outcome.status, 0);
  const auto own = measured(folder / "report");
  ASSERT_EQ(own.size(), 1u);
  const Track* track = trackOf(record, own.begin()->first);
  ASSERT_NE(track, nullptr);
  const std::int64_t running_ns = in(*track, State::Running);
  EXPECT_NEAR(ms(running_ns), ms(own.begin()->second), ms(tolerance(record.outcome, running_ns)));
  EXPECT_NEAR(ms(running_ns), *record.outcome.cpu_s * 1e3, ms(tolerance(record.outcome, running_ns)));
  EXPECT_GE(in(*track, State::Waiting), 100 * kNsPerMs - tolerance(record.outcome, 0)) << "it slept that long at least";
  std::int64_t sum_ns = 0;
  for (const std::int64_t time_ns : timesOf(*track)) {
    sum_ns += time_ns;
  }
  EXPECT_EQ(sum_ns, *track->info().gone_ns - *track->info().start_ns) << "every instant of its life has a state";
  RecordProperty("running_ns", std::to_string(running_ns));
  RecordProperty("own_ns", std::to_string(own.begin()->second));
}

TEST_P(WatchSessionTest, EveryThreadAndChildIsThereFromItsBeginning) {
  const WatchRecord record = watch(pattern("family"));
  const auto own = measured(folder / "report");
  ASSERT_EQ(own.size(), 1u + 3u + 2u + 4u);
  std::int64_t running_ns = 0;
  for (const Track& track : record.snapshot->tracks) {
    EXPECT_TRUE(own.contains(track.info().tid)) << track.info().name();
    EXPECT_THAT(track.info().name(), HasSubstr("pattern"));
    EXPECT_TRUE(track.info().gone_ns.has_value());
    running_ns += in(track, State::Running);
  }
  if (record.outcome.view == KernelView::Perf) {
    EXPECT_EQ(record.snapshot->tracks.size(), own.size());
    for (const Track& track : record.snapshot->tracks) {
      EXPECT_EQ(track.at(0).state, State::Starting);
      EXPECT_EQ(track.at(0).begin_ns, *track.info().start_ns);
      const std::int64_t cpu_ns = own.at(track.info().tid);
      EXPECT_NEAR(ms(in(track, State::Running)), ms(cpu_ns), ms(tolerance(record.outcome, cpu_ns)))
          << track.info().name();
    }
    EXPECT_NEAR(ms(running_ns), *record.outcome.cpu_s * 1e3, ms(tolerance(record.outcome, running_ns)));
  }
  // Grouped by process, parents before children.
  std::vector<pid_t> processes;
  for (const Track& track : record.snapshot->tracks) {
    if (processes.empty() || processes.back() != track.info().pid) {
      processes.push_back(track.info().pid);
    }
  }
  EXPECT_EQ(std::set<pid_t>(processes.begin(), processes.end()).size(), processes.size());
}

TEST_P(WatchSessionTest, ThreadsThatWantOneCoreAreReadyNotWaiting) {
  const WatchRecord record = watch(pattern("pinned"));
  StateTimes sum{};
  std::set<JobId> pinned;
  for (const Track& track : record.snapshot->tracks) {
    if (track.info().kind == WorkerKind::Process) {
      continue;  // it only waits for the others
    }
    pinned.insert(JobId{number(track.info().worker)});
    for (std::size_t i = 0; i < kStateCount; ++i) {
      sum[i] += timesOf(track)[i];
    }
    EXPECT_EQ(track.info().migrations, 0u);
  }
  int used = 0;
  for (const Track& core : record.snapshot->cores) {
    bool ran_one = false;
    for (std::size_t i = 0; i < core.size(); ++i) {
      ran_one = ran_one || pinned.contains(core.at(i).job);
    }
    used += ran_one ? 1 : 0;
  }
  EXPECT_EQ(used, 1);
  const std::int64_t want_ns = 4 * 60 * kNsPerMs;
  EXPECT_NEAR(ms(sum[index(State::Running)]), ms(want_ns), ms(tolerance(record.outcome, want_ns)));
  EXPECT_GT(sum[index(State::Ready)], sum[index(State::Running)]) << "of four, three want a core most of the time";
  EXPECT_GT(sum[index(State::Ready)], 2 * sum[index(State::Waiting)]);
}

TEST_P(WatchSessionTest, OnACoreThereIsOneThreadAtATime) {
  const WatchRecord record = watch(pattern("family"));
  std::int64_t on_cores_ns = 0;
  for (const Track& core : record.snapshot->cores) {
    on_cores_ns += in(core, State::Running);
  }
  std::int64_t in_threads_ns = 0;
  for (const Track& track : record.snapshot->tracks) {
    in_threads_ns += in(track, State::Running);
  }
  std::int64_t counted_ns = 0;
  for (const std::int64_t core_ns : record.snapshot->core_running_ns) {
    counted_ns += core_ns;
  }
  EXPECT_EQ(counted_ns, in_threads_ns);
  if (record.outcome.view == KernelView::Perf) {
    EXPECT_EQ(on_cores_ns, in_threads_ns) << "nothing overlapped, so nothing was cut";
  }
}

// The core's idle time is the kernel's own account, independent of the switch records, and other programs' work can
// only make it smaller: so what we say our threads ran there must fit into the rest.
TEST_P(WatchSessionTest, ACoresBusyTimeAgreesWithTheKernelsOwnAccount) {
  cpu_set_t allowed;
  ASSERT_EQ(sched_getaffinity(0, sizeof allowed, &allowed), 0);
  std::size_t core = 0;
  while (!CPU_ISSET(core, &allowed)) {
    ++core;
  }
  const std::int64_t tick_ns = kNsPerSecond / sysconf(_SC_CLK_TCK);
  const std::int64_t begin_ns = monotonicNow_ns();
  const auto before = readCoreTicks();
  const WatchRecord record = watch(pattern("onecore"));
  const auto after = readCoreTicks();
  const std::int64_t elapsed_ns = monotonicNow_ns() - begin_ns;
  ASSERT_TRUE(before && after);
  // Of two counts, idle and waiting for a disk, each is cut to whole ticks twice.
  const std::int64_t idle_ns = static_cast<std::int64_t>((*after)[core].idle - (*before)[core].idle) * tick_ns;
  const std::int64_t running_ns = record.snapshot->core_running_ns.at(core);
  EXPECT_LE(ms(running_ns), ms(elapsed_ns - idle_ns + 2 * tick_ns)) << "it was idle for " << ms(idle_ns) << " ms";
  const std::int64_t own_ns = measured(folder / "report").begin()->second;
  EXPECT_GE(own_ns, 400 * kNsPerMs);
  EXPECT_NEAR(ms(running_ns), ms(own_ns), ms(tolerance(record.outcome, own_ns)));
}

TEST_P(WatchSessionTest, LanesAreBoundedAndTheRestCounted) {
  const WatchRecord record = watch(pattern("forks", "60"), 20);
  EXPECT_LE(record.snapshot->tracks.size(), 20u);
  EXPECT_EQ(record.outcome.threads, record.snapshot->tracks.size() + record.outcome.untracked.count);
  if (record.outcome.view == KernelView::Perf) {
    EXPECT_EQ(record.outcome.threads, 61u);
    EXPECT_EQ(record.outcome.untracked.names.at("pattern"), 41u);
    EXPECT_GT(record.outcome.untracked.running_ns, 0);
  }
}

TEST_P(WatchSessionTest, WhoForksWithoutEndIsEndedWithAllItMade) {
  constexpr int kProcesses = 300;
  WatchSettings settings;
  settings.command = pattern("bomb", std::to_string(kProcesses));
  settings.most_tracks = 20;
  auto session = WatchSession::start(settings);
  ASSERT_TRUE(session) << session.error().message;
  while (measured(folder / "report").size() < kProcesses / 2) {  // in the midst of it
    sched_yield();
  }
  (*session)->cancel();
  const WatchOutcome& outcome = (*session)->wait();
  EXPECT_EQ(outcome.end, WatchEnd::Cancelled);
  EXPECT_LE((*session)->snapshot()->tracks.size(), 20u);
  EXPECT_EQ(outcome.threads, (*session)->snapshot()->tracks.size() + outcome.untracked.count);
  EXPECT_TRUE(descendantsOf(getpid()).empty());
  for (const auto& [pid, cpu_ns] : measured(folder / "report")) {
    EXPECT_FALSE(isAlive(pid));
  }
}

TEST_P(WatchSessionTest, ItCanBeLookedAtWhileItRuns) {
  WatchSettings settings;
  settings.command = pattern("forever");
  auto session = WatchSession::start(settings);
  ASSERT_TRUE(session) << session.error().message;
  SnapshotPtr snapshot = (*session)->snapshot();
  while (snapshot->tracks.size() < 3) {  // ended by the test's time limit
    EXPECT_TRUE(snapshot->is_live);
    sched_yield();
    snapshot = (*session)->snapshot();
  }
  (*session)->cancel();
  const WatchOutcome& outcome = (*session)->wait();
  EXPECT_EQ(outcome.end, WatchEnd::Cancelled);
  EXPECT_FALSE((*session)->snapshot()->is_live);
}

TEST_P(WatchSessionTest, TheTimeLimitEndsItAndAllItStarted) {
  WatchSettings settings;
  settings.command = {"/bin/sh", "-c", "sleep 1000 & sleep 1000"};
  settings.timeout_s = 0.1;
  auto session = WatchSession::start(settings);
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ((*session)->wait().end, WatchEnd::TimedOut);
  EXPECT_TRUE(descendantsOf(getpid()).empty());
}

TEST_P(WatchSessionTest, WhoOutlivesTheCommandIsEnded) {
  const WatchRecord record = watch({"/bin/sh", "-c", "sleep 1000 & (sleep 1000 &) ; exit 5"});
  EXPECT_EQ(record.outcome.status, 5);
  EXPECT_EQ(record.outcome.ended_descendants, 2u);
  EXPECT_TRUE(descendantsOf(getpid()).empty());
}

TEST_P(WatchSessionTest, ADaemonIsLeftAlone) {
  const WatchRecord record =
      watch({"/bin/sh", "-c",
             "setsid sleep 1000 & while [ $(cat /proc/$!/comm) != sleep ]; do :; done; echo $! >" + (folder / "pid")});
  EXPECT_EQ(record.outcome.ended_descendants, 0u);
  const pid_t daemon = static_cast<pid_t>(std::stoi(textOf(folder / "pid")));
  EXPECT_TRUE(isAlive(daemon));
  kill(daemon, SIGKILL);
  waitpid(daemon, nullptr, 0);  // ours since it lost its parent
}

TEST_P(WatchSessionTest, AnEndBySignalIsNamed) {
  const WatchRecord record = watch({"/bin/sh", "-c", "kill -SEGV $$"});
  EXPECT_EQ(record.outcome.end, WatchEnd::Killed);
  EXPECT_EQ(record.outcome.status, SIGSEGV);
  EXPECT_THAT(record.outcome.message, HasSubstr("SIGSEGV"));
}

TEST_P(WatchSessionTest, WhatCantBeRunIsOneLine) {
  std::ofstream(folder / "plain") << "text";
  std::ofstream(folder / "broken") << "#!/nonexistent/shell\n";
  chmod((folder / "broken").c_str(), 0700);
  for (const std::string& command : {std::string("/nonexistent/program"), folder / "plain", folder / "broken",
                                     std::string("no-such-command-anywhere"), folder.path().string(), std::string()}) {
    WatchSettings settings;
    settings.command = {command};
    const auto session = WatchSession::start(settings);
    ASSERT_FALSE(session) << command;
    EXPECT_THAT(session.error().message, HasSubstr(command));
    EXPECT_EQ(session.error().message.find('\n'), std::string::npos);
  }
  EXPECT_TRUE(descendantsOf(getpid()).empty());
}

TEST_P(WatchSessionTest, AScriptWithoutItsFirstLineIsRunAsShellsDo) {
  std::ofstream(folder / "script") << "exit 6\n";
  chmod((folder / "script").c_str(), 0700);
  EXPECT_EQ(watch({folder / "script"}).outcome.status, 6);
}

TEST_P(WatchSessionTest, ARunningProcessIsAttachedToWithAllItsThreadsAndGoesOn) {
  auto program = ChildProcess::spawn(pattern("forever"), {});
  ASSERT_TRUE(program);
  while (measured(folder / "report").empty()) {
    sched_yield();
  }
  WatchSettings settings;
  settings.pid = program->pid();
  auto session = WatchSession::start(settings);
  ASSERT_TRUE(session) << session.error().message;
  while ((*session)->snapshot()->tracks.size() < 3) {  // the two that were there, and a new one
    sched_yield();
  }
  (*session)->cancel();
  EXPECT_EQ((*session)->wait().end, WatchEnd::Cancelled);
  EXPECT_FALSE(program->poll()) << "it was not ours to end";
  const SnapshotPtr snapshot = (*session)->snapshot();
  EXPECT_EQ(snapshot->tracks[0].info().start_ns, 0);
  for (const Track& track : snapshot->tracks) {
    EXPECT_EQ(track.info().pid, program->pid());
    EXPECT_THAT(track.info().name(), HasSubstr("pattern"));
  }
}

TEST_P(WatchSessionTest, TheEndOfWhomItAttachedToIsNoticed) {
  auto program = ChildProcess::spawn({"/bin/sh", "-c", "sleep 1000"}, {});
  ASSERT_TRUE(program);
  WatchSettings settings;
  settings.pid = program->pid();
  auto session = WatchSession::start(settings);
  ASSERT_TRUE(session) << session.error().message;
  program->kill();
  EXPECT_EQ((*session)->wait().end, WatchEnd::Gone);
}

TEST_P(WatchSessionTest, ProcessesThatAreNotThereAreRefused) {
  for (const pid_t pid : {0, -1, 1 << 30, getpid()}) {
    WatchSettings settings;
    settings.pid = pid;
    const auto session = WatchSession::start(settings);
    ASSERT_FALSE(session) << pid;
    EXPECT_THAT(session.error().message, HasSubstr(std::to_string(pid)));
  }
}

TEST(WatchSession, WhatTheProgramPrintsGoesWhereItIsWantedAndItWorksWhereItIsTold) {
  int ends[2] = {-1, -1};
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  WatchSettings settings;
  settings.command = {"sh", "-c", "pwd; echo wrong >&2; cat"};  // there is nothing to read, so cat ends
  settings.folder = "/usr";
  settings.output = write_end.get();
  auto session = WatchSession::start(settings);
  ASSERT_TRUE(session) << session.error().message;
  write_end.reset();
  std::string printed;
  char chunk[64];
  for (ssize_t got = 0; (got = read(read_end.get(), chunk, sizeof chunk)) > 0;) {
    printed.append(chunk, static_cast<std::size_t>(got));
  }
  EXPECT_EQ(printed, "/usr\nwrong\n");
  EXPECT_EQ((*session)->wait().status, 0);
}

TEST(WatchSession, APathIsRelativeToTheFolderAndAFolderThatIsNotThereIsNamed) {
  WatchSettings settings;
  settings.command = {"./bin/true"};
  settings.folder = "/usr";
  auto session = WatchSession::start(settings);
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_EQ((*session)->wait().message, "exited with status 0");
  settings.folder = "/nowhere/at/all";
  const auto refused = WatchSession::start(settings);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("/nowhere/at/all"));
}

TEST(WatchSession, TellsWhatIsKnownSoFar) {
  WatchSettings settings;
  settings.command = {"sleep", "60"};
  auto session = WatchSession::start(settings);
  ASSERT_TRUE(session) << session.error().message;
  while ((*session)->snapshot()->tracks.empty() && !(*session)->waitFor(0.005)) {
  }
  const WatchOutcome so_far = (*session)->soFar();
  EXPECT_NE(so_far.view, KernelView::None);
  EXPECT_GE(so_far.resolution_ns, 1);
  (*session)->cancel();
  EXPECT_GE((*session)->wait().threads, so_far.threads);
}

}  // namespace
}  // namespace interleave::test
