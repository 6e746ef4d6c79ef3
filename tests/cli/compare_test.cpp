// SPDX-License-Identifier: GPL-3.0-or-later
// Two to four experiments, one after the other, in one picture and one table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

namespace interleave::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string sleeping(const TemporaryFolder& folder, const std::string& name, const json& changes = json::object()) {
  json experiment = {{"runtime", "native"}, {"model", "threads"}, {"workload", "sleep"},
                     {"workers", 4},        {"jobs", 4},          {"parameters", {{"duration", 30}}}};
  experiment.update(changes);
  const std::string path = folder / name;
  std::ofstream(path) << experiment.dump();
  return path;
}

TEST(Compare, RunsEachInTurnAndSaysHowMuchFasterThanTheFirst) {
  const TemporaryFolder folder;
  const std::string serial = sleeping(folder, "serial.json", {{"model", "serial"}, {"workers", 1}});
  const std::string threads = sleeping(folder, "threads.json");
  const std::string png = folder / "both.png";
  const ProgramResult result = runProgram("compare --size 640x480 --png " + png + " --summary " +
                                          (folder / "both.json") + " -- " + serial + " " + threads);
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(textOf(png).substr(1, 3), "PNG");
  const json summaries = json::parse(textOf(folder / "both.json"));
  ASSERT_EQ(summaries.size(), 2u);
  EXPECT_EQ(summaries[0]["experiment"]["model"], "serial");
  EXPECT_EQ(summaries[1]["experiment"]["model"], "threads");
  EXPECT_EQ(summaries[0]["speed_up_over_first"], 1.0);
  const double speed_up = summaries[1]["speed_up_over_first"];
  EXPECT_NEAR(speed_up, summaries[0]["elapsed_s"].get<double>() / summaries[1]["elapsed_s"].get<double>(), 1e-6);
  EXPECT_THAT(result.out, HasSubstr("Serial"));
  EXPECT_THAT(result.out, HasSubstr("speed-up"));
}

TEST(Compare, OtherWorkHasNoSpeedUpAndASummaryIsAnExperimentToo) {
  const TemporaryFolder folder;
  const std::string two = sleeping(folder, "two.json", {{"jobs", 2}});
  ASSERT_EQ(runProgram("run --experiment " + two + " --summary " + (folder / "summary.json")).status, 0);
  const std::string four = sleeping(folder, "four.json");
  const ProgramResult result =
      runProgram("compare --order beside --summary - -- " + (folder / "summary.json") + " " + four);
  ASSERT_EQ(result.status, 0) << result.err;
  const json summaries = json::parse(result.out);
  EXPECT_EQ(summaries[0]["experiment"]["jobs"], 2);
  EXPECT_TRUE(summaries[1]["speed_up_over_first"].is_null());
}

TEST(Compare, WhatCanNotBeComparedIsRefusedBeforeAnythingRuns) {
  const TemporaryFolder folder;
  const std::string one = sleeping(folder, "one.json");
  EXPECT_EQ(runProgram("compare " + one).status, 2);
  const ProgramResult five = runProgram("compare " + one + " " + one + " " + one + " " + one + " " + one);
  EXPECT_EQ(five.status, 2);
  EXPECT_THAT(five.err, HasSubstr("2 to 4"));
  const ProgramResult missing = runProgram("compare " + one + " " + (folder / "none.json"));
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("none.json"));
  EXPECT_EQ(runProgram("compare --order sideways " + one + " " + one).status, 2);
}

}  // namespace
}  // namespace interleave::test
