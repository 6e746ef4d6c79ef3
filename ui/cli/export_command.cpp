// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/export_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "ui/cli/exit_status.h"
#include "ui/cli/outputs.h"
#include "ui/cli/trace_output.h"
#include "ui/cli/watched_run.h"

namespace interleave::ui {
namespace {

constexpr std::size_t kMostRows = 24;

}  // namespace

void ExportCommand::addTo(CLI::App& app) {
  m_command = app.add_subcommand("export", "shows a trace file, of ours or of another program: its figures, a picture");
  m_command
      ->add_option(
          "trace", m_file,
          "Chrome Trace Event JSON (Perfetto, VizTracer, PyTorch, chrome://tracing), packed or not; or .iltrace")
      ->required();
  addFilesTo(*m_command, m_output);
  addTraceTo(*m_command, m_output);
  addPictureTo(*m_command, m_output);
  m_command->footer(
      "Example: interleave export torch.json.gz --png torch.png\n"
      "         interleave export large.json --trace large.iltrace");
}

bool ExportCommand::isAsked() const {
  return m_command->parsed();
}

Status ExportCommand::writePicture(const FileRecord& record, Figure figure, int argc, char** argv) const {
  const PictureDrawer drawer(argc, argv);
  if (!m_output.title) {
    figure.title = QString::fromStdString(record.title);
  }
  const QString panel = m_output.rows == "core" ? QStringLiteral("Cores") : QStringLiteral("Threads");
  figure.panels.push_back({panel, QString::fromStdString(figuresSentence(record)), record.import.snapshot});
  figure.footnote = QString::fromStdString(provenance(record));
  return writePng(figure, m_output.png);
}

int ExportCommand::execute(int argc, char** argv) {
  const auto figure = toFigure(m_output);
  if (!figure) {
    fmt::print(stderr, "interleave: {}\n", figure.error().message);
    return kBadArguments;
  }
  const InterruptWatch watch;
  const auto record = readWatched(m_file);
  if (!record) {
    fmt::print(stderr, "interleave: {}\n", record.error().message);
    return record.error().code == ErrorCode::Cancelled ? kCancelled : kBadArguments;
  }
  for (const std::string& note : record->import.notes) {
    fmt::print(stderr, "interleave: note: {}\n", note);
  }
  const auto& faults = record->import.snapshot->faults;
  const std::size_t told = faults ? faults->count() : 0;
  bool all_written = true;
  bool is_cancelled = false;
  const auto report = [&](const Status& written) {
    if (!written) {
      fmt::print(stderr, "interleave: {}\n", written.error().message);
      all_written = false;
      is_cancelled = is_cancelled || written.error().code == ErrorCode::Cancelled;
    }
  };
  if (!m_output.summary.empty()) {
    report(writeJson(summaryJson(*record), m_output.summary));
  }
  if (!m_output.png.empty()) {
    report(writePicture(*record, *figure, argc, argv));
  }
  if (!m_output.trace.empty()) {
    report(writeWatched(*record->import.snapshot, m_output.trace, record->loads, record->title));
  }
  if (m_output.summary != "-") {
    for (const std::string& line : tableLines(*record, kMostRows)) {
      fmt::print("{}\n", line);
    }
  }
  if (faults && faults->count() > told) {  // what was drawn or written was the first to look at it
    fmt::print(stderr, "interleave: note: {}\n", faults->text());
  }
  return is_cancelled ? kCancelled : all_written ? kFinished : kOutputFailed;
}

}  // namespace interleave::ui
