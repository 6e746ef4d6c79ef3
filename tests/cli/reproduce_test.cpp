// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/session/article.h"
#include "tests/support/program.h"

namespace interleave::test {
namespace {

using testing::HasSubstr;

// Whether waiting jobs were faster on more workers depends on the machine's other load; the judges are tested on records
// of their own. What holds on any machine is tested here.
TEST(Reproduce, EveryExperimentIsRunDrawnAndPutBesideTheArticles) {
  const TemporaryFolder folder;
  const ProgramResult result = runProgram("reproduce all --quick --size 960x540 --out " + (folder / "figures"));
  EXPECT_EQ(result.status, 0) << result.err;
  const std::string page = textOf(folder / "figures/summary.md");
  EXPECT_THAT(page, testing::Not(HasSubstr("did not finish")));
  for (const Article& article : articles()) {
    EXPECT_THAT(page, HasSubstr(article.claim));
    EXPECT_THAT(page, HasSubstr(article.found)) << "what the articles found stands beside what came out";
    for (const std::string kind : {"live", "runtimes"}) {
      EXPECT_TRUE(std::filesystem::exists(folder / ("figures/" + article.id + "-" + kind + ".png"))) << article.id;
    }
    const auto summaries = nlohmann::json::parse(textOf(folder / ("figures/" + article.id + ".json")));
    ASSERT_EQ(summaries.size(), article.runs(Extent::Quick).size());
    for (std::size_t i = 0; i < summaries.size(); ++i) {
      const auto& summary = summaries[i];
      EXPECT_EQ(summary["outcome"]["kind"], name(article.runs(Extent::Quick)[i].ends)) << article.id;
      if (summary["experiment"]["model"] == "threads" && summary["experiment"]["runtime"] != "native" &&
          summary["experiment"]["workload"] == "live-tracker") {
        EXPECT_LT(summary["overlap"].get<double>(), 0.02) << "under a GIL no two threads run at one instant";
      }
    }
  }
}

TEST(Reproduce, AFolderThatCantBeMadeIsNamed) {
  const ProgramResult result = runProgram("reproduce same-thing --quick --out /proc/figures");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("/proc/figures"));
}

}  // namespace
}  // namespace interleave::test
