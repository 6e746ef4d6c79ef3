// SPDX-License-Identifier: GPL-3.0-or-later
// The articles' experiments: the claim, the runs, and the property that their outcome has. They are JSON, in
// resources/experiments, compiled into the program in the order of their file names; this reads them.
//
//   {"id", "title", "claim", "found", "property",
//    "common_axis": true,                    the runs are drawn over one time axis
//    "runtime": "gil" | "real-or-gil",       the second: real CPython where there is one
//    "runs": [{"title", "experiment": {...}, "quick": {...}, "real": {...}, "real_quick": {...},
//              "ends": "finished"}],         the patches are merged into the experiment, "real" also before
//              "real_quick"
//                                            "workers" may be "cores"
//    "hold": [{...}]}                        see article_property.h
// An experiment that this program can't run (a workload it does not have) is left out, and said so by
// articlesLeftOut(). Threading: any thread; read once.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/session/article_property.h"
#include "core/session/run_record.h"

namespace interleave {

enum class Extent { Full, Quick };  // Quick: sizes for a try-out in seconds

struct ArticleRun {
  std::string title;
  Experiment experiment;
  OutcomeKind ends = OutcomeKind::Finished;  // how it must end
};

/// A real interpreter to run in, by path and name ("CPython 3.12.1").
struct ArticleInterpreter {
  std::string path;
  std::string name;
};

struct Article {
  std::string id;
  std::string title;     // for a menu
  std::string claim;     // what people say
  std::string found;     // what the articles measured or expect
  std::string property;  // what must come out here
  bool has_common_axis = true;
  bool wants_real_python = false;
  nlohmann::json run_list;
  std::vector<Condition> conditions;

  /// In `python`, where it wants a real one and there is one; else in the emulation.
  std::vector<ArticleRun> runs(Extent extent, const ArticleInterpreter* python = nullptr) const;
  /// REQUIRES: one record for each of the runs, in their order, each ended as it must.
  ArticleFinding judge(const std::vector<RunRecord>& records) const;
};

/// Reads one, or says what is wrong with it.
Result<Article> articleFromText(const std::string& text);

const std::vector<Article>& articles();
/// "race: unknown workload 'race' ...": those that this program can't run, and why.
const std::vector<std::string>& articlesLeftOut();
std::vector<std::string> articleIds();
Result<const Article*> articleNamed(const std::string& id);

}  // namespace interleave
