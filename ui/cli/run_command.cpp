// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/run_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "core/experiment/as_python.h"
#include "ui/cli/exit_status.h"
#include "ui/cli/outputs.h"
#include "ui/cli/watched_run.h"

namespace interleave::ui {

void RunCommand::addTo(CLI::App& app) {
  m_command = app.add_subcommand("run", "runs one experiment");
  ui::addTo(*m_command, m_experiment);
  m_command->add_flag("--print-python", m_prints_python, "prints the Python program it amounts to, and runs nothing");
  addFilesTo(*m_command, m_output);
  addPictureTo(*m_command, m_output);
  m_command->footer(
      "Example: interleave run --runtime gil --model threads --workload live-tracker --set n=10000000\n"
      "                        --workers 4 --jobs 4 --png threads.png --summary -");
}

bool RunCommand::isAsked() const { return m_command->parsed(); }

int RunCommand::execute(int argc, char** argv) {
  const auto experiment = toExperiment(m_experiment);
  const auto figure = toFigure(m_output);
  if (!experiment || !figure) {
    fmt::print(stderr, "interleave: {}\n", !experiment ? experiment.error().message : figure.error().message);
    return kBadArguments;
  }
  if (m_prints_python) {
    fmt::print("{}", asPython(*experiment));
    return kFinished;
  }
  const auto record = runWatched(*experiment, experiment->workload);
  if (!record) {
    fmt::print(stderr, "interleave: {}\n", record.error().message);
    return kRunFailed;
  }
  const RunOutcome& outcome = record->outcome;
  if (!outcome.message.empty()) {
    fmt::print(stderr, "interleave: {}\n", outcome.message);
  }
  for (const std::string& note : outcome.notes) {
    fmt::print(stderr, "interleave: note: {}\n", note);
  }
  bool all_written = true;
  const auto report = [&](const Status& written) {
    if (!written) {
      fmt::print(stderr, "interleave: {}\n", written.error().message);
      all_written = false;
    }
  };
  if (!m_output.summary.empty()) {
    report(writeSummary(*record, m_output.summary));
  }
  if (!m_output.png.empty()) {
    const PictureDrawer drawer(argc, argv);
    Figure picture = *figure;
    if (!m_output.title) {
      picture.title = QString::fromStdString(experiment->workload);
    }
    picture.panels.push_back(panelOf(*record));
    picture.footnote = QString::fromStdString(provenance(*record));
    report(record->snapshot->tracks.empty()
               ? Status(fail(ErrorCode::NotFound, fmt::format("{} was not written: there is nothing to draw", m_output.png)))
               : writePng(picture, m_output.png));
  }
  if (m_output.summary != "-") {
    printFigures(*record);
  }
  const int status = exitStatus(outcome.kind);
  return status == kFinished && !all_written ? kOutputFailed : status;
}

}  // namespace interleave::ui
