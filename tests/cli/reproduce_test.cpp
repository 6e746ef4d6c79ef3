// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/python/python_discovery.h"
#include "core/session/article.h"
#include "tests/support/program.h"

namespace interleave::test {
namespace {

using testing::HasSubstr;

// Whether waiting jobs were faster on more workers depends on the machine's other load; the judges are tested on
// records of their own. What holds on any machine is tested here.
TEST(Reproduce, EveryExperimentIsRunDrawnAndPutBesideTheArticles) {
  const TemporaryFolder folder;
  const ProgramResult result =
      runProgram("reproduce all --quick --runtime gil --size 960x540 --out " + (folder / "figures"));
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
      const ArticleRun run = article.runs(Extent::Quick)[i];
      EXPECT_EQ(summary["outcome"]["kind"], name(run.ends)) << article.id;
      EXPECT_EQ(summary["article"]["id"], article.id);
      EXPECT_EQ(summary["article"]["run"], run.title);
      EXPECT_EQ(summary["article"]["in"], placeOf(run.experiment)) << "said where nobody can miss it";
      EXPECT_TRUE(summary["article"]["verdict_as_expected"].is_boolean());
      if (summary["experiment"]["model"] == "threads" && summary["experiment"]["runtime"] != "native" &&
          summary["experiment"]["workload"] == "live-tracker") {
        EXPECT_LT(summary["overlap"].get<double>(), 0.02) << "under a GIL no two threads run at one instant";
      }
    }
  }
}

TEST(Reproduce, RealPythonIsUsedWhereThereIsOneAndEitherWayItIsSaid) {
  const TemporaryFolder folder;
  const ProgramResult result = runProgram("reproduce threads-useless --quick --out " + (folder / "figures"));
  EXPECT_EQ(result.status, 0) << result.err;
  const auto summaries = nlohmann::json::parse(textOf(folder / "figures/threads-useless.json"));
  const std::string place = choosePython("") ? choosePython("")->name() : "C++ under an emulated GIL";
  for (const auto& summary : summaries) {
    EXPECT_EQ(summary["article"]["in"], place);
  }
  EXPECT_THAT(result.out, HasSubstr("in " + place));
  EXPECT_THAT(textOf(folder / "figures/summary.md"), HasSubstr("| " + place + " |"));
}

TEST(Reproduce, AnotherRuntimeIsRefused) {
  const ProgramResult result = runProgram("reproduce same-thing --runtime nativ --out /tmp");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("unknown runtime 'nativ'"));
  EXPECT_EQ(runProgram("reproduce same-thing --runtime python:/no/such --out /tmp").status, 2);
}

TEST(Reproduce, AFolderThatCantBeMadeIsNamed) {
  const ProgramResult result = runProgram("reproduce same-thing --quick --out /proc/figures");
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("/proc/figures"));
}

}  // namespace
}  // namespace interleave::test
