// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article_property.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/session/article.h"
#include "tests/support/trace_text.h"

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
  EXPECT_FALSE(figureOf(record, "outcome.kind")) << "no number";
  EXPECT_FALSE(figureOf(record, "no.such"));
}

TEST(Property, WhatWasNotMeasuredFailsAndIsSaid) {
  const auto condition =
      conditionFromJson(nlohmann::json::parse(R"({"figure": ["results", "one"], "at_least": 0})"), kTitles);
  const ArticleFinding finding = judgeBy({*condition}, {"one"}, {recordOf(1.0)});
  EXPECT_FALSE(finding.holds);
  EXPECT_THAT(finding.sentence, HasSubstr("results not measured"));
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

TEST(Property, RefusesWhatItDoesNotKnow) {
  for (const char* wrong :
       {R"([])", R"({"figure": ["elapsed", "one"]})", R"({"figure": ["elapsed", "four"], "is": 1})",
        R"({"ratio": ["elapsed", "one"], "is": 1})", R"({"at_most": 1})", R"({"falls": "elapsed", "at_most": 1})",
        R"({"figure": ["elapsed", "one"], "nearly": 1})", R"({"figure": ["elapsed", "one"], "is": "1"})"}) {
    EXPECT_FALSE(conditionFromJson(nlohmann::json::parse(wrong), kTitles)) << wrong;
  }
}

TEST(ArticleFiles, AreAllReadOrLeftOutForAWorkloadOrModelThatIsNotThere) {
  EXPECT_EQ(articles().size() + articlesLeftOut().size(), 24u);
  for (const std::string& note : articlesLeftOut()) {
    EXPECT_THAT(note, testing::AnyOf(HasSubstr("unknown workload"), HasSubstr("needs the runtime python"),
                                     HasSubstr("workers: 2000 is out of range")));
  }
}

TEST(ArticleFiles, InARealInterpreterTheRunsSayWhich) {
  const ArticleInterpreter python{"/usr/bin/python3", "CPython 3.99.1"};
  const auto real = (*articleNamed("same-thing"))->runs(Extent::Quick, &python);
  const auto emulated = (*articleNamed("same-thing"))->runs(Extent::Quick);
  EXPECT_EQ(real[0].experiment.runtime, Runtime::Python);
  EXPECT_EQ(emulated[0].experiment.runtime, Runtime::Gil);
  EXPECT_NE(real[0].experiment.parameters, emulated[0].experiment.parameters);
  RunRecord record = recordOf(1.0);
  record.experiment = real[0].experiment;
  EXPECT_THAT((*articleNamed("same-thing"))->judge({record, record}).sentence, HasSubstr("in CPython 3.99.1"));
  EXPECT_EQ((*articleNamed("straggler"))->runs(Extent::Quick, &python)[0].experiment.runtime, Runtime::Gil);
}

}  // namespace
}  // namespace interleave
