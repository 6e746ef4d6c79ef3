// SPDX-License-Identifier: GPL-3.0-or-later
// `interleave export`, and what `run --trace` writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

namespace interleave::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// Three processes with a thread each, one with two.
std::string foreign() {
  std::string text = "{\"traceEvents\":[\n";
  for (int pid = 1; pid <= 3; ++pid) {
    text += "{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":" + std::to_string(pid) +
            ",\"args\":{\"name\":\"python\"}},\n";
    for (int i = 0; i < 50; ++i) {
      text += "{\"ph\":\"X\",\"name\":\"aten::op" + std::to_string(i % 7) + "\",\"pid\":" + std::to_string(pid) +
              ",\"tid\":" + std::to_string(pid == 3 ? 30 + i % 2 : pid) + ",\"ts\":" + std::to_string(1000 + 20 * i) +
              ",\"dur\":" + std::to_string(10 + pid) + "},\n";
    }
  }
  return text + "{}]}";
}

std::ptrdiff_t linesOf(const std::string& text) {
  return std::count(text.begin(), text.end(), '\n');
}

TEST(Export, AForeignTraceBecomesAPictureASummaryAndEveryOtherFormat) {
  const TemporaryFolder folder;
  std::ofstream(folder / "foreign.json") << foreign();
  const ProgramResult first = runProgram("export " + (folder / "foreign.json") + " --size 640x400 --png " +
                                         (folder / "a.png") + " --trace " + (folder / "a.iltrace") + " --summary -");
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(textOf(folder / "a.png").substr(1, 3), "PNG");
  const json summary = json::parse(first.out);
  EXPECT_EQ(summary["slices"], 150);
  EXPECT_EQ(summary["processes"], 3);
  EXPECT_EQ(summary["threads"].size(), 4u);
  EXPECT_EQ(summary["names"], 7);
  EXPECT_FALSE(summary["is_ours"]);
  std::string from = folder / "a.iltrace";
  for (const char* name : {"b.json.gz", "c.json", "d.iltrace"}) {
    const ProgramResult next = runProgram("export " + from + " --trace " + (folder / name) + " --summary -");
    ASSERT_EQ(next.status, 0) << next.err;
    json again = json::parse(next.out);
    EXPECT_TRUE(again["is_ours"]);
    for (const char* field : {"slices", "processes", "names", "elapsed_s", "busy_s", "overlap"}) {
      EXPECT_EQ(again[field], summary[field]) << name << " " << field;
    }
    EXPECT_EQ(again["threads"], summary["threads"]) << name;
    from = folder / name;
  }
}

TEST(Export, WhatARunWritesIsTheRun) {
  const TemporaryFolder folder;
  const ProgramResult run =
      runProgram("run --workload live-tracker --set n=200000 --workers 2 --jobs 3 --summary - --trace " +
                 (folder / "run.json.gz"));
  ASSERT_EQ(run.status, 0) << run.err;
  const json summary = json::parse(run.out);
  const ProgramResult read = runProgram("export " + (folder / "run.json.gz") + " --summary -");
  ASSERT_EQ(read.status, 0) << read.err;
  const json back = json::parse(read.out);
  ASSERT_EQ(back["threads"].size(), summary["workers"].size());
  for (std::size_t i = 0; i < back["threads"].size(); ++i) {
    EXPECT_EQ(back["threads"][i]["running_s"], summary["workers"][i]["states"]["running_s"]);
  }
}

TEST(Export, WhatIsNoTraceIsRefusedInOneLine) {
  const TemporaryFolder folder;
  std::ofstream(folder / "rubbish.json") << "\x7f"
                                            "ELF rubbish";
  std::ofstream(folder / "empty.json");
  std::ofstream(folder / "short.iltrace") << "ILTRACE\n";
  for (const std::string& file : {folder / "rubbish.json", folder / "empty.json", folder / "short.iltrace",
                                  folder / "none.json", folder.path().string()}) {
    const ProgramResult result = runProgram("export " + file + " --png " + (folder / "a.png"));
    EXPECT_EQ(result.status, 2) << file;
    EXPECT_EQ(linesOf(result.err), 1) << result.err;
    EXPECT_THAT(result.err, HasSubstr(file));
    EXPECT_EQ(result.out, "");
    EXPECT_FALSE(std::filesystem::exists(folder / "a.png"));
  }
}

TEST(Export, AFileThatIsCutShortIsShownAsFarAsItGoes) {
  const TemporaryFolder folder;
  const std::string text = foreign().substr(0, 5000);
  std::ofstream(folder / "cut.json") << text;
  const ProgramResult result = runProgram("export " + (folder / "cut.json") + " --summary -");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(json::parse(result.out)["cut_at_byte"], 5000);
  EXPECT_THAT(result.err, HasSubstr("ends too early, at byte 5,000"));
}

TEST(Export, WhatIsDamagedIsShownAsLostAndSaid) {
  const TemporaryFolder folder;
  std::ofstream(folder / "foreign.json") << foreign();
  ASSERT_EQ(runProgram("export " + (folder / "foreign.json") + " --trace " + (folder / "a.iltrace")).status, 0);
  std::string bytes = textOf(folder / "a.iltrace");
  bytes[4096 + 20] = static_cast<char>(bytes[4096 + 20] ^ 1);  // in the first track's slices
  std::ofstream(folder / "a.iltrace") << bytes;
  const ProgramResult result = runProgram("export " + (folder / "a.iltrace") + " --summary -");
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(linesOf(result.err), 1) << result.err;
  EXPECT_THAT(result.err, HasSubstr("a.iltrace is damaged: "));
  EXPECT_THAT(result.err, HasSubstr("are shown as lost"));
  EXPECT_EQ(json::parse(result.out)["notes"].size(), 1u);
}

TEST(Export, AnOutputThatCannotBeWrittenIsSaidAndTheOthersAreKept) {
  const TemporaryFolder folder;
  std::ofstream(folder / "foreign.json") << foreign();
  const ProgramResult result = runProgram("export " + (folder / "foreign.json") +
                                          " --trace /proc/no/a.json --summary " + (folder / "summary.json"));
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("/proc/no/a.json"));
  EXPECT_TRUE(json::parse(textOf(folder / "summary.json")).contains("slices"));
}

TEST(Export, ATraceIsOfOneRun) {
  const ProgramResult result = runProgram("run --against native --trace a.json");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("--trace"));
}

}  // namespace
}  // namespace interleave::test
