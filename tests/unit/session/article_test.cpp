// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article.h"

#include <gtest/gtest.h>

#include "core/base/clock.h"
#include "core/experiment/catalogue.h"

namespace interleave {
namespace {

RunRecord recordOf(double elapsed_s, double overlap, int workers = 4) {
  RunRecord record;
  record.machine.cores = 2;
  record.experiment.workers = workers;
  record.figures.elapsed_ns = static_cast<std::int64_t>(elapsed_s * 1e9);
  record.figures.overlap = overlap;
  return record;
}

const Article& articleOf(const std::string& id) { return **articleNamed(id); }

TEST(Articles, EveryRunIsAValidExperiment) {
  for (const Article& article : articles()) {
    for (const Extent extent : {Extent::Full, Extent::Quick}) {
      const auto runs = article.runs(extent);
      EXPECT_GE(runs.size(), 2u) << article.id;
      for (const ArticleRun& run : runs) {
        EXPECT_TRUE(checked(run.experiment)) << article.id << ", " << run.title;
      }
    }
  }
}

TEST(Articles, UnknownIdsNameTheNearest) {
  const auto unknown = articleNamed("same-things");
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("'same-thing'"), std::string::npos);
}

TEST(Articles, ThreadsAgainstProcessesAsksForOverlapOfTheLatterAlone) {
  for (const char* id : {"same-thing", "parallel-threads"}) {
    const Article& article = articleOf(id);
    EXPECT_TRUE(article.judge({recordOf(2.0, 0.0), recordOf(1.0, 0.9)}).holds);
    EXPECT_FALSE(article.judge({recordOf(2.0, 0.1), recordOf(1.0, 0.9)}).holds) << "threads that overlap";
    EXPECT_FALSE(article.judge({recordOf(2.0, 0.0), recordOf(2.0, 0.0)}).holds) << "processes that don't";
  }
}

TEST(Articles, ThreadsMaySaveNoTimeAgainstSerial) {
  const Article& article = articleOf("threads-vs-serial");
  EXPECT_TRUE(article.judge({recordOf(1.0, 0.0), recordOf(1.006, 0.0)}).holds);
  EXPECT_FALSE(article.judge({recordOf(1.0, 0.0), recordOf(0.5, 0.0)}).holds);
}

TEST(Articles, FetchingMustGainWithEveryStepAndEightfoldInAll) {
  for (const char* id : {"threads-useless", "processes-io"}) {
    const Article& article = articleOf(id);
    EXPECT_TRUE(article.judge({recordOf(7.86, 0, 1), recordOf(2.55, 0), recordOf(1.11, 0, 8), recordOf(0.62, 0, 16)}).holds);
    EXPECT_FALSE(article.judge({recordOf(7.86, 0, 1), recordOf(2.55, 0), recordOf(2.6, 0, 8), recordOf(0.62, 0, 16)}).holds);
    EXPECT_FALSE(article.judge({recordOf(4.0, 0, 1), recordOf(2.0, 0), recordOf(1.0, 0, 8), recordOf(0.62, 0, 16)}).holds);
  }
}

}  // namespace
}  // namespace interleave
