// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/compare_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/base/clock.h"
#include "core/session/same_work.h"
#include "ui/cli/exit_status.h"
#include "ui/cli/outputs.h"
#include "ui/cli/watched_run.h"

namespace interleave::ui {
namespace {

constexpr std::size_t kFewest = 2;
constexpr std::size_t kMost = 4;  // what a picture shows

RunTime timeOf(const RunRecord& record) {
  return {record.outcome.kind == OutcomeKind::Finished, record.figures.elapsed_ns};
}

// Only where both did the same work: the ratio would mean nothing else.
std::optional<double> speedUpOver(const RunRecord& record, const RunRecord& first) {
  return isSameWork(record.experiment, first.experiment) ? speedUp(timeOf(record), timeOf(first)) : std::nullopt;
}

std::string orDash(const std::optional<double>& value, const char* unit, int decimals) {
  return value ? fmt::format("{:.{}f}{}", *value, decimals, unit) : "-";
}

PanelInput panelBeside(const RunRecord& record, const RunRecord& first) {
  PanelInput panel = panelOf(record);
  const auto speed_up = &record != &first ? speedUpOver(record, first) : std::nullopt;
  panel.sentence = QString::fromStdString(comparedSentence(record.figures, speed_up));
  return panel;
}

void printTable(const std::vector<RunRecord>& records) {
  std::size_t widest = 3;
  for (const RunRecord& record : records) {
    widest = std::max(widest, title(record.experiment).size());
  }
  fmt::print("{:<{}}  {:>10}  {:>8}  {:>10}  {:>7}  {}\n", "run", widest, "elapsed", "speed-up", "cores busy",
             "overlap", "ended");
  for (const RunRecord& record : records) {
    const auto speed_up = speedUpOver(record, records.front());
    fmt::print("{:<{}}  {:>10}  {:>8}  {:>10}  {:>7}  {}\n", title(record.experiment), widest,
               fmt::format("{:.3f} s", seconds(record.figures.elapsed_ns)), orDash(speed_up, "x", 2),
               fmt::format("{:.2f}", record.figures.parallelism), orDash(record.figures.overlap, "", 3),
               name(record.outcome.kind));
  }
}

}  // namespace

void CompareCommand::addTo(CLI::App& app) {
  m_command = app.add_subcommand("compare", "runs two to four experiments one after the other, over one time axis");
  m_command->add_option("experiment", m_files, "JSON files with an experiment or a summary each");
  m_command->add_option("--order", m_order, "stacked or beside: how the picture's panels stand")
      ->group("Pictures")
      ->capture_default_str();
  addFilesTo(*m_command, m_output);
  addPictureTo(*m_command, m_output);
  m_command->footer(
      "Example: interleave run --model threads --summary threads.json\n"
      "         interleave run --model processes --summary processes.json\n"
      "         interleave compare --png compared.png -- threads.json processes.json");
}

bool CompareCommand::isAsked() const {
  return m_command->parsed();
}

int CompareCommand::execute(int argc, char** argv) {
  const auto refuse = [](const std::string& why) {
    fmt::print(stderr, "interleave: {}\n", why);
    return kBadArguments;
  };
  if (m_files.size() < kFewest || m_files.size() > kMost) {
    return refuse(fmt::format("compare takes {} to {} files with experiments, not {}", kFewest, kMost, m_files.size()));
  }
  if (m_order != "stacked" && m_order != "beside") {
    return refuse(fmt::format("--order: '{}' is neither stacked nor beside", m_order));
  }
  auto figure = toFigure(m_output);
  if (!figure) {
    return refuse(figure.error().message);
  }
  figure->order = m_order == "beside" ? PanelOrder::SideBySide : PanelOrder::Stacked;
  std::vector<Experiment> experiments;
  for (const std::string& file : m_files) {
    ExperimentOptions options;
    options.file = file;
    auto experiment = toExperiment(options);
    if (!experiment) {
      return refuse(experiment.error().message);
    }
    experiments.push_back(std::move(*experiment));
  }
  std::vector<RunRecord> records;
  records.reserve(experiments.size());
  int status = kFinished;
  for (const Experiment& experiment : experiments) {
    const std::string number = fmt::format("run {} of {}", records.size() + 1, experiments.size());
    fmt::print(stderr, "{}: {}\n", number, title(experiment));
    auto record = runWatched(experiment, number);
    if (!record) {
      fmt::print(stderr, "interleave: {}\n", record.error().message);
      status = kRunFailed;
      break;
    }
    if (!record->outcome.message.empty()) {
      fmt::print(stderr, "interleave: {}\n", record->outcome.message);
    }
    const int came_out = exitStatus(record->outcome.kind);
    status = status == kFinished ? came_out : status;
    records.push_back(std::move(*record));
    if (came_out == kCancelled) {
      break;  // what was measured until then is kept
    }
  }
  if (records.empty()) {
    return status;
  }
  bool all_written = true;
  const auto report = [&](const Status& written) {
    if (!written) {
      fmt::print(stderr, "interleave: {}\n", written.error().message);
      all_written = false;
    }
  };
  if (!m_output.summary.empty()) {
    report(writeSummaries(records));
  }
  if (!m_output.png.empty()) {
    const PictureDrawer drawer(argc, argv);
    report(writePicture(records, std::move(*figure)));
  }
  if (m_output.summary != "-") {
    printTable(records);
  }
  return status == kFinished && !all_written ? kOutputFailed : status;
}

Status CompareCommand::writePicture(const std::vector<RunRecord>& records, Figure figure) const {
  const RunRecord& first = records.front();
  if (!m_output.title) {
    const bool is_one_workload = std::all_of(records.begin(), records.end(), [&](const RunRecord& record) {
      return record.experiment.workload == first.experiment.workload;
    });
    figure.title = is_one_workload ? QString::fromStdString(first.experiment.workload)
                                   : QString("%1 runs compared").arg(records.size());
  }
  for (const RunRecord& record : records) {
    if (!record.snapshot->tracks.empty()) {
      figure.panels.push_back(panelBeside(record, first));
    }
  }
  if (figure.panels.empty()) {
    return fail(ErrorCode::NotFound, fmt::format("{} was not written: there is nothing to draw", m_output.png));
  }
  figure.footnote = QString::fromStdString(provenance(records));
  return writePng(figure, m_output.png);
}

Status CompareCommand::writeSummaries(const std::vector<RunRecord>& records) const {
  nlohmann::json summaries = nlohmann::json::array();
  for (const RunRecord& record : records) {
    summaries.push_back(summaryJson(record));
    const auto speed_up = speedUpOver(record, records.front());
    summaries.back()["speed_up_over_first"] = speed_up ? nlohmann::json(*speed_up) : nlohmann::json();
  }
  return writeJson(summaries, m_output.summary);
}

}  // namespace interleave::ui
