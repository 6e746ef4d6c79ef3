// SPDX-License-Identifier: GPL-3.0-or-later
// What the real runner does when a job, a worker, the host or the machine lets it down.
#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <thread>

#include "core/base/clock.h"
#include "tests/unit/exec/runner_driver.h"

namespace interleave::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Experiment crashing(Model model, StartMethod method, const std::string& how) {
  Experiment made;
  made.runtime = Runtime::Native;
  made.model = model;
  made.start_method = method;
  made.workload = "crash";
  made.workers = 4;
  made.jobs = 4;
  made.parameters = {{"how", how}, {"n", std::int64_t{100'000}}};
  return made;
}

const char* reasonFor(const std::string& how) {
  if (how == "segfault") {
    return "was killed by SIGSEGV (segmentation fault)";
  }
  return how == "abort" ? "was killed by SIGABRT (aborted)" : "exited with status 3";
}

bool hasBegun(const RunRecord& record, std::size_t jobs) {
  std::size_t begun = 0;
  for (const Track& track : record.tracks) {
    begun += static_cast<std::size_t>(std::count_if(track.samples.begin(), track.samples.end(),
                                                    [](const il_sample& s) { return s.kind == IL_JOB_BEGIN; }));
  }
  return begun >= jobs;
}

// The processes of a group, by the kernel's own account.
std::vector<pid_t> membersOf(pid_t group) {
  std::vector<pid_t> members;
  DIR* const proc = opendir("/proc");
  while (const dirent* entry = readdir(proc)) {
    const pid_t pid = std::atoi(entry->d_name);
    std::ifstream stat("/proc/" + std::string(entry->d_name) + "/stat");
    std::string text;
    if (pid <= 0 || !std::getline(stat, text)) {
      continue;
    }
    char state = 0;
    int parent = 0;
    int its_group = 0;
    const std::size_t after_name = text.rfind(')');
    if (std::sscanf(text.c_str() + after_name + 1, " %c %d %d", &state, &parent, &its_group) == 3 &&
        its_group == group && state != 'Z') {
      members.push_back(pid);
    }
  }
  closedir(proc);
  return members;
}

void expectGroupGone(pid_t group) {
  // A killed process takes a moment to go; this test's own time-out bounds the wait.
  while (!membersOf(group).empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

class EveryStartMethod : public ::testing::TestWithParam<StartMethod> {};
INSTANTIATE_TEST_SUITE_P(Runs, EveryStartMethod,
                         ::testing::Values(StartMethod::Spawn, StartMethod::Forkserver, StartMethod::Fork),
                         [](const auto& method) { return name(method.param); });

TEST_P(EveryStartMethod, aCrashTakesOneWorkerAndItsJobWithItAndNothingElse) {
  for (const char* how : {"segfault", "abort", "exit"}) {
    const RunRecord record = RunnerDriver().run(crashing(Model::Processes, GetParam(), how));
    ASSERT_TRUE(record.finished) << how;
    EXPECT_EQ(record.finished->kind, FinishKind::Finished) << record.finished->message;
    EXPECT_TRUE(record.end.isClean()) << record.end.describe();
    ASSERT_EQ(record.jobs.size(), 4u);
    for (const JobDone& job : record.jobs) {
      if (number(job.job) == 1) {
        EXPECT_FALSE(job.ok);
        EXPECT_EQ(job.error, std::string("its process ") + reasonFor(how));
      } else {
        EXPECT_TRUE(job.ok) << job.error;
        EXPECT_EQ(job.ticks, 100'000u);
      }
    }
    ASSERT_EQ(record.gone.size(), 1u);
    EXPECT_EQ(record.gone[0].worker, record.jobs[1].worker);
    EXPECT_EQ(record.gone[0].reason, reasonFor(how));
    const auto& samples = record.tracks.at(number(record.gone[0].worker)).samples;
    const auto itsJob = [](std::uint16_t kind) {
      return [kind](const il_sample& sample) { return sample.kind == kind && sample.job == 1; };
    };
    EXPECT_TRUE(std::any_of(samples.begin(), samples.end(), itsJob(IL_JOB_BEGIN)));
    EXPECT_TRUE(std::none_of(samples.begin(), samples.end(), itsJob(IL_JOB_END)));
  }
}

TEST_P(EveryStartMethod, theRunFailsWhenNoWorkerIsLeft) {
  Experiment wanted = crashing(Model::Processes, GetParam(), "segfault");
  wanted.workers = 1;
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Failed);
  EXPECT_THAT(record.finished->message, AllOf(HasSubstr("no worker process is left"), HasSubstr("SIGSEGV")));
  EXPECT_TRUE(record.end.isClean()) << record.end.describe();
  ASSERT_EQ(record.jobs.size(), 4u);
  EXPECT_TRUE(record.jobs[0].ok);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_FALSE(record.jobs[i].ok);
    EXPECT_FALSE(record.jobs[i].error.empty());
  }
}

TEST_P(EveryStartMethod, aWorkerKilledFromOutsideIsMissedAndTheOthersGoOn) {
  Experiment wanted;
  wanted.model = Model::Processes;
  wanted.start_method = GetParam();
  wanted.workload = "sleep";
  wanted.workers = 3;
  wanted.jobs = 6;
  wanted.parameters["duration"] = 300.0;
  bool killed = false;
  const RunRecord record = RunnerDriver().run(wanted, [&](RunnerDriver& driver) {
    if (hasBegun(driver.record(), 3) && !std::exchange(killed, true)) {
      const auto* ring = driver.region().ring(2);
      ASSERT_EQ(kill(ring->pid, SIGKILL), 0);
    }
  });
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Finished);
  ASSERT_EQ(record.gone.size(), 1u);
  EXPECT_EQ(number(record.gone[0].worker), 2u);
  EXPECT_EQ(record.jobs.size(), 6u);
  EXPECT_EQ(std::count_if(record.jobs.begin(), record.jobs.end(), [](const JobDone& job) { return job.ok; }), 5);
}

TEST_P(EveryStartMethod, nothingOutlivesTheHost) {
  Experiment wanted;
  wanted.model = Model::Processes;
  wanted.start_method = GetParam();
  wanted.workload = "http-fetch";  // so that there is a server as well
  wanted.workers = 3;
  wanted.jobs = 3;
  wanted.parameters["delay"] = 60'000.0;
  pid_t group = 0;
  RunnerDriver driver;
  const RunRecord record = driver.run(wanted, [&](RunnerDriver& running) {
    if (hasBegun(running.record(), 3)) {
      group = running.pid();
      EXPECT_GE(membersOf(group).size(), 5u) << "runner, server and three workers";
      running.hangUp();
    }
  });
  EXPECT_FALSE(record.finished);
  EXPECT_FALSE(record.end.isClean()) << "killed with its group";
  expectGroupGone(group);
}

TEST(Runner, aCrashInAThreadEndsTheRunnerAndItsMarksAreKept) {
  for (const char* how : {"segfault", "abort", "exit"}) {
    const RunRecord record = RunnerDriver().run(crashing(Model::Threads, StartMethod::Spawn, how));
    EXPECT_FALSE(record.finished) << how;
    EXPECT_EQ(record.end.describe(), reasonFor(how));
    EXPECT_TRUE(hasBegun(record, 1));
  }
}

TEST(Runner, diesOfItsThreadsAsOfItsHost) {
  Experiment wanted;
  wanted.model = Model::Threads;
  wanted.workers = 8;
  wanted.jobs = 8;
  wanted.parameters["n"] = std::int64_t{1'000'000'000'000};
  pid_t group = 0;
  RunnerDriver driver;
  const RunRecord record = driver.run(wanted, [&](RunnerDriver& running) {
    if (hasBegun(running.record(), 1)) {
      group = running.pid();
      running.hangUp();
    }
  });
  EXPECT_FALSE(record.finished);
  expectGroupGone(group);
}

TEST(Runner, cancelledBeforeItHasStartedAllWorkersItStopsAllTheSame) {
  for (const Model model : {Model::Threads, Model::Processes}) {
    Experiment wanted;
    wanted.model = model;
    wanted.runtime = Runtime::Native;
    wanted.workers = 256;
    wanted.jobs = 1'000;
    wanted.parameters["n"] = std::int64_t{1'000'000'000'000};
    bool cancelled = false;
    const RunRecord record = RunnerDriver().run(wanted, [&](RunnerDriver& driver) {
      if (!std::exchange(cancelled, true)) {
        driver.cancel();
      }
    });
    ASSERT_TRUE(record.finished);
    EXPECT_EQ(record.finished->kind, FinishKind::Cancelled);
    EXPECT_TRUE(record.end.isClean()) << record.end.describe();
    EXPECT_TRUE(record.gone.empty());
  }
}

TEST(Runner, failsInWordsWhenThereAreFewerTracksThanWorkers) {
  // A host's mistake, but it must not hang or go unnoticed.
  for (const Model model : {Model::Threads, Model::Processes}) {
    auto region = SharedRegion::create({1, 1024, 20'000, 50'000, RawClock::monotonic()});
    ASSERT_TRUE(region);
    auto ends = Channel::makePair();
    ASSERT_TRUE(ends);
    auto process = ChildProcess::spawn({std::getenv("INTERLEAVE_RUNNER"), "--control-fd=3", "--region-fd=4"},
                                       {ends->second.get(), region->fd()});
    ASSERT_TRUE(process) << process.error().message;
    ends->second.reset();
    Channel channel(std::move(ends->first));
    Experiment wanted;
    wanted.model = model;
    wanted.workers = 2;
    wanted.jobs = 2;
    wanted.parameters["n"] = std::int64_t{1'000'000'000'000};
    ASSERT_TRUE(channel.send(Start{*checked(wanted), 0, 0}));
    std::optional<Finished> finished;
    while (auto message = *channel.receive()) {
      if (const auto* last = std::get_if<Finished>(&*message)) {
        finished = *last;
      }
    }
    ASSERT_TRUE(finished);
    EXPECT_EQ(finished->kind, FinishKind::Failed);
    EXPECT_THAT(finished->message, HasSubstr("found no free track"));
    EXPECT_TRUE(process->wait().isClean());
  }
}

// The sanitizers themselves need descriptors and all the address space there is, and report what isn't without them.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// The driver starts whatever INTERLEAVE_RUNNER names: here a script that first takes something from the runner.
class StarvedRunner : public ::testing::Test {
 protected:
  StarvedRunner() : m_runner(std::getenv("INTERLEAVE_RUNNER")) {}
  ~StarvedRunner() override {
    setenv("INTERLEAVE_RUNNER", m_runner.c_str(), 1);
    unlink(m_script.c_str());
  }
  void starve(const std::string& command) {
    m_script = ::testing::TempDir() + "starved-runner-" + std::to_string(getpid());
    std::ofstream(m_script) << "#!/bin/sh\n" << command << "\nexec '" << m_runner << "' \"$@\"\n";
    chmod(m_script.c_str(), 0700);
    setenv("INTERLEAVE_RUNNER", m_script.c_str(), 1);
  }

 private:
  std::string m_runner;
  std::string m_script;
};

TEST_F(StarvedRunner, saysWhichProcessItCouldNotStart) {
  starve("ulimit -n 40");
  for (const StartMethod method : {StartMethod::Spawn, StartMethod::Forkserver, StartMethod::Fork}) {
    Experiment wanted;
    wanted.model = Model::Processes;
    wanted.start_method = method;
    wanted.workload = "sleep";
    wanted.workers = 100;
    wanted.jobs = 100;
    const RunRecord record = RunnerDriver().run(wanted);
    ASSERT_TRUE(record.finished);
    EXPECT_EQ(record.finished->kind, FinishKind::Failed);
    EXPECT_THAT(record.finished->message, AllOf(HasSubstr("can't start worker process"), HasSubstr("of 100"),
                                                HasSubstr("Too many open files")));
    EXPECT_TRUE(record.end.isClean()) << record.end.describe();
  }
}

TEST_F(StarvedRunner, saysWhichThreadItCouldNotStart) {
  starve("ulimit -v 700000");
  Experiment wanted;
  wanted.model = Model::Threads;
  wanted.workload = "sleep";
  wanted.workers = 256;
  wanted.jobs = 256;
  const RunRecord record = RunnerDriver().run(wanted);
  ASSERT_TRUE(record.finished);
  EXPECT_EQ(record.finished->kind, FinishKind::Failed);
  EXPECT_THAT(record.finished->message, AllOf(HasSubstr("can't start thread"), HasSubstr("of 256")));
  EXPECT_TRUE(record.end.isClean()) << record.end.describe();
}
#endif

TEST(Runner, failsInWordsWhenTheSharedMemoryIsSomethingElse) {
  auto ends = Channel::makePair();
  ASSERT_TRUE(ends);
  const UniqueFd nothing(open("/dev/null", O_RDWR | O_CLOEXEC));
  auto process = ChildProcess::spawn({std::getenv("INTERLEAVE_RUNNER"), "--control-fd=3", "--region-fd=4"},
                                     {ends->second.get(), nothing.get()});
  ASSERT_TRUE(process) << process.error().message;
  ends->second.reset();
  Channel channel(std::move(ends->first));
  const auto message = channel.receive();
  ASSERT_TRUE(message && message->has_value());
  const auto* finished = std::get_if<Finished>(&**message);
  ASSERT_NE(finished, nullptr);
  EXPECT_EQ(finished->kind, FinishKind::Failed);
  EXPECT_THAT(finished->message, HasSubstr("shared memory"));
}

TEST(Runner, startedByHandItSaysSoInOneLine) {
  for (const char* arguments : {"", "--help", "--control-fd=0 --region-fd=1", "--control-fd=99 --region-fd=98",
                                "--worker --control-fd=x --region-fd=4", "--control-fd=3x --region-fd=4"}) {
    const std::string command = std::string(std::getenv("INTERLEAVE_RUNNER")) + " " + arguments + " 2>&1 </dev/null";
    FILE* const output = popen(command.c_str(), "r");
    ASSERT_NE(output, nullptr);
    char text[512] = {};
    const std::size_t size = fread(text, 1, sizeof text - 1, output);
    const int status = pclose(output);
    EXPECT_EQ(WEXITSTATUS(status), 2) << arguments;
    EXPECT_THAT(text, HasSubstr("is started by interleave"));
    EXPECT_EQ(std::count(text, text + size, '\n'), 1);
  }
}

}  // namespace
}  // namespace interleave::testing
