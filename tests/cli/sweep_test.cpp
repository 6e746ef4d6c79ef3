// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave sweep`: a table, a picture, CSV and JSON of one setting over a list of values; what is wrong is said
// before anything runs, and what was measured is never lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

namespace interleave::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kShort = "sweep --runtime native --workload sleep --set duration=50 ";
const std::string kSleeping = kShort + "--jobs 4 ";

std::size_t linesOf(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(SweepCommand, MeasuresEachPointAndWritesAllOutputs) {
  const TemporaryFolder folder;
  const ProgramResult result =
      runProgram(kSleeping + "--model serial,threads --workers 1,2,4 --repeat 2 --size 640x480 --png " +
                 (folder / "plot.png") + " --csv " + (folder / "runs.csv") + " --json " + (folder / "sweep.json"));
  ASSERT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(textOf(folder / "plot.png").substr(1, 3), "PNG");
  EXPECT_EQ(linesOf(textOf(folder / "runs.csv")), 1u + 2 * (1 + 3)) << "a head, and a line a run";
  const json sweep = json::parse(textOf(folder / "sweep.json"));
  EXPECT_EQ(sweep["runs_done"], 8);
  ASSERT_EQ(sweep["series"].size(), 2u);
  EXPECT_EQ(sweep["series"][1]["points"].size(), 3u);
  EXPECT_EQ(sweep["series"][1]["points"][2]["elapsed_s"].size(), 2u);
  EXPECT_THAT(result.out, AllOf(HasSubstr("model"), HasSubstr("median"), HasSubstr("speed-up")));
  EXPECT_THAT(result.err, HasSubstr("8 of 8"));
}

TEST(SweepCommand, AVerdictSaysWhatToUseAndIsInTheJsonToo) {
  const TemporaryFolder folder;
  // Sleepers need no core: however loaded the machine is, 4 are far faster than 1.
  const ProgramResult result = runProgram(
      "sweep --runtime native --workload sleep --set duration=400 --jobs 4 --workers 1,4 --repeat 2 --json " +
      (folder / "sweep.json"));
  ASSERT_EQ(result.status, 0) << result.err;
  const json verdict = json::parse(textOf(folder / "sweep.json"))["verdict"];
  ASSERT_FALSE(verdict.is_null()) << result.out;
  EXPECT_EQ(verdict["recommended"]["model"], "threads");
  EXPECT_EQ(verdict["recommended"]["workers"], 4);
  EXPECT_THAT(result.out, HasSubstr(verdict["headline"].get<std::string>()));
  EXPECT_THAT(result.out, HasSubstr("Use 4 threads"));
}

TEST(SweepCommand, AnySettingCanBeSwept) {
  EXPECT_THAT(runProgram(kShort + "--jobs 1,2 --csv -").out, HasSubstr("model,jobs,repeat"));
  EXPECT_THAT(runProgram("sweep --workload sleep --jobs 2 --set duration=1,2.5 --csv -").out,
              AllOf(HasSubstr("threads,1,0,"), HasSubstr("threads,2.5,0,")));
  EXPECT_THAT(runProgram("sweep --workload sleep --set duration=1 --switch-interval 1,5 --csv -").out,
              HasSubstr("model,switch-interval,repeat"));
  const ProgramResult models = runProgram(kSleeping + "--model serial,threads --csv -");
  EXPECT_THAT(models.out, AllOf(HasSubstr("model,repeat,"), HasSubstr("serial,0,"), HasSubstr("threads,0,")));
}

struct Refusal {
  std::string arguments;
  std::string words;
};

TEST(SweepCommand, BadInputIsOneLineBeforeAnythingRuns) {
  const std::vector<Refusal> refusals{
      {"--set nothing=1,2", "'nothing'"},
      {"--workers 1,2 --set duration=1,2", "one list"},
      {"", "nothing to sweep"},
      {"--workers ,", "comma"},
      {"--workers 1,,2", "comma"},
      {"--workers 0,1", "out of range"},
      {"--workers 1,99999", "out of range"},
      {"--workers 1,many", "'many'"},
      {"--workers 8..1", "no range"},
      {"--jobs 1,-2", "out of range"},
      {"--set duration=1,99999999999", "duration"},
      {"--switch-interval 1,0", "switch"},
      {"--switch-interval 1,x", "'x'"},
      {"--model threads,fibres --workers 1,2", "fibres"},
      {"--model serial,hybrid --workers 1,2", "hybrid"},
      {"--workers 1,2 --repeat 0", "--repeat"},
      {"--workers 1,2 --repeat many", "--repeat"},
      {"--set duration=1..1000000", "1,000,000"},
      {"--workers 1..2000 --repeat 10", "20,000 runs"},
      {"--jobs 1..9223372036854775807", "5,000"},
  };
  for (const Refusal& refusal : refusals) {
    const ProgramResult result = runProgram("sweep --runtime native --workload sleep " + refusal.arguments);
    EXPECT_EQ(result.status, 2) << refusal.arguments;
    EXPECT_THAT(result.err, AllOf(HasSubstr(refusal.words), Not(HasSubstr("1 of ")))) << refusal.arguments;
    EXPECT_EQ(linesOf(result.err), 1u) << result.err;
    EXPECT_EQ(result.out, "");
  }
}

TEST(SweepCommand, WhatHasNoRoomIsRefusedWithTheNumbers) {
  const ProgramResult result =
      runProgram("sweep --runtime native --workload matrix --jobs 500 --workers 500 --set n=16,8192");
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.err, AllOf(HasSubstr("500 products of 8192 x 8192 at once need 750 GB"), Not(HasSubstr("1 of "))));
}

TEST(SweepCommand, OneOutputThatCanNotBeWrittenKeepsTheOthers) {
  const TemporaryFolder folder;
  for (const std::string& bad : {std::string("/dev/full"), folder / "no/such/folder/sweep.json"}) {
    const std::string csv = folder / "runs.csv";
    std::filesystem::remove(csv);
    const ProgramResult result = runProgram(kSleeping + "--workers 1,2 --json " + bad + " --csv " + csv);
    EXPECT_EQ(result.status, 1) << result.err;
    EXPECT_THAT(result.err, HasSubstr(bad));
    EXPECT_EQ(linesOf(textOf(csv)), 3u) << "measured, so written";
    EXPECT_THAT(result.out, HasSubstr("speed-up"));
  }
  const ProgramResult full = runProgram(kSleeping + "--workers 1,2 --csv " + (folder / "kept.csv") + " --json " +
                                        (folder / "kept.json") + " >/dev/full");
  EXPECT_EQ(linesOf(textOf(folder / "kept.csv")), 3u);
}

TEST(SweepCommand, CtrlCKeepsWhatIsDone) {
  const TemporaryFolder folder;
  // 12 runs of at least 1.2 s; interrupted once the third has begun.
  const std::string err = folder / "progress";
  const std::string command = "sweep --runtime native --workload sleep --set duration=300 --jobs 4 --workers 1,2 " +
                              std::string("--repeat 6 --csv ") + (folder / "runs.csv") + " --json " +
                              (folder / "sweep.json");
  const ProgramResult result =
      runProgram(command, "sh -c 'until grep -q \"^3 of\" " + err +
                              " 2>/dev/null; do sleep 0.02; done; kill -INT $(cat " + (folder / "pid") + ")' & " +
                              "sh -c 'echo $$ >" + (folder / "pid") + "; exec \"$@\" 2>" + err + "' sh ");
  EXPECT_EQ(result.status, 130) << textOf(err);
  const json sweep = json::parse(textOf(folder / "sweep.json"));
  EXPECT_EQ(sweep["runs_done"], 2);
  EXPECT_EQ(linesOf(textOf(folder / "runs.csv")), 3u);
  EXPECT_THAT(result.out, HasSubstr("speed-up"));
}

TEST(SweepCommand, ADiskThatFillsUpInTheMiddleOfALogKeepsWhatWasMeasured) {
  const TemporaryFolder folder;
  // A file may not grow over 50 MB (dash counts blocks of 512 bytes): the first log fits, the second does not.
  const ProgramResult result =
      runProgram("sweep --runtime native --workload log-regex --set size=2,200 --jobs 2 --workers 2 --csv " +
                     (folder / "runs.csv") + " --json " + (folder / "sweep.json"),
                 "ulimit -f 102400; env XDG_CACHE_HOME=" + folder.path().string());
  EXPECT_EQ(result.status, 3) << result.err;
  const json points = json::parse(textOf(folder / "sweep.json"))["series"][0]["points"];
  EXPECT_TRUE(points[0]["problem"].is_null()) << points.dump();
  EXPECT_EQ(points[0]["elapsed_s"].size(), 1u);
  EXPECT_THAT(points[1]["problem"].get<std::string>(), AllOf(HasSubstr("of 200 MB of the log"), HasSubstr("log-v1-")));
  EXPECT_EQ(linesOf(textOf(folder / "runs.csv")), 2u);
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "interleave")) {
    EXPECT_NE(entry.path().extension(), ".part") << "nothing half-made is left";
  }
}

TEST(SweepCommand, APointThatFailsSaysWhyAndTheOthersAreMeasured) {
  const TemporaryFolder folder;
  const ProgramResult result = runProgram(
      "sweep --runtime native --workload crash --set n=1000 --set how=segfault,exception --jobs 2 --workers 2 --json " +
      (folder / "sweep.json"));
  EXPECT_EQ(result.status, 3);
  const json points = json::parse(textOf(folder / "sweep.json"))["series"][0]["points"];
  EXPECT_TRUE(points[0]["problem"].is_string()) << points.dump();
}

}  // namespace
}  // namespace interleave::test
