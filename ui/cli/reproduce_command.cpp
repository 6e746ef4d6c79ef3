// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/reproduce_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <QDir>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/clock.h"
#include "core/base/names.h"
#include "core/python/python_discovery.h"
#include "ui/cli/exit_status.h"
#include "ui/cli/outputs.h"
#include "ui/cli/watched_run.h"

namespace interleave::ui {
namespace {

// Which experiment and run it was, in what, and what its verdict was to be.
nlohmann::json articleJson(const Article& article, const ArticleRun& run, const RunRecord& record) {
  const int workers = record.experiment.effectiveWorkers();
  const int cores = record.machine.cores;
  return {{"id", article.id},
          {"run", run.title},
          {"in", placeOf(record.experiment)},
          {"verdict", shortText(record.verdict)},
          {"verdict_expected", run.verdict.text(workers, cores)},
          {"verdict_as_expected", run.verdict.isMetBy(record.verdict, workers, cores)}};
}

}  // namespace

void ReproduceCommand::addTo(CLI::App& app) {
  m_command = app.add_subcommand("reproduce", "repeats the articles' experiments");
  m_command->add_option("id", m_ids, "which ones, or all; see 'interleave list experiments'");
  m_command->add_option("-o,--out", m_folder, "the folder for pictures, figures and summary.md")->required();
  m_command->add_flag("-q,--quick", m_quick, "smaller sizes: seconds instead of minutes");
  m_command->add_option("--runtime", m_runtime,
                        "python (or python:VERSION, python:PATH): real CPython for all that has a Python form, the "
                        "usual where there is one; gil: all in C++");
  addPictureTo(*m_command, m_output);
  m_command->footer("Example: interleave reproduce all --quick --out figures");
}

bool ReproduceCommand::isAsked() const {
  return m_command->parsed();
}

std::string ReproduceCommand::path(const std::string& file) const {
  return m_folder + "/" + file;
}

Result<std::vector<const Article*>> ReproduceCommand::chosen() const {
  std::vector<const Article*> chosen;
  for (const std::string& id : m_ids.empty() ? articleIds() : m_ids) {
    if (id == "all") {
      for (const Article& article : articles()) {
        chosen.push_back(&article);
      }
      continue;
    }
    const auto article = articleNamed(id);
    if (!article) {
      return tl::unexpected(article.error());
    }
    chosen.push_back(*article);
  }
  return chosen;
}

int ReproduceCommand::execute(int argc, char** argv) {
  const auto wanted = chosen();
  const auto looks = toFigure(m_output);
  if (!wanted || !looks) {
    fmt::print(stderr, "interleave: {}\n", !wanted ? wanted.error().message : looks.error().message);
    return kBadArguments;
  }
  if (!QDir().mkpath(QString::fromStdString(m_folder))) {
    fmt::print(stderr, "interleave: can't make the folder {}\n", m_folder);
    return kOutputFailed;
  }
  if (const Status found = findPythons(); !found) {
    fmt::print(stderr, "interleave: {}\n", found.error().message);
    return kBadArguments;
  }
  for (const std::string& note : articlesLeftOut()) {
    fmt::print(stderr, "interleave: left out: {}\n", note);
  }
  const PictureDrawer drawer(argc, argv);
  std::vector<Reproduction> reproductions;
  int status = kFinished;
  for (const Article* article : *wanted) {
    Reproduction& reproduction = reproductions.emplace_back();
    reproduction.article = article;
    const int came_out = reproduce(reproduction, *looks);
    status = status == kFinished ? came_out : status;
    // After every experiment, so that a stop loses none of those before.
    write(writeText(page(reproductions), path("summary.md")));
    if (came_out == kCancelled) {
      return kCancelled;
    }
  }
  fmt::print("{}\n", path("summary.md"));
  return status == kFinished && !m_all_written ? kOutputFailed : status;
}

// What "python3" means on this machine, unless another one was asked for; and the newest without a GIL.
Status ReproduceCommand::findPythons() {
  constexpr std::string_view kPython = "python";
  const bool is_wanted = m_runtime == kPython || m_runtime.starts_with("python:");
  if (m_runtime == name(Runtime::Gil)) {
    return {};
  }
  if (!m_runtime.empty() && !is_wanted) {
    return fail(ErrorCode::InvalidArgument, unknownName("runtime", m_runtime, {"gil", "python"}));
  }
  const std::string which = m_runtime.size() > kPython.size() ? m_runtime.substr(kPython.size() + 1) : std::string();
  m_pythons = ArticleInterpreters::among(interleave::findPythons());
  const auto usual = choosePython(which);
  if (!usual && is_wanted) {
    return tl::unexpected(usual.error());
  }
  if (usual && usual->is_gil_on) {
    m_pythons.with_gil = ArticleInterpreter{usual->path, usual->name(), usual->packages};
  } else if (usual && is_wanted) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("{} has no GIL, which the experiments are about: it is used where one is to run without "
                            "it; choose another one here",
                            usual->name()));
  }
  return {};
}

void ReproduceCommand::write(const Status& written) {
  if (!written) {
    fmt::print(stderr, "interleave: {}\n", written.error().message);
    m_all_written = false;
  }
}

int ReproduceCommand::reproduce(Reproduction& reproduction, const Figure& looks) {
  const Article& article = *reproduction.article;
  reproduction.runs = article.runs(m_quick ? Extent::Quick : Extent::Full, m_pythons);
  nlohmann::json summaries = nlohmann::json::array();
  int status = kFinished;
  for (const ArticleRun& run : reproduction.runs) {
    fmt::print(stderr, "{}: {}, in {}\n", article.id, run.title, placeOf(run.experiment));
    auto record = runWatched(run.experiment, article.id);
    if (!record) {
      fmt::print(stderr, "interleave: {}\n", record.error().message);
      return kRunFailed;
    }
    summaries.push_back(summaryJson(*record));
    summaries.back()["article"] = articleJson(article, run, *record);
    status = record->outcome.kind == run.ends ? kFinished : exitStatus(record->outcome.kind);
    if (status == kFinished && record->outcome.kind != run.ends) {
      fmt::print(stderr, "interleave: this run must end as {}, and finished\n", name(run.ends));
      status = kRunFailed;
    }
    if (status != kFinished) {
      fmt::print(stderr, "interleave: {}: {}\n", name(record->outcome.kind), record->outcome.message);
    }
    reproduction.records.push_back(std::move(*record));
    if (status != kFinished) {
      break;
    }
  }
  write(writeText(summaries.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n",
                  path(article.id + ".json")));
  if (status == kFinished) {
    reproduction.finding = article.judge(reproduction.records);
    reproduction.is_complete = true;
    fmt::print("{}: {}\n    {}\n", article.id, reproduction.finding.holds ? "as expected" : "NOT as expected",
               reproduction.finding.sentence);
  }
  draw(reproduction, looks);
  return status;
}

void ReproduceCommand::draw(Reproduction& reproduction, const Figure& looks) {
  Figure figure = looks;
  if (!m_output.title) {
    figure.title = QString::fromStdString("\"" + reproduction.article->claim + "\"");
  }
  for (const std::size_t i : reproduction.article->shown) {
    if (i >= reproduction.records.size()) {
      continue;
    }
    const RunRecord& record = reproduction.records[i];
    if (!record.snapshot->tracks.empty()) {
      PanelInput panel = panelOf(record);
      panel.title =
          QString::fromStdString(fmt::format("{} · {}", reproduction.runs[i].title, placeOf(record.experiment)));
      figure.panels.push_back(std::move(panel));
    }
  }
  if (figure.panels.empty()) {
    return;
  }
  figure.footnote = QString::fromStdString(provenance(reproduction.records));
  // Two panels stand side by side with one x range, as in the articles; more are stacked.
  figure.order = figure.panels.size() == 2 ? PanelOrder::SideBySide : PanelOrder::Stacked;
  for (const MarkStyle style : {MarkStyle::Runtimes, MarkStyle::Live}) {
    figure.style = style;
    figure.rows = Rows::Job;
    const std::string file =
        fmt::format("{}-{}.png", reproduction.article->id, style == MarkStyle::Live ? "live" : "runtimes");
    const Status written = writePng(figure, path(file));
    write(written);
    if (written) {
      reproduction.pictures.push_back(file);
    }
  }
}

std::string ReproduceCommand::pythonsText() const {
  std::string text = m_pythons.with_gil
                         ? fmt::format(
                               "What is said to be in {} ran there; all else in C++, under an emulation of "
                               "its lock where there is one.",
                               m_pythons.with_gil->name)
                         : std::string("All ran in C++, under an emulation of CPython's lock where there is one.");
  return text + (m_pythons.free_threaded ? "" : " No CPython without a GIL was at hand.");
}

std::string ReproduceCommand::page(const std::vector<Reproduction>& reproductions) const {
  std::string text = "# What came out, beside what the articles found\n\n";
  text += fmt::format("{}, {} sizes. {}\n\n", thisMachine().describe(), m_quick ? "quick" : "full", pythonsText());
  for (const std::string& note : articlesLeftOut()) {
    text += "Left out: " + note + "\n\n";
  }
  text += "| experiment | claim | the articles | here | as expected |\n|---|---|---|---|---|\n";
  for (const Reproduction& reproduction : reproductions) {
    const Article& article = *reproduction.article;
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", article.id, article.claim, article.found,
                        reproduction.is_complete ? reproduction.finding.sentence : "did not finish",
                        !reproduction.is_complete    ? "–"
                        : reproduction.finding.holds ? "yes"
                                                     : "**no**");
  }
  for (const Reproduction& reproduction : reproductions) {
    const Article& article = *reproduction.article;
    text += fmt::format("\n## {}\n\nClaim: {} Expected: {}.\n\n", article.id, article.claim, article.property);
    text += "| run | in | elapsed | busy | parallelism | overlap | median slice | verdict |\n";
    text += "|---|---|---|---|---|---|---|---|\n";
    for (std::size_t i = 0; i < reproduction.records.size(); ++i) {
      const RunRecord& record = reproduction.records[i];
      const RunFigures& figures = record.figures;
      text += fmt::format("| {} | {} | {:.3f} s | {:.3f} s | {:.2f} | {} | {} | {} |\n", reproduction.runs[i].title,
                          placeOf(record.experiment), seconds(figures.elapsed_ns), seconds(figures.busy_ns),
                          figures.parallelism, figures.overlap ? fmt::format("{:.3f}", *figures.overlap) : "–",
                          figures.median_slice_ms ? fmt::format("{:.2f} ms", *figures.median_slice_ms) : "–",
                          shortText(record.verdict));
    }
    for (const std::string& picture : reproduction.pictures) {
      text += fmt::format("\n![{0}]({0})\n", picture);
    }
  }
  return text;
}

}  // namespace interleave::ui
