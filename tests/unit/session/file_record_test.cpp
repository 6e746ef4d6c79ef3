// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/file_record.h"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

namespace interleave {
namespace {

using testing::HasSubstr;

TEST(FileRecord, SaysWhatTheFileHasAndWhatOfItIsNotShown) {
  const test::TemporaryFolder folder;
  std::ofstream(folder / "a.json") << R"([{"ph":"M","name":"process_name","pid":7,"args":{"name":"python"}},
    {"ph":"M","name":"thread_name","pid":7,"tid":8,"args":{"name":"main"}},
    {"ph":"X","name":"f","pid":7,"tid":8,"ts":1000,"dur":3000},
    {"ph":"X","name":"g","pid":9,"tid":9,"ts":2000,"dur":1000},
    {"ph":"X","name":"no time","pid":9,"tid":9},)";
  const auto record = readFileRecord(folder / "a.json");
  ASSERT_TRUE(record) << record.error().message;
  EXPECT_EQ(record->title, "a.json");
  EXPECT_EQ(record->figures.elapsed_ns, 3'000'000);
  EXPECT_EQ(record->figures.busy_ns, 4'000'000);
  EXPECT_NEAR(*record->figures.overlap, 1.0 / 3.0, 1e-9);
  EXPECT_THAT(figuresSentence(*record), HasSubstr("0.003 s · 2 threads in 2 processes · 2 slices"));
  EXPECT_THAT(lossText(*record), HasSubstr("cut short at byte "));
  EXPECT_THAT(lossText(*record), HasSubstr("1 event left out"));
  EXPECT_THAT(tableLines(*record, 24), testing::Contains(HasSubstr("main")));
  const auto summary = summaryJson(*record);
  EXPECT_EQ(summary["threads"][0]["process"], "python");
  EXPECT_TRUE(summary["threads"][1]["process"].is_null());
  EXPECT_EQ(summary["events"]["malformed"], 1);
  EXPECT_EQ(summary["cut_at_byte"], record->bytes);
}

TEST(FileRecord, TheLoadOfTheCoresComesBackFromItsCounters) {
  const std::vector<CoreLoad> loads{{100, {0.25, 0.5}, {0.125, 0.0}}, {200, {1.0, 0.0}, {0.5, 0.0}}};
  const std::vector<CoreLoad> back = loadsOf(countersOf(loads));
  ASSERT_EQ(back.size(), loads.size());
  for (std::size_t i = 0; i < loads.size(); ++i) {
    EXPECT_EQ(back[i].time_ns, loads[i].time_ns);
    EXPECT_EQ(back[i].busy_ratio, loads[i].busy_ratio);
    EXPECT_EQ(back[i].experiment_ratio, loads[i].experiment_ratio);
  }
  EXPECT_TRUE(
      loadsOf(
          {{1, "memory: used", {{1, 5.0}}}, {1, "core x: busy", {{1, 1.0}}}, {1, "core 99999999: busy", {{1, 1.0}}}})
          .empty());
}

}  // namespace
}  // namespace interleave
