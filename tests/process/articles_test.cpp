// SPDX-License-Identifier: GPL-3.0-or-later
// Every experiment of the articles, really run, in C++ and quick: each run ends as it must, and all of the property
// holds that other programs on the machine can't break.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/session/article.h"
#include "core/session/run_session.h"

namespace interleave {
namespace {

class ArticleTest : public testing::TestWithParam<std::string> {};

TEST_P(ArticleTest, HasTheProperty) {
  const Article& article = **articleNamed(GetParam());
  std::vector<RunRecord> records;
  for (const ArticleRun& run : article.runs(Extent::Quick)) {
    auto session = RunSession::start(run.experiment);
    ASSERT_TRUE(session) << session.error().message;
    (*session)->wait();
    records.push_back((*session)->record());
    ASSERT_EQ(records.back().outcome.kind, run.ends) << run.title << ": " << records.back().outcome.message;
  }
  const ArticleFinding finding = article.judge(records, Around::Anything);
  EXPECT_TRUE(finding.holds) << article.property << "\n" << finding.sentence;
}

std::string testName(const testing::TestParamInfo<std::string>& id) {
  std::string name = id.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Every, ArticleTest, testing::ValuesIn(articleIds()), testName);

TEST(ArticleOutcomes, ADeadlockNamesItsCircleAndACrashWhatItTook) {
  const auto messageOf = [](const char* id) {
    auto session = RunSession::start((*articleNamed(id))->runs(Extent::Quick).front().experiment);
    EXPECT_TRUE(session) << session.error().message;
    (*session)->wait();
    return (*session)->record().outcome.message;
  };
  const std::string circle = messageOf("deadlock");
  // Which of the two gets which job is theirs to settle.
  const bool is_first_on_a = circle.find("worker 0 holds lock A") != std::string::npos;
  const auto holds = [&](int worker, const char* held, const char* wanted) {
    return circle.find(fmt::format("worker {} holds lock {} and waits for lock {}", worker, held, wanted)) !=
           std::string::npos;
  };
  EXPECT_TRUE(holds(is_first_on_a ? 0 : 1, "A", "B")) << circle;
  EXPECT_TRUE(holds(is_first_on_a ? 1 : 0, "B", "A")) << circle;
  EXPECT_NE(messageOf("crash").find("SIGSEGV"), std::string::npos);
}

}  // namespace
}  // namespace interleave
