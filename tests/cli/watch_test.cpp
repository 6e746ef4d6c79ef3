// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave watch` as a person uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/child_process.h"
#include "tests/support/processes.h"
#include "tests/support/program.h"
#include "tests/support/refusal.h"

namespace interleave::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string program() {
  return getenv("INTERLEAVE_PROGRAM");
}

// `interleave watch` at work on a shell script that says in the file `ready` when it is.
class WatchAtWork {
 public:
  explicit WatchAtWork(const std::string& script)
      : WatchAtWork({}, [&script](const TemporaryFolder& folder) {
          return std::vector<std::string>{"/bin/sh", "-c", script, "sh", folder / "ready"};
        }) {}
  /// `before`: what starts the watch in its turn. `command` says the same.
  WatchAtWork(const std::vector<std::string>& before,
              const std::function<std::vector<std::string>(const TemporaryFolder&)>& command) {
    chmod(m_folder.path().c_str(), 0777);
    std::vector<std::string> words = before;
    words.insert(words.end(), {program(), "watch", "--summary", m_folder / "summary", "--"});
    const std::vector<std::string> asked = command(m_folder);
    words.insert(words.end(), asked.begin(), asked.end());
    auto started = ChildProcess::spawn(words, {});
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
  std::string said() const { return textOf(m_folder / "ready"); }
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
    const ProgramResult result = runProgram(
        "watch --summary " + (folder / "a.json") + " -- \"$INTERLEAVE_PATTERN\" " + (folder / "report") + " family",
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
      for (const char* field :
           {"pid", "tid", "name", "start_s", "end_s", "running_s", "ready_s", "waiting_s", "migrations"}) {
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

TEST(Watch, AShortOneDropsNothingOfWhatWasToBeKept) {
  const ProgramResult result = runProgram("watch --keep-minutes 0.5 --summary - -- true");
  ASSERT_EQ(result.status, 0) << result.err;
  const json summary = json::parse(result.out);
  ASSERT_TRUE(summary.contains("kept_from_s"));
  EXPECT_TRUE(summary["kept_from_s"].is_null());
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
      {"watch --keep-minutes 0 -- true", 2, "--keep-minutes"},
      {"watch --keep-minutes some -- true", 2, "some"},
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

TEST(Watch, WhatNohupLeavesBehindIsEnded) {
  const ProgramResult result = runProgram("watch -- sh -c 'nohup sleep 1000 >/dev/null 2>&1 & exit 4'");
  EXPECT_EQ(result.status, 4);
  EXPECT_THAT(result.err, HasSubstr("1 process outlived the command and was ended"));
}

TEST(Watch, OneThatEndsAtOnceIsWatchedToItsEnd) {
  for (const char* view : {"", "proc"}) {
    for (int i = 0; i < 20; ++i) {
      const ProgramResult result = runProgram("watch -- false", std::string("INTERLEAVE_KERNEL_VIEW=") + view);
      EXPECT_EQ(result.status, 1);
      EXPECT_THAT(result.err, HasSubstr("1 thread in 1 process"));
    }
  }
}

TEST(Watch, ItselfAndWhoIsGoneCantBeAttachedTo) {
  const TemporaryFolder folder;
  const std::string script = "exec \"$INTERLEAVE_PROGRAM\" watch --pid $$ 2>" + (folder / "err");
  EXPECT_EQ(WEXITSTATUS(std::system(script.c_str())), 2);
  EXPECT_THAT(textOf(folder / "err"), HasSubstr("this program itself"));
  const ProgramResult gone = runProgram("watch --pid $gone", "true & gone=$!; wait $gone;");
  EXPECT_EQ(gone.status, 2);
  EXPECT_THAT(gone.err, HasSubstr("none with this number"));
  EXPECT_EQ(std::count(gone.err.begin(), gone.err.end(), '\n'), 1) << gone.err;
}

// As an ordinary user, which only root can become.
class OrdinaryUser : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) {
      GTEST_SKIP() << "needs root, to become somebody else";
    }
    if (std::system((as_nobody + " test -x \"$INTERLEAVE_PROGRAM\" 2>/dev/null").c_str()) != 0) {
      GTEST_SKIP() << "nobody may not run " << program();
    }
    chmod(folder.path().c_str(), 0777);
    std::filesystem::copy_file(getenv("INTERLEAVE_PATTERN"), set_user_id);
    chmod(set_user_id.c_str(), 04755);
    const std::string ask = as_nobody + " " + set_user_id + " " + (folder / "asked") + " alternate";
    can_set_user_id = std::system(ask.c_str()) == 0 && ownerOf(folder / "asked") == 0;
  }
  static uid_t ownerOf(const std::string& path) {
    struct stat status {};
    return stat(path.c_str(), &status) == 0 ? status.st_uid : 0xFFFFFFFF;
  }

  const std::string as_nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";
  TemporaryFolder folder;
  std::string set_user_id = folder / "pattern";
  bool can_set_user_id = false;  // some file systems ignore it
};

TEST_F(OrdinaryUser, WatchesItsOwnProgramsWithEitherView) {
  for (const char* view : {"", "proc"}) {
    const ProgramResult result = runProgram("watch --summary - -- sh -c 'exit 5'",
                                            std::string("INTERLEAVE_KERNEL_VIEW=") + view + " " + as_nobody);
    EXPECT_EQ(result.status, 5) << result.err;
    EXPECT_EQ(json::parse(result.out)["threads_seen"], 1);
  }
}

TEST_F(OrdinaryUser, AnothersProcessIsRefusedInOneLine) {
  for (const char* view : {"", "perf", "proc"}) {
    for (const std::string& pid : {std::string("1"), std::to_string(getpid())}) {
      const ProgramResult result =
          runProgram("watch --pid " + pid, std::string("INTERLEAVE_KERNEL_VIEW=") + view + " " + as_nobody);
      EXPECT_EQ(result.status, 2);
      EXPECT_THAT(result.err, HasSubstr("can't watch process " + pid + ": it belongs to another user"));
      EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << result.err;
    }
  }
}

TEST_F(OrdinaryUser, AProgramThatIsSetUserIdIsAGapNotAnEnd) {
  if (!can_set_user_id) {
    GTEST_SKIP() << "set-user-id has no effect here";
  }
  const ProgramResult result = runProgram(
      "watch --timeout 0.2 --summary - -- " + set_user_id + " " + (folder / "report") + " forever", as_nobody);
  EXPECT_EQ(result.status, 3) << result.err;
  const json summary = json::parse(result.out);
  if (summary["machine"]["kernel_view"] != "perf") {
    GTEST_SKIP() << "no switch records here";
  }
  EXPECT_EQ(summary["unseen_processes"], 1);
  const json& thread = summary["threads"].at(0);
  EXPECT_GT(thread["lost_s"].get<double>(), 0.0);
  EXPECT_NEAR(thread["end_s"].get<double>(), summary["elapsed_s"].get<double>(), 0.05);
  EXPECT_THAT(result.err, HasSubstr("note: 1 process became another user's"));
  EXPECT_THAT(result.err, HasSubstr("1 process out of sight"));
}

TEST_F(OrdinaryUser, WhoCantBeEndedIsNamedAndNotWaitedFor) {
  if (!can_set_user_id) {
    GTEST_SKIP() << "set-user-id has no effect here";
  }
  const std::vector<std::string> before{"/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
  const auto command = [this](const TemporaryFolder& where) {
    return std::vector<std::string>{set_user_id, where / "ready", "change-user"};
  };
  WatchAtWork watch(before, command);
  watch.send(SIGINT);
  watch.send(SIGTERM);  // another: two of one kind may arrive as one
  EXPECT_EQ(watch.status(), 130);
  EXPECT_THAT(watch.summary()["outcome"]["message"].get<std::string>(), HasSubstr("another user by now and goes on"));
  std::istringstream said(watch.said());
  std::string word;
  pid_t survivor = 0;
  said >> word >> survivor;
  ASSERT_GT(survivor, 1);
  kill(survivor, SIGKILL);  // we are root
}

TEST(Watch, WhereTheRecordsAreRefusedProcIsLookedAtAndSaid) {
  const TemporaryFolder folder;
  for (const int errno_value : {EPERM, ENOSYS}) {
    auto child = ChildProcess::fork([&] {
      if (!forbidSwitchRecords(errno_value)) {
        return 1;
      }
      unsetenv("INTERLEAVE_KERNEL_VIEW");
      const std::string watch = "\"$INTERLEAVE_PROGRAM\" watch --summary " + (folder / "watch.json") + " --png " +
                                (folder / "watch.png") + " -- sleep 0.05 2>" + (folder / "watch.err");
      const std::string run = "\"$INTERLEAVE_PROGRAM\" run --set n=100000 --workers 2 --jobs 2 --summary " +
                              (folder / "run.json") + " >" + (folder / "run.out") + " 2>&1";
      return std::system(watch.c_str()) == 0 && std::system(run.c_str()) == 0 ? 0 : 2;
    });
    ASSERT_TRUE(child);
    EXPECT_TRUE(child->wait().isClean()) << textOf(folder / "watch.err") << textOf(folder / "run.out");
    const json watch = json::parse(textOf(folder / "watch.json"));
    EXPECT_EQ(watch["machine"]["kernel_view"], "proc");
    EXPECT_GE(watch["machine"]["resolution_s"].get<double>(), 0.01);
    EXPECT_EQ(watch["threads_seen"], 1);
    EXPECT_THAT(textOf(folder / "watch.err"), HasSubstr("note: the kernel's switch records are refused"));
    EXPECT_THAT(textOf(folder / "watch.err"), HasSubstr("seen by /proc"));
    EXPECT_EQ(textOf(folder / "watch.png").substr(1, 3), "PNG");
    const json run = json::parse(textOf(folder / "run.json"));
    EXPECT_EQ(run["outcome"]["kind"], "finished");
    EXPECT_EQ(run["machine"]["kernel_view"], "proc");
  }
}

TEST(Watch, TheTimeLimitIsAFailedRun) {
  const ProgramResult result = runProgram("watch --timeout 0.1 -- sleep 1000");
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("time limit"));
}

}  // namespace
}  // namespace interleave::test
