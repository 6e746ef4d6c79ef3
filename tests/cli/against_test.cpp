// SPDX-License-Identifier: GPL-3.0-or-later
// One experiment in two runtimes, and how alike they are; and an interval that moves while it runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/python/python_discovery.h"
#include "tests/support/program.h"

namespace interleave::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string kThreads = "run --model threads --workload live-tracker --set n=2000000 --workers 2 --jobs 2 ";

void expectAlike(const json& alike) {
  double sum = 0.0;
  int count = 0;
  for (const char* part : {"hand_off", "slices", "overlap", "elapsed"}) {
    ASSERT_TRUE(alike.contains(part));
    if (!alike[part].is_null()) {
      EXPECT_GE(alike[part].get<double>(), 0.0) << part;
      EXPECT_LE(alike[part].get<double>(), 1.0) << part;
      sum += alike[part].get<double>();
      ++count;
    }
  }
  ASSERT_GT(count, 0);
  EXPECT_NEAR(alike["score"].get<double>(), sum / count, 1e-9);
}

TEST(Against, RunsBothOverOneAxisAndSaysHowAlikeTheyAre) {
  const TemporaryFolder folder;
  const std::string png = folder / "both.png";
  const std::string summary = folder / "both.json";
  const ProgramResult result = runProgram(kThreads + "--runtime gil --against native --switch-interval 2 --png " + png +
                                          " --size 800x600 --summary " + summary);
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(textOf(png).substr(1, 3), "PNG");
  const json whole = json::parse(textOf(summary));
  ASSERT_EQ(whole["runs"].size(), 2u);
  EXPECT_EQ(whole["runs"][0]["experiment"]["runtime"], "gil");
  EXPECT_EQ(whole["runs"][1]["experiment"]["runtime"], "native");
  EXPECT_EQ(whole["runs"][0]["experiment"]["parameters"], whole["runs"][1]["experiment"]["parameters"]);
  expectAlike(whole["alike"]);
  EXPECT_THAT(result.out, HasSubstr("alike "));
  EXPECT_TRUE(whole["runs"][1]["switch_intervals"].is_null()) << "native threads have no GIL";
  EXPECT_TRUE(whole["runs"][1]["gil"].is_null());
}

TEST(Against, TheSameRuntimeTwiceHasTheSameOverlap) {
  const ProgramResult result = runProgram(kThreads + "--runtime gil --against gil --summary -");
  ASSERT_EQ(result.status, 0) << result.err;
  const json whole = json::parse(result.out);
  EXPECT_EQ(whole["alike"]["overlap"], 1.0) << "never two at once, in either";
}

TEST(Against, RealPythonBesideTheEmulatedOne) {
  if (!choosePython("")) {
    GTEST_SKIP() << "this machine has no Python";
  }
  const ProgramResult result = runProgram(kThreads + "--runtime gil --against python --summary -");
  ASSERT_EQ(result.status, 0) << result.err;
  const json whole = json::parse(result.out);
  EXPECT_EQ(whole["runs"][1]["experiment"]["runtime"], "python");
  EXPECT_FALSE(whole["runs"][1]["experiment"]["interpreter_name"].get<std::string>().empty());
  expectAlike(whole["alike"]);
  EXPECT_GE(whole["alike"]["overlap"].get<double>(), 0.99) << "neither lets two threads run at once";
}

TEST(Against, WhatCanNotBeRunIsRefusedBeforeAnythingRuns) {
  const ProgramResult unknown = runProgram(kThreads + "--against ruby");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("--against: "));
  EXPECT_THAT(unknown.err, HasSubstr("ruby"));
  EXPECT_EQ(unknown.out, "");
  const ProgramResult missing = runProgram(kThreads + "--against python:/nowhere/python3");
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("/nowhere/python3"));
  const ProgramResult no_gil = runProgram(kThreads + "--runtime gil --against native --switch-interval-at 0.1s=1ms");
  EXPECT_EQ(no_gil.status, 2);
  EXPECT_THAT(no_gil.err, HasSubstr("no switch interval"));
}

TEST(Against, TheSecondRunsFailureIsTheCommands) {
  const ProgramResult result = runProgram(
      "run --runtime gil --model threads --workload sleep --set duration=400 --workers 1 --jobs 2 --timeout 0.1 "
      "--against native");
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, HasSubstr("time limit"));
}

// Long enough to be moved whatever the machine; then it is ended.
TEST(SwitchIntervalAt, TheSummaryTellsThePartsWithTheirIntervals) {
  const ProgramResult result = runProgram(
      "run --runtime gil --model threads --workload live-tracker --set n=1e9 --workers 2 --jobs 2 --timeout 2 "
      "--switch-interval-at 1s=1ms --switch-interval-at 0.5=20 --switch-interval-at 30s=2ms --summary -");
  EXPECT_EQ(result.status, 3) << "its time limit ended it";
  EXPECT_THAT(result.err, HasSubstr("not moved at 30 s"));
  const json summary = json::parse(result.out);
  const json& parts = summary["switch_intervals"];
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[0]["interval_ms"], 5.0);
  EXPECT_EQ(parts[1]["interval_ms"], 20.0);
  EXPECT_EQ(parts[2]["interval_ms"], 1.0);
  EXPECT_EQ(parts[0]["begin_s"], 0.0);
  EXPECT_GE(parts[1]["begin_s"].get<double>(), 0.5);
  EXPECT_GE(parts[2]["begin_s"].get<double>(), 1.0);
  EXPECT_EQ(parts[0]["end_s"], parts[1]["begin_s"]);
  EXPECT_EQ(parts[2]["end_s"], summary["elapsed_s"]);
  EXPECT_GT(parts[2]["slices"].get<int>(), 0);
  EXPECT_GE(summary["gil"]["drop_requests"].get<int>(), summary["gil"]["forced_switches"].get<int>());
  EXPECT_GT(summary["gil"]["forced_switches"].get<int>(), 2);
}

TEST(SwitchIntervalAt, WhatMakesNoSenseIsOneLine) {
  for (const auto& [option, expected] : {std::pair<const char*, const char*>{"--switch-interval-at 5", "TIME=INTERVAL"},
                                         {"--switch-interval-at =1ms", "TIME=INTERVAL"},
                                         {"--switch-interval-at -1s=1ms", "TIME=INTERVAL"},
                                         {"--switch-interval-at 1s=fast", "TIME=INTERVAL"},
                                         {"--switch-interval-at 1s=0ms", "out of range"},
                                         {"--switch-interval-at 1s=1000s", "out of range"},
                                         {"--runtime native --switch-interval-at 1s=1ms", "no switch interval"}}) {
    const ProgramResult result = runProgram(kThreads + option);
    EXPECT_EQ(result.status, 2) << option;
    EXPECT_THAT(result.err, HasSubstr(expected)) << option;
    EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1) << option << result.err;
  }
}

}  // namespace
}  // namespace interleave::test
