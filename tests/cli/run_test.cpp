// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/child_process.h"
#include "tests/support/processes.h"
#include "tests/support/program.h"

namespace interleave::test {
namespace {

using nlohmann::json;
using testing::AnyOf;
using testing::HasSubstr;

constexpr const char* kSmall = "run --workload live-tracker --set n=200000 --workers 2 --jobs 3 ";

std::string pngSize(const std::string& path) {
  const std::string bytes = textOf(path);
  if (bytes.size() < 24 || bytes.substr(1, 3) != "PNG") {
    return "not a PNG";
  }
  const auto number = [&](std::size_t at) {
    unsigned value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
  };
  return std::to_string(number(16)) + "x" + std::to_string(number(20));
}

TEST(Run, TheSummaryHasEveryFieldAndRepeatsItsRun) {
  const TemporaryFolder folder;
  const ProgramResult first = runProgram(std::string(kSmall) + "--seed 7 --summary " + (folder / "a.json"));
  ASSERT_EQ(first.status, 0) << first.err;
  const json summary = json::parse(textOf(folder / "a.json"));
  for (const char* field :
       {"experiment",      "machine",      "outcome", "elapsed_s",       "cpu_s",        "busy_s",   "parallelism",
        "max_parallelism", "overlap",      "slices",  "median_slice_ms", "p90_slice_ms", "switches", "ticks",
        "samples",         "lost_samples", "jobs",    "workers",         "cores",        "verdict"}) {
    EXPECT_TRUE(summary.contains(field)) << field;
  }
  EXPECT_EQ(summary["outcome"]["kind"], "finished");
  EXPECT_EQ(summary["jobs"].size(), 3u);
  EXPECT_EQ(summary["jobs"][2]["result"], 200000);
  EXPECT_EQ(summary["workers"].size(), 2u);
  EXPECT_EQ(summary["experiment"]["seed"], 7);
  EXPECT_GE(summary["ticks"].get<int>(), 600000);
  EXPECT_EQ(summary["overlap"], 0.0) << "the usual runtime is under a GIL";

  const ProgramResult second = runProgram("run --experiment " + (folder / "a.json") + " --summary -");
  ASSERT_EQ(second.status, 0) << second.err;
  EXPECT_EQ(json::parse(second.out)["experiment"], summary["experiment"]);
}

TEST(Run, CpuHeavyAddsUpRightly) {
  const ProgramResult result =
      runProgram("run --workload cpu-heavy --set n=10^7 --runtime native --workers 2 --jobs 2 --summary -");
  ASSERT_EQ(result.status, 0) << result.err;
  const json summary = json::parse(result.out);
  for (const json& job : summary["jobs"]) {
    EXPECT_EQ(job["result"].get<std::uint64_t>(), 49999995000000u);
    EXPECT_TRUE(job["ok"]);
    EXPECT_TRUE(job["error"].is_null());
  }
}

TEST(Run, DrawsAPictureOfTheWantedSizeInEveryLook) {
  const TemporaryFolder folder;
  for (const char* look : {"--theme light", "--theme dark --style runtimes", "--theme print --rows job",
                           "--transparent --title 'Threads & co' --scale 2", "--palette article"}) {
    const std::string png = folder / "a.png";
    const ProgramResult result = runProgram(std::string(kSmall) + "--size 640x400 --png " + png + " " + look);
    ASSERT_EQ(result.status, 0) << look << result.err;
    EXPECT_EQ(pngSize(png), "640x400") << look;
    std::filesystem::remove(png);
  }
}

TEST(Run, AnOutputThatCantBeWrittenLosesNothingElse) {
  const TemporaryFolder folder;
  const ProgramResult result =
      runProgram(std::string(kSmall) + "--size 640x400 --png /nonexistent/a.png --summary " + (folder / "a.json"));
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("/nonexistent/a.png"));
  EXPECT_EQ(json::parse(textOf(folder / "a.json"))["outcome"]["kind"], "finished");
}

TEST(Run, AFullDiskIsNamed) {
  const TemporaryFolder folder;
  const ProgramResult result =
      runProgram(std::string(kSmall) + "--size 640x400 --summary /dev/full --png " + (folder / "a.png"));
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("/dev/full"));
  EXPECT_THAT(result.err, HasSubstr("space"));
  EXPECT_EQ(pngSize(folder / "a.png"), "640x400");
}

struct BadInput {
  const char* arguments;
  std::vector<const char*> said;
};

TEST(Run, ALongRunKeepsItsNewestPartAndSaysSoEverywhere) {
  const TemporaryFolder folder;
  const std::string trace = folder / "kept.json.gz";
  // Hand-overs by the thousand, of which 0.3 s are kept; its time limit ends it.
  const ProgramResult result = runProgram(
      "run --runtime gil --model threads --workload live-tracker --set n=10^12 --workers 2 --jobs 2 "
      "--switch-interval 0.05 --timeout 4 --keep-minutes 0.005 --summary " +
      (folder / "kept.json") + " --png " + (folder / "kept.png") + " --trace " + trace);
  ASSERT_EQ(result.status, 3) << result.err;
  EXPECT_THAT(result.out, HasSubstr("only the last 0.3 seconds are kept"));
  const json summary = json::parse(textOf(folder / "kept.json"));
  ASSERT_FALSE(summary["kept_from_s"].is_null());
  const double kept_from_s = summary["kept_from_s"];
  EXPECT_GT(kept_from_s, 0.0);
  EXPECT_LE(kept_from_s, summary["elapsed_s"].get<double>() - 0.3 + 0.05) << "what is newer is there";
  EXPECT_GT(summary["busy_s"].get<double>(), summary["elapsed_s"].get<double>() - kept_from_s)
      << "times are of the whole run";
  EXPECT_TRUE(summary["jobs"][0]["running_s"].is_null()) << "nobody knows how long it ran";
  EXPECT_EQ(pngSize(folder / "kept.png"), "1920x1080");

  const ProgramResult read = runProgram("export " + trace + " --summary -");
  ASSERT_EQ(read.status, 0) << read.err;
  EXPECT_EQ(json::parse(read.out)["kept_from_s"], summary["kept_from_s"]);
}

TEST(Run, AShortOneDropsNothing) {
  const ProgramResult result = runProgram(std::string(kSmall) + "--keep-minutes 5 --summary -");
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_TRUE(json::parse(result.out)["kept_from_s"].is_null());
}

TEST(Run, BadArgumentsGetOneLineThatHelps) {
  const BadInput inputs[] = {
      {"run --workload cpu-hevy", {"cpu-hevy", "did you mean 'cpu-heavy'", "live-tracker"}},
      {"run --runtime gill", {"did you mean 'gil'", "native"}},
      {"run --model thread", {"did you mean 'threads'", "processes"}},
      {"run --start-method sporn", {"did you mean 'spawn'"}},
      {"run --workers 0", {"1 to 2048"}},
      {"run --workers 2049", {"1 to 2048"}},
      {"run --workers many", {"many"}},
      {"run --jobs 100001", {"1 to 100000"}},
      {"run --jobs -3", {"1 to 100000"}},
      {"run --switch-interval 0", {"switch interval", "0.001"}},
      {"run --switch-interval nan", {"nan"}},
      {"run --timeout -1", {"timeout"}},
      {"run --keep-minutes 0", {"--keep-minutes", "above 0"}},
      {"run --keep-minutes -5", {"--keep-minutes", "above 0"}},
      {"run --keep-minutes nan", {"--keep-minutes", "nan"}},
      {"run --keep-minutes soon", {"--keep-minutes", "soon"}},
      {"run --keep-minutes 1e9", {"--keep-minutes", "1e9"}},
      {"run --set n=0", {"1 to 1,000,000,000,000"}},
      {"run --set n=abc", {"abc", "whole number"}},
      {"run --set m=3", {"'m'", "Valid: n"}},
      {"run --set n", {"KEY=VALUE"}},
      {"run --workload http-fetch --set shape=square", {"square", "straggler"}},
      {"run --theme blue", {"blue", "print"}},
      {"run --palette neon", {"neon", "article"}},
      {"run --rows cores", {"cores", "worker"}},
      {"run --size 10x10", {"320"}},
      {"run --size 99999x500", {"16384"}},
      {"run --size wide", {"WIDTHxHEIGHT"}},
      {"run --scale 0", {"0.25 to 8"}},
      {"run --worker 3", {"--worker", "did you mean '--workers'"}},
      {"run --experiment /nonexistent.json", {"/nonexistent.json"}},
      {"run --experiment /tmp", {"/tmp"}},
      {"rum", {"rum", "did you mean 'run'"}},
      {"list workload", {"did you mean 'workloads'"}},
      {"reproduce same-things --out /tmp/x", {"did you mean 'same-thing'"}},
      {"reproduce all", {"--out"}},
  };
  for (const BadInput& input : inputs) {
    const ProgramResult result = runProgram(input.arguments);
    EXPECT_EQ(result.status, 2) << input.arguments << "\n" << result.err;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << input.arguments << "\n" << result.err;
    EXPECT_TRUE(result.out.empty()) << input.arguments;
    for (const char* text : input.said) {
      EXPECT_THAT(result.err, HasSubstr(text)) << input.arguments;
    }
  }
}

TEST(Run, ExperimentsThatMakeNoSenseAreRefused) {
  const TemporaryFolder folder;
  const std::pair<const char*, const char*> files[] = {
      {"", "not JSON"},
      {"{\"workers\": \"four\"}", "workers"},
      {"{\"workers\": 1e99}", "workers"},
      {"{\"workers\": 99999999999999999999}", "workers"},
      {"{\"wrokers\": 4}", "did you mean 'workers'"},
      {"{\"parameters\": {\"n\": [1]}}", "n"},
      {"[1, 2]", "object"},
  };
  for (const auto& [text, said] : files) {
    std::ofstream(folder / "e.json") << text;
    const ProgramResult result = runProgram("run --experiment " + (folder / "e.json"));
    EXPECT_EQ(result.status, 2) << text;
    EXPECT_THAT(result.err, HasSubstr(said)) << text;
  }
}

TEST(Run, ACrashIsAFailedRunWithEverythingMeasuredWritten) {
  const TemporaryFolder folder;
  const ProgramResult result = runProgram(
      "run --runtime native --model threads --workload crash --set n=20000000 --workers 2 --size 640x400 --png " +
      (folder / "a.png") + " --summary " + (folder / "a.json"));
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("SIGSEGV"));
  const json summary = json::parse(textOf(folder / "a.json"));
  EXPECT_EQ(summary["outcome"]["kind"], "crashed");
  EXPECT_GT(summary["busy_s"].get<double>(), 0.0);
  EXPECT_EQ(pngSize(folder / "a.png"), "640x400");
}

TEST(Run, TheTimeLimitIsAFailedRun) {
  const ProgramResult result = runProgram("run --set n=10^12 --timeout 0.2 --summary -");
  EXPECT_EQ(result.status, 3);
  EXPECT_EQ(json::parse(result.out)["outcome"]["kind"], "timed_out");
}

TEST(Run, CtrlCStopsItKeepsWhatWasMeasuredAndLeavesNothing) {
  const TemporaryFolder folder;
  auto program = ChildProcess::spawn(
      {getenv("INTERLEAVE_PROGRAM"), "run", "--model", "processes", "--set", "n=10^12", "--summary", folder / "a.json"},
      {});
  ASSERT_TRUE(program);
  // Once the runner is there, the program listens for Ctrl+C.
  while (descendantsOf(program->pid()).empty()) {
    ASSERT_FALSE(program->poll()) << program->poll()->describe();
  }
  kill(program->pid(), SIGINT);
  const ProcessEnd end = program->wait();
  ASSERT_TRUE(WIFEXITED(end.status)) << end.describe();
  EXPECT_EQ(WEXITSTATUS(end.status), 130);
  const json summary = json::parse(textOf(folder / "a.json"));
  EXPECT_EQ(summary["outcome"]["kind"], "cancelled");
  for (const json& worker : summary["workers"]) {
    EXPECT_FALSE(std::filesystem::exists("/proc/" + std::to_string(worker["pid"].get<int>())));
  }
}

TEST(Run, NothingOutlivesAKilledHost) {
  const std::vector<std::vector<std::string>> shapes{
      {"--model", "threads", "--set", "n=10^12"},
      {"--model", "processes", "--set", "n=10^12"},
      {"--model", "processes", "--start-method", "forkserver", "--workload", "sleep", "--set", "duration=3000000"},
      {"--model", "processes", "--start-method", "fork", "--set", "n=10^12"},
      {"--model", "threads", "--workload", "http-fetch", "--set", "delay=60000"},
  };
  // The runner; its workers or its server besides.
  const std::size_t processes[] = {1, 5, 6, 5, 2};
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    std::vector<std::string> arguments{getenv("INTERLEAVE_PROGRAM"), "run", "--workers", "4", "--jobs", "8"};
    arguments.insert(arguments.end(), shapes[i].begin(), shapes[i].end());
    auto program = ChildProcess::spawn(arguments, {});
    ASSERT_TRUE(program);
    std::set<pid_t> all;
    while (all.size() < processes[i]) {
      ASSERT_FALSE(program->poll()) << program->poll()->describe();
      all = descendantsOf(program->pid());
    }
    kill(program->pid(), SIGKILL);
    program->wait();
    for (const pid_t pid : all) {
      while (isAlive(pid)) {  // the death signal is on its way; a process that stays ends this test by its time limit
        sched_yield();
      }
    }
  }
}

TEST(Run, AMissingRunnerIsNamed) {
  const ProgramResult result = runProgram("run", "INTERLEAVE_RUNNER=/nonexistent/runner");
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("/nonexistent/runner"));
}

TEST(Run, NoRoomForSharedMemoryIsNamed) {
  const ProgramResult result = runProgram("run", "ulimit -f 8;");
  EXPECT_EQ(result.status, 3) << result.err;
  EXPECT_THAT(result.err, HasSubstr("shared memory"));
}

TEST(List, NamesEverythingAsTextAndJson) {
  EXPECT_THAT(runProgram("list workloads").out, HasSubstr("http-fetch"));
  EXPECT_THAT(runProgram("list experiments").out, HasSubstr("threads-vs-serial"));
  for (const char* what : {"workloads", "runtimes", "models", "experiments"}) {
    const json rows = json::parse(runProgram(std::string("list --json ") + what).out);
    EXPECT_FALSE(rows.empty());
    EXPECT_TRUE(rows[0].contains("name"));
  }
}

TEST(Help, EveryCommandHasOneWithAnExample) {
  for (const char* command : {"", "run", "watch", "list", "reproduce"}) {
    const ProgramResult result = runProgram(std::string(command) + " --help");
    EXPECT_EQ(result.status, 0);
    EXPECT_THAT(result.out, HasSubstr("Example: interleave")) << command;
  }
  EXPECT_THAT(runProgram("--version").out, HasSubstr("interleave 0."));
}

TEST(Window, WithoutADisplayItSaysSo) {
  const ProgramResult result = runProgram("", "env -u DISPLAY -u WAYLAND_DISPLAY -u QT_QPA_PLATFORM");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("no display"));
}

// What a person's own function can do wrong, as it is told at the command line, in the oldest and the newest there are.
TEST(Run, ABadFunctionOfOnesOwnIsSaidWithItsTraceback) {
  if (runProgram("run --runtime python -m serial -s n=10 -j 1").status == 2) {
    GTEST_SKIP() << "this machine has no Python";
  }
  test::TemporaryFolder folder;
  const std::string file = folder / "work.py";
  const auto told = [&](const std::string& source, const std::string& more, int status) {
    std::ofstream(file) << source;
    std::string said;
    for (const char* version : {"3.8", "3.13"}) {
      const ProgramResult run = runProgram("run --runtime python:" + std::string(version) +
                                           " -w my-python -s file=" + file + " -n 2 -j 2 " + more);
      if (run.err.find("there is no Python") == std::string::npos) {
        EXPECT_EQ(run.status, status) << version << "\n" << run.err;
        said = run.err;
      }
    }
    return said.empty() ? std::string("skipped") : said;
  };
  const auto says = [](const std::string& text) { return AnyOf(HasSubstr(text), "skipped"); };
  EXPECT_THAT(told("def main(:\n", "-m threads", 3), says("SyntaxError"));
  EXPECT_THAT(told("import nope\n", "-m processes", 3), says("No module named 'nope'"));
  EXPECT_THAT(told("def mine(): pass\n", "-m threads", 3), says("has no function main; it has mine"));
  EXPECT_THAT(told("main = lambda: 1\n", "-m processes", 3), says("can't be sent to another process"));
  EXPECT_THAT(told("def main(): return 1 / 0\n", "-m threads", 0), says("line 1, in main"));
  EXPECT_THAT(told("import sys\ndef main(): sys.exit('enough')\n", "-m processes", 0), says("SystemExit: enough"));
  EXPECT_THAT(told("import os\ndef main(): os._exit(5)\n", "-m threads", 3), says("exited with status 5"));
  EXPECT_THAT(told("def main(): return main()\n", "-m threads", 0), says("RecursionError"));
  EXPECT_THAT(told("def main(): pass\n", "-m threads -s 'args=[1,'", 2), says("is no JSON"));
  EXPECT_THAT(told("def main():\n    while True: pass\n", "-m processes --timeout 1", 3), says("1 s"));
}

TEST(Run, InARealPythonItSaysWhichAndThreadsTakeTurns) {
  const ProgramResult run =
      runProgram("run --runtime python -m threads --api threading -s n=300000 -n 2 -j 2 --summary -");
  if (run.err.find("no CPython") != std::string::npos) {
    GTEST_SKIP() << run.err;
  }
  ASSERT_EQ(run.status, 0) << run.err;
  const json summary = json::parse(run.out);
  EXPECT_THAT(summary["experiment"]["interpreter_name"].get<std::string>(), HasSubstr("CPython 3."));
  EXPECT_EQ(summary["experiment"]["interpreter"].get<std::string>().front(), '/');
  EXPECT_EQ(summary["experiment"]["api"], "threading");
  EXPECT_EQ(summary["jobs"][1]["result"], 300000);
  EXPECT_EQ(summary["ticks"], 600000);
}

TEST(Run, PythonsThatAreNotThereAreBadArguments) {
  for (const char* runtime : {"python:/nowhere/python3", "python:2.7", "python:x", "python:/bin/true", "pyton"}) {
    const ProgramResult run = runProgram(std::string("run --runtime ") + runtime);
    EXPECT_EQ(run.status, 2) << runtime;
    EXPECT_EQ(run.err.rfind("interleave: ", 0), 0u) << run.err;
    EXPECT_TRUE(run.out.empty());
  }
  EXPECT_EQ(runProgram("run --runtime gil --api threading").status, 2);
  EXPECT_THAT(runProgram("run --runtime gil -m distributed").err, HasSubstr("needs the runtime python"));
}

}  // namespace
}  // namespace interleave::test
