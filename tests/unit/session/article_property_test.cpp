// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article_property.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/record_text.h"

namespace interleave {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kTitles{"one", "two", "three"};

RunRecord recordOf(double elapsed_s) {
  RunRecord record;
  record.machine.cores = 2;
  record.snapshot = test::traceFromText({"AAAA", "BB"}, 3);
  record.figures = computeFigures(*record.snapshot, static_cast<std::int64_t>(elapsed_s * 1e9));
  return record;
}

bool holds(const char* condition, const std::vector<double>& elapsed_s) {
  const auto read = conditionFromJson(nlohmann::json::parse(condition), kTitles);
  EXPECT_TRUE(read) << read.error().message;
  std::vector<RunRecord> records;
  for (const double one : elapsed_s) {
    records.push_back(recordOf(one));
  }
  return judgeBy({*read}, kTitles, records).holds;
}

TEST(Property, LimitsMeanWhatTheySay) {
  EXPECT_TRUE(holds(R"({"ratio": ["elapsed", "three", "one"], "at_most": 0.125})", {8, 2, 1}));
  EXPECT_FALSE(holds(R"({"ratio": ["elapsed", "three", "one"], "at_most": 0.124})", {8, 2, 1}));
  EXPECT_TRUE(holds(R"({"figure": ["elapsed", "two"], "at_least": 2})", {8, 2, 1}));
  EXPECT_FALSE(holds(R"({"figure": ["elapsed", "two"], "above": 2})", {8, 2, 1}));
  EXPECT_FALSE(holds(R"({"figure": ["elapsed", "two"], "below": 2})", {8, 2, 1}));
  EXPECT_TRUE(holds(R"({"figure": ["jobs_done", "two"], "is": 2})", {8, 2, 1}));
  EXPECT_FALSE(holds(R"({"figure": ["jobs_done", "two"], "is": 3})", {8, 2, 1}));
  EXPECT_TRUE(holds(R"({"falls": "elapsed"})", {8, 2, 1}));
  EXPECT_FALSE(holds(R"({"falls": "elapsed"})", {8, 2, 2}));
  EXPECT_TRUE(holds(R"({"figure": ["elapsed", "one"], "below": 1, "cores": 4})", {8, 2, 1}))
      << "not asked on two cores";
}

TEST(Property, FiguresComeFromTheRecordOrItsSummary) {
  const RunRecord record = recordOf(0.008);
  EXPECT_DOUBLE_EQ(*figureOf(record, "longest_job"), 0.004);
  EXPECT_DOUBLE_EQ(*figureOf(record, "longest_share"), 0.5);
  EXPECT_DOUBLE_EQ(*figureOf(record, "busy_s"), 0.006);
  EXPECT_DOUBLE_EQ(*figureOf(record, "machine.cores"), 2);
  EXPECT_DOUBLE_EQ(*figureOf(record, "median_job"), 0.004) << "the longer one of two";
  EXPECT_FALSE(figureOf(record, "outcome.kind")) << "no number";
  EXPECT_FALSE(figureOf(record, "no.such"));
}

TEST(Property, WhatWasNotMeasuredFailsAndIsSaid) {
  const auto condition =
      conditionFromJson(nlohmann::json::parse(R"({"figure": ["results", "one"], "at_least": 0})"), kTitles);
  const ArticleFinding finding = judgeBy({*condition}, {"one"}, {recordOf(1.0)});
  EXPECT_FALSE(finding.holds);
  EXPECT_THAT(finding.sentence, HasSubstr("results added up not measured"));
}

TEST(Property, WhatOtherProgramsTookIsSaid) {
  const auto condition =
      conditionFromJson(nlohmann::json::parse(R"({"figure": ["elapsed", "one"], "is": 1})"), kTitles);
  RunRecord record = recordOf(1.0);
  record.loads = {{1, {0.9, 0.7}, {0.5, 0.5}}};
  EXPECT_THAT(judgeBy({*condition}, {"one"}, {record}).sentence, HasSubstr("up to 30 % of the cores"));
  record.loads = {{1, {0.6, 0.5}, {0.5, 0.5}}};
  EXPECT_THAT(judgeBy({*condition}, {"one"}, {record}).sentence, testing::Not(HasSubstr("other programs")));
}

TEST(Property, WaitingWhileAnotherComputesIsOfTheTimeThatOneComputes) {
  const std::string figure = "waits_while_computing";
  EXPECT_DOUBLE_EQ(*figureOf(test::recordFrom({"AAAA", "Biii"}), figure), 0.75);
  EXPECT_DOUBLE_EQ(*figureOf(test::recordFrom({"AiiiAAA"}), figure), 0.0) << "one worker does one thing at a time";
  EXPECT_DOUBLE_EQ(*figureOf(test::recordFrom({"AAAA", "Blll"}), figure), 0.0) << "a lock is no waiting for I/O";
  EXPECT_FALSE(figureOf(test::recordFrom({"ssss"}), figure));
}

TEST(Property, WantedTogetherIsWhatWouldOverlapWithACoreForEach) {
  const std::string figure = "wanted_together";
  EXPECT_DOUBLE_EQ(*figureOf(test::recordFrom({"AArr", "rrBB"}), figure), 1.0);
  EXPECT_DOUBLE_EQ(*figureOf(test::recordFrom({"AAgg", "ggBB"}), figure), 0.0) << "they wait for the GIL, not a core";
  EXPECT_DOUBLE_EQ(*figureOf(test::recordFrom({"AAAA", "..BBBB.."}), figure), 2.0 / 6.0);
}

std::string crossing(const std::vector<double>& elapsed_s) {
  const auto read = conditionFromJson(
      nlohmann::json::parse(R"({"crossover": "elapsed", "who": "sharing", "at": ["1 kB", "1 MB", "1 GB"],
                                "ahead": ["a", "b", "c"], "behind": ["d", "e", "f"]})"),
      {"a", "b", "c", "d", "e", "f"});
  EXPECT_TRUE(read) << read.error().message;
  std::vector<RunRecord> records;
  for (const double one : elapsed_s) {
    records.push_back(recordOf(one));
  }
  const ArticleFinding finding = judgeBy({*read}, {"a", "b", "c", "d", "e", "f"}, records);
  return (finding.holds ? "" : "NOT: ") + finding.lines.back();
}

TEST(Property, ACrossoverNamesTheSizeFromWhichOnOneIsAhead) {
  EXPECT_EQ(crossing({3, 3, 3, 2, 4, 5}), "sharing is ahead from 1 MB on (elapsed 3.00 s against 4.00 s)");
  EXPECT_EQ(crossing({1, 3, 3, 2, 3, 5}), "sharing is ahead from 1 GB on (elapsed 3.00 s against 5.00 s)")
      << "a lead that is lost again doesn't count";
  EXPECT_EQ(crossing({1, 2, 3, 2, 3, 4}),
            "sharing is ahead from 1 kB on, the smallest size tried (elapsed 1.00 s against 2.00 s)");
  EXPECT_EQ(crossing({1, 1, 5, 2, 2, 4}), "NOT: sharing is not ahead even at 1 GB");
}

TEST(Property, WhatNeedsAQuietMachineIsNotAskedWhereAnythingMayRun) {
  const auto read =
      conditionFromJson(nlohmann::json::parse(R"({"figure": ["elapsed", "one"], "below": 1, "quiet": true})"), kTitles);
  ASSERT_TRUE(read);
  EXPECT_FALSE(judgeBy({*read}, {"one"}, {recordOf(2.0)}).holds);
  EXPECT_TRUE(judgeBy({*read}, {"one"}, {recordOf(2.0)}, Around::Anything).holds);
  RunRecord busy = recordOf(2.0);
  busy.loads = {{1, {0.9, 0.7}, {0.5, 0.5}}};
  const ArticleFinding finding = judgeBy({*read}, {"one"}, {busy});
  EXPECT_TRUE(finding.holds);
  EXPECT_THAT(finding.sentence, HasSubstr("so what needs a quiet machine was not asked"));
}

TEST(Property, RefusesWhatItDoesNotKnow) {
  for (const char* wrong :
       {R"([])", R"({"figure": ["elapsed", "one"]})", R"({"figure": ["elapsed", "four"], "is": 1})",
        R"({"ratio": ["elapsed", "one"], "is": 1})", R"({"at_most": 1})", R"({"falls": "elapsed", "at_most": 1})",
        R"({"crossover": "elapsed", "who": "x", "at": ["1"], "ahead": ["one"], "behind": []})",
        R"({"crossover": "elapsed", "at": ["1"], "ahead": ["one"], "behind": ["two"]})",
        R"({"figure": ["elapsed", "one"], "nearly": 1})", R"({"figure": ["elapsed", "one"], "is": "1"})"}) {
    EXPECT_FALSE(conditionFromJson(nlohmann::json::parse(wrong), kTitles)) << wrong;
  }
}

}  // namespace
}  // namespace interleave
