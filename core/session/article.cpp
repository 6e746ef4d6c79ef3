// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/names.h"
#include "core/experiment/experiment_json.h"
#include "core/python/python_interpreter.h"
#include "core/session/embedded_experiments.h"

namespace interleave {
namespace {

using nlohmann::json;

Result<std::string> text(const json& from, const char* field) {
  if (!from.is_object() || !from.contains(field) || !from[field].is_string()) {
    return fail(ErrorCode::InvalidArgument, fmt::format("'{}' must be a text", field));
  }
  return from[field].get<std::string>();
}

std::vector<std::string> titlesOf(const json& runs) {
  std::vector<std::string> titles;
  for (const json& run : runs) {
    titles.push_back(run.value("title", ""));
  }
  return titles;
}

Result<OutcomeKind> endNamed(const std::string& wanted) {
  for (const OutcomeKind kind :
       {OutcomeKind::Finished, OutcomeKind::Crashed, OutcomeKind::Deadlocked, OutcomeKind::TimedOut}) {
    if (wanted == name(kind)) {
      return kind;
    }
  }
  return fail(ErrorCode::InvalidArgument,
              unknownName("end of a run", wanted, {"finished", "crashed", "deadlocked", "timed_out"}));
}

// The interpreter that a run is for; null: none of these.
const ArticleInterpreter* interpreterFor(const json& run, const ArticleInterpreters& pythons) {
  const std::string wanted = run.value("python", "gil");
  const auto& python = wanted == "free-threaded" ? pythons.free_threaded : pythons.with_gil;
  const std::string needed = run.value("needs", "");
  const bool is_fit = wanted != "none" && python && (needed.empty() || python->packages.count(needed) > 0);
  return is_fit ? &*python : nullptr;
}

// The run as it is to be started, with its patches applied.
Result<ArticleRun> runOf(const json& run, Extent extent, const ArticleInterpreter* python) {
  json experiment = run.value("experiment", json::object());
  std::vector<const char*> patches;
  if (extent == Extent::Quick) {
    patches.push_back("quick");
  }
  if (python != nullptr) {
    patches.push_back("real");
    if (extent == Extent::Quick) {
      patches.push_back("real_quick");
    }
    experiment["runtime"] = "python";
    experiment["interpreter"] = python->path;
    experiment["interpreter_name"] = python->name;
  }
  for (const char* patch : patches) {
    if (run.contains(patch)) {
      experiment.merge_patch(run[patch]);
    }
  }
  if (experiment.contains("workers") && experiment["workers"] == "cores") {
    experiment["workers"] = std::min(thisMachine().cores, Limits::kMostWorkers);
  }
  auto parsed = experimentFromJson(experiment);
  const auto ends = endNamed(run.value("ends", "finished"));
  if (!parsed || !ends) {
    return tl::unexpected(!parsed ? parsed.error() : ends.error());
  }
  if (!run.contains("verdict")) {
    return fail(ErrorCode::InvalidArgument, "'verdict' must say which one the run must get");
  }
  const bool is_other = python != nullptr && run.contains("verdict_real");
  auto verdict = expectedVerdictFromJson(run[is_other ? "verdict_real" : "verdict"]);
  if (!verdict) {
    return tl::unexpected(verdict.error());
  }
  return ArticleRun{run.value("title", ""), std::move(*parsed), *ends, std::move(*verdict)};
}

// Its runs are held against each other, so they are all in C++ when one that should be in Python can't.
bool hasPythonForms(const json& runs, Extent extent, const ArticleInterpreters& pythons) {
  return std::all_of(runs.begin(), runs.end(), [&](const json& run) {
    const ArticleInterpreter* python = interpreterFor(run, pythons);
    if (python == nullptr) {
      return run.value("python", "gil") != "gil";
    }
    const auto made = runOf(run, extent, python);
    return made && fitting(made->experiment);
  });
}

Result<std::vector<ArticleRun>> runsOf(const json& runs, Extent extent, const ArticleInterpreters& pythons) {
  const bool is_real = hasPythonForms(runs, extent, pythons);
  std::vector<ArticleRun> all;
  for (const json& run : runs) {
    auto made = runOf(run, extent, is_real ? interpreterFor(run, pythons) : nullptr);
    if (!made) {
      return tl::unexpected(made.error());
    }
    all.push_back(std::move(*made));
  }
  return all;
}

// Which of the runs are drawn together.
Result<std::vector<std::size_t>> shownOf(const json& given, const std::vector<std::string>& titles) {
  std::vector<std::size_t> shown;
  for (const json& title : given.value("shown", json(titles))) {
    const auto found = std::find(titles.begin(), titles.end(), title);
    if (found == titles.end()) {
      return fail(ErrorCode::InvalidArgument, unknownName("run", title.dump(), titles));
    }
    shown.push_back(static_cast<std::size_t>(found - titles.begin()));
  }
  if (shown.empty() || shown.size() > Article::kMostShown || !std::is_sorted(shown.begin(), shown.end())) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("'shown' must name 1 to {} of the runs, in their order", Article::kMostShown));
  }
  return shown;
}

struct Shelf {
  std::vector<Article> articles;
  std::vector<std::string> left_out;
};

Shelf readAll() {
  Shelf shelf;
  for (const EmbeddedExperiment& file : embeddedExperiments()) {
    auto article = articleFromText(std::string(file.text));
    if (article) {
      shelf.articles.push_back(std::move(*article));
    } else {
      shelf.left_out.push_back(fmt::format("{}: {}", file.name, article.error().message));
    }
  }
  return shelf;
}

const Shelf& shelf() {
  static const Shelf all = readAll();
  return all;
}

}  // namespace

Result<Article> articleFromText(const std::string& source) {
  const json given = json::parse(source, nullptr, false);
  Article article;
  for (const auto& [field, target] : {std::pair("id", &article.id), std::pair("title", &article.title),
                                      std::pair("claim", &article.claim), std::pair("found", &article.found),
                                      std::pair("property", &article.property), std::pair("group", &article.group)}) {
    auto value = text(given, field);
    if (!value) {
      return tl::unexpected(value.error());
    }
    *target = std::move(*value);
  }
  if (!given.contains("runs") || !given["runs"].is_array() || given["runs"].empty() || !given.contains("hold") ||
      !given["hold"].is_array()) {
    return fail(ErrorCode::InvalidArgument, "'runs' and 'hold' must be lists, and there must be a run");
  }
  for (const json& run : given["runs"]) {
    if (const auto title = text(run, "title"); !title) {
      return tl::unexpected(title.error());
    }
  }
  const ArticleInterpreter any{"/usr/bin/python3", "CPython 3", {{"numpy", "1"}}};
  for (const Extent extent : {Extent::Full, Extent::Quick}) {
    for (const ArticleInterpreters& pythons : {ArticleInterpreters(), ArticleInterpreters{any, any}}) {
      if (const auto made = runsOf(given["runs"], extent, pythons); !made) {
        return tl::unexpected(made.error());
      }
    }
  }
  article.run_list = given["runs"];
  article.has_common_axis = given.value("common_axis", true);
  auto shown = shownOf(given, titlesOf(article.run_list));
  if (!shown) {
    return tl::unexpected(shown.error());
  }
  article.shown = std::move(*shown);
  for (const json& one : given["hold"]) {
    auto condition = conditionFromJson(one, titlesOf(article.run_list));
    if (!condition) {
      return tl::unexpected(condition.error());
    }
    article.conditions.push_back(std::move(*condition));
  }
  return article;
}

std::vector<ArticleRun> Article::runs(Extent extent, const ArticleInterpreters& pythons) const {
  return *runsOf(run_list, extent, pythons);
}

ArticleFinding Article::judge(const std::vector<RunRecord>& records, Around around) const {
  ArticleFinding finding = judgeBy(conditions, titlesOf(run_list), records, around);
  std::vector<std::string> places;
  for (const RunRecord& record : records) {
    const std::string place = placeOf(record.experiment);
    if (std::find(places.begin(), places.end(), place) == places.end()) {
      places.push_back(place);
    }
  }
  finding.lines.push_back(fmt::format("in {}", fmt::join(places, " and ")));
  finding.sentence += "; " + finding.lines.back();
  return finding;
}

ArticleInterpreters ArticleInterpreters::among(const std::vector<PythonInterpreter>& found) {
  ArticleInterpreters chosen;
  for (const PythonInterpreter& python : found) {
    auto& place = python.is_gil_on ? chosen.with_gil : chosen.free_threaded;
    if (python.isUsable() && !place) {
      place = ArticleInterpreter{python.path, python.name(), python.packages};
    }
  }
  return chosen;
}

std::string placeOf(const Experiment& experiment) {
  switch (experiment.runtime) {
    case Runtime::Python:
      return experiment.interpreter_name.empty() ? "CPython" : experiment.interpreter_name;
    case Runtime::Gil:
      return "C++ under an emulated GIL";
    case Runtime::Native:
      break;
  }
  return "C++ without a GIL";
}

const std::vector<Article>& articles() {
  return shelf().articles;
}
const std::vector<std::string>& articlesLeftOut() {
  return shelf().left_out;
}

std::vector<std::string> articleIds() {
  std::vector<std::string> ids;
  for (const Article& article : articles()) {
    ids.push_back(article.id);
  }
  return ids;
}

Result<const Article*> articleNamed(const std::string& id) {
  for (const Article& article : articles()) {
    if (article.id == id) {
      return &article;
    }
  }
  for (const std::string& note : articlesLeftOut()) {
    if (note.starts_with(id + ":")) {
      return fail(ErrorCode::Unavailable, "this program can't run the experiment " + note);
    }
  }
  return fail(ErrorCode::InvalidArgument, unknownName("experiment", id, articleIds()));
}

}  // namespace interleave
