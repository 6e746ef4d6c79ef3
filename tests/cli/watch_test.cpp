// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave watch` as a person uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/child_process.h"
#include "tests/support/processes.h"
#include "tests/support/program.h"

namespace interleave::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string program() { return getenv("INTERLEAVE_PROGRAM"); }

// `interleave watch` at work on a shell script that says in the file `ready` when it is.
class WatchAtWork {
 public:
  explicit WatchAtWork(const std::string& script) {
    auto started = ChildProcess::spawn({program(), "watch", "--summary", m_folder / "summary", "--", "/bin/sh", "-c", script,
                                        "sh", m_folder / "ready"},
                                       {});
    EXPECT_TRUE(started);
    m_process = std::make_unique<ChildProcess>(std::move(*started));
    while (textOf(m_folder / "ready").empty()) {  // a test's time limit ends a wait in vain
      EXPECT_FALSE(m_process->poll());
      sched_yield();
    }
    m_below = descendantsOf(m_process->pid());
  }
  void send(int number) { kill(m_process->pid(), number); }
  int status() {
    const ProcessEnd end = m_process->wait();
    return WIFEXITED(end.status) ? WEXITSTATUS(end.status) : 128 + WTERMSIG(end.status);
  }
  json summary() const { return json::parse(textOf(m_folder / "summary")); }
  /// Waits until none of those lives that were below it when it was ready.
  void expectNothingLeft() const {
    EXPECT_FALSE(m_below.empty());
    for (const pid_t pid : m_below) {
      while (isAlive(pid)) {
        sched_yield();
      }
    }
  }

 private:
  TemporaryFolder m_folder;
  std::unique_ptr<ChildProcess> m_process;
  std::set<pid_t> m_below;
};

TEST(Watch, StreamsAndExitStatusStayTheCommands) {
  const ProgramResult result = runProgram("watch -- sh -c 'echo out; echo err >&2; exit 42'");
  EXPECT_EQ(result.status, 42);
  EXPECT_EQ(result.out, "out\n");
  EXPECT_THAT(result.err, HasSubstr("err\n"));
  EXPECT_THAT(result.err, HasSubstr("exited with status 42"));
}

TEST(Watch, ItsArgumentsReachTheCommandToTheLetter) {
  const ProgramResult result =
      runProgram("watch -- sh -c 'printf \"<%s>\" \"$@\"' name -x --png '[1,2]' run -- 'a b' ''");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("<-x><--png><[1,2]><run><--><a b><>"));
}

TEST(Watch, AnEndBySignalIsAStatusAboveOneTwentyEight) {
  EXPECT_EQ(runProgram("watch -- sh -c 'kill -TERM $$'").status, 128 + SIGTERM);
}

TEST(Watch, TheSummaryTellsEveryThread) {
  for (const char* view : {"", "proc", "none"}) {
    const TemporaryFolder folder;
    const ProgramResult result =
        runProgram("watch --summary " + (folder / "a.json") + " -- \"$INTERLEAVE_PATTERN\" " + (folder / "report") + " family",
                   std::string("INTERLEAVE_KERNEL_VIEW=") + view);
    ASSERT_EQ(result.status, 0) << result.err;
    const json summary = json::parse(textOf(folder / "a.json"));
    EXPECT_EQ(summary["outcome"]["kind"], "exited");
    EXPECT_GT(summary["elapsed_s"].get<double>(), 0.0);
    EXPECT_GT(summary["cpu_s"].get<double>(), 0.0);
    if (std::string(view) != "") {
      EXPECT_EQ(summary["machine"]["kernel_view"], view);
    }
    if (std::string(view) == "none") {
      EXPECT_TRUE(summary["threads"].empty());
      EXPECT_TRUE(summary["running_s"].is_null());
      continue;
    }
    ASSERT_FALSE(summary["threads"].empty());
    double running_s = 0.0;
    for (const json& thread : summary["threads"]) {
      for (const char* field : {"pid", "tid", "name", "start_s", "end_s", "running_s", "ready_s", "waiting_s", "migrations"}) {
        EXPECT_TRUE(thread.contains(field)) << field;
      }
      running_s += thread["running_s"].get<double>();
    }
    double on_cores_s = 0.0;
    for (const json& core : summary["cores"]) {
      on_cores_s += core["running_s"].get<double>();
    }
    EXPECT_NEAR(on_cores_s, running_s, 1e-6);
    EXPECT_NEAR(summary["running_s"].get<double>(), running_s, 1e-6);
    EXPECT_EQ(summary["lost_records"], 0);
  }
}

TEST(Watch, DrawsLanesByThreadAndByCore) {
  const TemporaryFolder folder;
  for (const char* rows : {"worker", "core"}) {
    const ProgramResult result = runProgram("watch --size 640x400 --rows " + std::string(rows) + " --png " +
                                            (folder / rows) + " -- sh -c 'sleep 0.01; exit 0'");
    ASSERT_EQ(result.status, 0) << result.err;
    EXPECT_EQ(textOf(folder / rows).substr(1, 3), "PNG");
  }
}

TEST(Watch, AnOutputThatCantBeWrittenIsSaidAndTheCommandsFailureComesFirst) {
  EXPECT_EQ(runProgram("watch --summary /nonexistent/a.json -- true").status, 1);
  EXPECT_EQ(runProgram("watch --summary /nonexistent/a.json -- sh -c 'exit 9'").status, 9);
}

TEST(Watch, BadArgumentsGetOneLineThatHelps) {
  const struct {
    const char* arguments;
    int status;
    const char* said;
  } inputs[] = {
      {"watch", 2, "after --"},
      {"watch --", 2, "after --"},
      {"watch ls", 2, "ls"},
      {"watch --pid 1 -- ls", 2, "not both"},
      {"watch --pid x", 2, "'x'"},
      {"watch --pid 0", 2, "'0'"},
      {"watch --pid 99999999999", 2, "99999999999"},
      {"watch --pid 1073741824", 2, "none with this number"},
      {"watch --timeout 0 -- true", 2, "--timeout"},
      {"watch --timeout soon -- true", 2, "soon"},
      {"watch --rows job2 -- true", 2, "job2"},
      {"watch --rows job -- true", 2, "no jobs"},
      {"watch --pin 3 -- true", 2, "did you mean '--pid'"},
      {"watch -- no-such-command-anywhere", 127, "no-such-command-anywhere"},
      {"watch -- /nonexistent/program", 127, "/nonexistent/program"},
      {"watch -- /etc/passwd", 126, "not executable"},
      {"watch -- /", 126, "not a program"},
  };
  for (const auto& input : inputs) {
    const ProgramResult result = runProgram(input.arguments);
    EXPECT_EQ(result.status, input.status) << input.arguments << "\n" << result.err;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << input.arguments << "\n" << result.err;
    EXPECT_THAT(result.err, HasSubstr(input.said)) << input.arguments;
    EXPECT_TRUE(result.out.empty());
  }
}

TEST(Watch, TheFirstInterruptIsTheCommands) {
  WatchAtWork watch("trap 'exit 7' INT; echo x >$1; while :; do sleep 0.01; done");
  watch.send(SIGINT);
  EXPECT_EQ(watch.status(), 7);
  EXPECT_EQ(watch.summary()["outcome"]["kind"], "exited");
}

TEST(Watch, TheSecondInterruptIsOursAndNothingIsLeft) {
  WatchAtWork watch("trap '' INT; sleep 1000 & echo x >$1; wait");
  watch.send(SIGINT);
  watch.send(SIGTERM);
  EXPECT_EQ(watch.status(), 130);
  EXPECT_EQ(watch.summary()["outcome"]["kind"], "cancelled");
  watch.expectNothingLeft();
}

TEST(Watch, TheCommandDoesNotOutliveAKilledHost) {
  WatchAtWork watch("echo x >$1; exec sleep 1000");
  watch.send(SIGKILL);
  EXPECT_EQ(watch.status(), 128 + SIGKILL);
  watch.expectNothingLeft();
}

TEST(Watch, TheTimeLimitIsAFailedRun) {
  const ProgramResult result = runProgram("watch --timeout 0.1 -- sleep 1000");
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("time limit"));
}

}  // namespace
}  // namespace interleave::test
