// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/session/article.h"
#include "tests/support/program.h"

namespace interleave::test {
namespace {

using testing::HasSubstr;

TEST(Reproduce, EveryExperimentComesOutAsTheArticlesFound) {
  const TemporaryFolder folder;
  const ProgramResult result = runProgram("reproduce all --quick --size 960x540 --out " + (folder / "figures"));
  EXPECT_EQ(result.status, 0) << result.err;
  const std::string page = textOf(folder / "figures/summary.md");
  for (const Article& article : articles()) {
    EXPECT_THAT(page, HasSubstr(article.claim));
    EXPECT_THAT(page, HasSubstr(article.found)) << "what the articles found stands beside what came out";
    for (const std::string kind : {"live", "runtimes"}) {
      EXPECT_TRUE(std::filesystem::exists(folder / ("figures/" + article.id + "-" + kind + ".png"))) << article.id;
    }
    const auto summaries = nlohmann::json::parse(textOf(folder / ("figures/" + article.id + ".json")));
    EXPECT_EQ(summaries.size(), article.runs(Extent::Quick).size());
  }
  EXPECT_THAT(page, testing::Not(HasSubstr("**no**"))) << page;
}

TEST(Reproduce, AFolderThatCantBeMadeIsNamed) {
  const ProgramResult result = runProgram("reproduce same-thing --quick --out /proc/figures");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("/proc/figures"));
}

}  // namespace
}  // namespace interleave::test
