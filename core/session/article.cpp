// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/names.h"
#include "core/experiment/experiment_json.h"
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
  return ArticleRun{run.value("title", ""), std::move(*parsed), *ends};
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
  for (const auto& [field, target] :
       {std::pair("id", &article.id), std::pair("title", &article.title), std::pair("claim", &article.claim),
        std::pair("found", &article.found), std::pair("property", &article.property)}) {
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
    const ArticleInterpreter any{"/usr/bin/python3", "CPython 3"};
    const bool is_real = given.value("runtime", "gil") == "real-or-gil";
    for (const Extent extent : {Extent::Full, Extent::Quick}) {
      for (const ArticleInterpreter* python :
           {static_cast<const ArticleInterpreter*>(nullptr), is_real ? &any : nullptr}) {
        if (const auto checked_run = runOf(run, extent, python); !checked_run) {
          return tl::unexpected(checked_run.error());
        }
      }
    }
  }
  article.run_list = given["runs"];
  article.has_common_axis = given.value("common_axis", true);
  article.wants_real_python = given.value("runtime", "gil") == "real-or-gil";
  for (const json& one : given["hold"]) {
    auto condition = conditionFromJson(one, titlesOf(article.run_list));
    if (!condition) {
      return tl::unexpected(condition.error());
    }
    article.conditions.push_back(std::move(*condition));
  }
  return article;
}

std::vector<ArticleRun> Article::runs(Extent extent, const ArticleInterpreter* python) const {
  std::vector<ArticleRun> all;
  for (const json& run : run_list) {
    all.push_back(*runOf(run, extent, wants_real_python ? python : nullptr));
  }
  return all;
}

ArticleFinding Article::judge(const std::vector<RunRecord>& records) const {
  ArticleFinding finding = judgeBy(conditions, titlesOf(run_list), records);
  const Experiment& first = records.front().experiment;
  if (first.runtime == Runtime::Python) {
    finding.sentence += fmt::format(" (in {})", first.interpreter_name);
  }
  return finding;
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
