// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/clock.h"
#include "core/experiment/catalogue.h"
#include "tests/support/record_text.h"

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

const Article& articleOf(const std::string& id) {
  return **articleNamed(id);
}

// ARTICLES.md has these rows, and the README's reader counts on each.
constexpr const char* kRows[] = {"same-thing",      "parallel-threads",
                                 "core-share",      "threads-vs-serial",
                                 "threads-useless", "processes-io",
                                 "straggler",       "oversubscription",
                                 "hundred-sites",   "sum-of-squares",
                                 "log-regex",       "primes",
                                 "delays",          "print-squares",
                                 "queue",           "race",
                                 "deadlock",        "crash",
                                 "copy-cost",       "start-cost",
                                 "native-release",  "hybrid",
                                 "event-loop",      "free-threaded"};

TEST(Articles, EveryRowOfTheArticlesIsAnExperimentAndNoneIsLeftOut) {
  EXPECT_TRUE(articlesLeftOut().empty()) << articlesLeftOut().front();
  EXPECT_EQ(articles().size(), std::size(kRows));
  for (const char* id : kRows) {
    const auto article = articleNamed(id);
    ASSERT_TRUE(article) << id;
    EXPECT_FALSE((*article)->group.empty()) << id;
    EXPECT_FALSE((*article)->conditions.empty()) << id;
    const auto asked = std::count_if((*article)->conditions.begin(), (*article)->conditions.end(),
                                     [](const Condition& one) { return !one.needs_quiet; });
    EXPECT_GE(asked, 1) << id << " has nothing that holds on any machine";
  }
}

const ArticleInterpreters kPythons{ArticleInterpreter{"/usr/bin/python3", "CPython 3.99.1", {{"numpy", "2.0"}}},
                                   std::nullopt};

TEST(Articles, RealPythonIsUsedExactlyWhereAllItsRunsHaveAPythonForm) {
  for (const Article& article : articles()) {
    bool has_forms = true;
    for (const ArticleRun& run : article.runs(Extent::Quick)) {
      Experiment in_python = run.experiment;
      in_python.runtime = Runtime::Python;
      has_forms = has_forms && fitting(in_python);
    }
    const auto runs = article.runs(Extent::Quick, kPythons);
    EXPECT_EQ(runs.front().experiment.runtime == Runtime::Python, has_forms) << article.id;
    const auto in_real = std::count_if(runs.begin(), runs.end(), [](const ArticleRun& run) {
      return run.experiment.runtime == Runtime::Python && run.experiment.interpreter_name == "CPython 3.99.1";
    });
    const auto wanted = article.id == "free-threaded" ? runs.size() - 1 : runs.size();
    EXPECT_EQ(static_cast<std::size_t>(in_real), has_forms ? wanted : 0u) << article.id << " mixes what it compares";
  }
}

TEST(Articles, WhatNeedsAPackageIsInCppWhereItIsMissing) {
  ArticleInterpreters bare = kPythons;
  bare.with_gil->packages.clear();
  for (const ArticleRun& run : articleOf("native-release").runs(Extent::Quick, bare)) {
    EXPECT_EQ(run.experiment.runtime, Runtime::Gil) << run.title;
  }
}

TEST(Articles, WithoutAGilTheFreeThreadedInterpreterIsUsedWhereThereIsOne) {
  const Article& article = articleOf("free-threaded");
  EXPECT_EQ(article.runs(Extent::Quick, kPythons)[1].experiment.runtime, Runtime::Native);
  ArticleInterpreters both = kPythons;
  both.free_threaded = ArticleInterpreter{"/opt/python3.13t", "CPython 3.13.0 free-threaded"};
  const auto runs = article.runs(Extent::Quick, both);
  EXPECT_EQ(runs[0].experiment.interpreter_name, "CPython 3.99.1");
  EXPECT_EQ(runs[1].experiment.interpreter_name, "CPython 3.13.0 free-threaded");
}

TEST(Articles, TheFindingSaysInWhatItRan) {
  const Article& article = articleOf("same-thing");
  std::vector<RunRecord> records{recordOf(2.0, 0.0), recordOf(1.0, 0.9)};
  EXPECT_NE(article.judge(records).sentence.find("in C++ under an emulated GIL"), std::string::npos);
  for (RunRecord& record : records) {
    record.experiment = article.runs(Extent::Quick, kPythons)[0].experiment;
  }
  EXPECT_NE(article.judge(records).sentence.find("in CPython 3.99.1"), std::string::npos);
}

TEST(Articles, NoMoreRunsAreShownThanHaveRoomAndTheFirstIsAmongThem) {
  for (const Article& article : articles()) {
    const std::size_t runs = article.runs(Extent::Quick).size();
    EXPECT_EQ(article.shown.size(), std::min(runs, Article::kMostShown)) << article.id;
    EXPECT_LT(article.shown.back(), runs) << article.id;
  }
}

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
  const auto of = [](const std::vector<std::string>& lines, double overlap) {
    RunRecord record = test::recordFrom(lines);
    record.figures.overlap = overlap;
    return record;
  };
  const RunRecord turns = of({"AAgg", "ggBB"}, 0.0);
  for (const char* id : {"same-thing", "parallel-threads"}) {
    const Article& article = articleOf(id);
    EXPECT_TRUE(article.judge({turns, of({"AAAA", "BBBB"}, 1.0)}).holds);
    EXPECT_FALSE(article.judge({of({"AAAA", "BBBB"}, 1.0), of({"AAAA", "BBBB"}, 1.0)}).holds) << "threads that overlap";
    EXPECT_FALSE(article.judge({turns, turns}, Around::Anything).holds) << "processes that take turns, too";
    const std::vector<RunRecord> crowded{turns, of({"AArr", "rrBB"}, 0.0)};
    EXPECT_FALSE(article.judge(crowded).holds) << "nobody else had the cores";
    EXPECT_TRUE(article.judge(crowded, Around::Anything).holds) << "others may have had them";
  }
}

TEST(Articles, ThreadsMaySaveNoTimeAgainstSerial) {
  const Article& article = articleOf("threads-vs-serial");
  const auto of = [](double elapsed_s, double busy_s) {
    RunRecord record = test::recordFrom({"AAAA"});
    record.figures.elapsed_ns = static_cast<std::int64_t>(elapsed_s * 1e9);
    record.figures.busy_ns = static_cast<std::int64_t>(busy_s * 1e9);
    record.figures.parallelism = busy_s / elapsed_s;
    return record;
  };
  EXPECT_TRUE(article.judge({of(1.0, 1.0), of(1.006, 1.0)}).holds);
  EXPECT_FALSE(article.judge({of(1.0, 1.0), of(0.5, 1.0)}).holds) << "two at once";
  EXPECT_FALSE(article.judge({of(1.0, 1.0), of(0.5, 0.5)}).holds) << "half of the work";
}

TEST(Articles, WhatASlowOrBusyMachineDelaysIsNoRefutation) {
  for (const char* id : {"threads-useless", "processes-io"}) {
    const std::vector<RunRecord> slow{recordOf(2.0, 0, 1), recordOf(0.9, 0), recordOf(0.95, 0, 8),
                                      recordOf(0.9, 0, 16)};
    EXPECT_TRUE(articleOf(id).judge(slow, Around::Anything).holds) << id;
    EXPECT_FALSE(articleOf(id).judge(slow).holds) << id << ": on a quiet machine it must gain with every step";
    const std::vector<RunRecord> refuted{recordOf(2.0, 0, 1), recordOf(1.6, 0), recordOf(1.3, 0, 8),
                                         recordOf(1.1, 0, 16)};
    EXPECT_FALSE(articleOf(id).judge(refuted, Around::Anything).holds) << id;
  }
}

// What is asked on any machine leaves room for three times the time at one end: it is no strict bound.
TEST(Articles, NoTimesAreComparedStrictlyButOnAQuietMachine) {
  for (const Article& article : articles()) {
    for (const Condition& condition : article.conditions) {
      if (condition.needs_quiet) {
        continue;
      }
      EXPECT_NE(condition.kind, Condition::Kind::Falls) << article.id;
      EXPECT_NE(condition.kind, Condition::Kind::Crossover) << article.id;
      if (condition.kind == Condition::Kind::Ratio && condition.figure == "elapsed") {
        EXPECT_GE(condition.at_most.value_or(0.0), 0.5) << article.id;
        EXPECT_FALSE(condition.above || condition.at_least) << article.id;
      }
    }
  }
}

TEST(Articles, FetchingMustGainWithEveryStepAndEightfoldInAll) {
  for (const char* id : {"threads-useless", "processes-io"}) {
    const Article& article = articleOf(id);
    EXPECT_TRUE(
        article.judge({recordOf(7.86, 0, 1), recordOf(2.55, 0), recordOf(1.11, 0, 8), recordOf(0.62, 0, 16)}).holds);
    EXPECT_FALSE(
        article.judge({recordOf(7.86, 0, 1), recordOf(2.55, 0), recordOf(2.6, 0, 8), recordOf(0.62, 0, 16)}).holds);
    EXPECT_FALSE(
        article.judge({recordOf(3.0, 0, 1), recordOf(2.0, 0), recordOf(1.0, 0, 8), recordOf(0.62, 0, 16)}).holds);
  }
}

}  // namespace
}  // namespace interleave
