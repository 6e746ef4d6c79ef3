// SPDX-License-Identifier: GPL-3.0-or-later
// The articles' experiments: the claim, the runs, and the property that their outcome has. They are JSON, in
// resources/experiments, compiled into the program in the order of their file names; this reads them.
//
//   {"id", "title", "claim", "found", "property",
//    "group": "Waiting",                     the part of the menu that it stands in
//    "common_axis": true,                    the runs are drawn over one time axis
//    "shown": ["Serial", "16 threads"],      which of more than kMostShown runs are drawn together
//    "runs": [{"title", "experiment": {...}, "quick": {...}, "real": {...}, "real_quick": {...},
//              "ends": "finished", "verdict": ..., "verdict_real": ...}],
//    "hold": [{...}]}                        see article_property.h
// The patches are merged into the experiment, in this order; "workers" may be "cores". "ends": how the run must end.
// "verdict": see expected_verdict.h; "verdict_real": in real CPython, where that differs.
//
// Real CPython is used where there is one and all runs that are to be in it have a Python form; else all of them run in
// C++, as "experiment" says. A run says by "python" which one it is for: "gil", the usual; "free-threaded"; "none"; and
// by "needs" which package the interpreter must have.
// An experiment that this program can't run (a workload it does not have) is left out, and said so by
// articlesLeftOut(). Threading: any thread; read once.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/session/article_property.h"
#include "core/session/expected_verdict.h"
#include "core/session/run_record.h"

namespace interleave {

struct PythonInterpreter;

enum class Extent { Full, Quick };  // Quick: sizes for a try-out in seconds

struct ArticleRun {
  std::string title;
  Experiment experiment;
  OutcomeKind ends = OutcomeKind::Finished;  // how it must end
  ExpectedVerdict verdict;
};

/// A real interpreter to run in, by path and name ("CPython 3.12.1"), with the packages that it has, by version.
struct ArticleInterpreter {
  std::string path;
  std::string name;
  std::map<std::string, std::string> packages = {};
};

/// Those to run in; none: C++.
struct ArticleInterpreters {
  std::optional<ArticleInterpreter> with_gil;
  std::optional<ArticleInterpreter> free_threaded;

  /// The first of each kind.
  static ArticleInterpreters among(const std::vector<PythonInterpreter>& found);
};

struct Article {
  static constexpr std::size_t kMostShown = 4;

  std::string id;
  std::string title;     // for a menu
  std::string group;     // the part of the menu
  std::string claim;     // what people say
  std::string found;     // what the articles measured or expect
  std::string property;  // what must come out here
  bool has_common_axis = true;
  nlohmann::json run_list;
  std::vector<std::size_t> shown;  // at most kMostShown, in order
  std::vector<Condition> conditions;

  std::vector<ArticleRun> runs(Extent extent, const ArticleInterpreters& pythons = {}) const;
  /// REQUIRES: one record for each of the runs, in their order, each ended as it must.
  ArticleFinding judge(const std::vector<RunRecord>& records, Around around = Around::AsMeasured) const;
};

/// Reads one, or says what is wrong with it.
Result<Article> articleFromText(const std::string& text);

const std::vector<Article>& articles();
/// "race: unknown workload 'race' ...": those that this program can't run, and why.
const std::vector<std::string>& articlesLeftOut();
std::vector<std::string> articleIds();
Result<const Article*> articleNamed(const std::string& id);

/// In what it runs: "CPython 3.12.1", "C++ under an emulated GIL", "C++ without a GIL".
std::string placeOf(const Experiment& experiment);

}  // namespace interleave
