// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/run_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "core/base/clock.h"
#include "core/experiment/as_python.h"
#include "core/trace/likeness.h"
#include "ui/cli/exit_status.h"
#include "ui/cli/interval_steps.h"
#include "ui/cli/keep_minutes.h"
#include "ui/cli/outputs.h"
#include "ui/cli/trace_output.h"
#include "ui/cli/watched_run.h"

namespace interleave::ui {
namespace {

// Why the first of the jobs failed that did: in Python its traceback. The summary has all.
std::string firstError(const JobTable& jobs) {
  for (std::uint32_t job = 0; job < jobs.size(); ++job) {
    if (const JobRecord& one = jobs.at(JobId{job}); one.state == JobState::Failed && !one.error.empty()) {
      return fmt::format("job {}: {}", job, one.error);
    }
  }
  return {};
}

std::string alikeText(const Likeness& alike) {
  const auto part = [](const std::optional<double>& value) { return value ? fmt::format("{:.3f}", *value) : "-"; };
  return fmt::format("alike {}: hand-off {}, slices {}, overlap {}, elapsed {}", part(alike.score()),
                     part(alike.hand_off), part(alike.slices), part(alike.overlap), part(alike.elapsed));
}

// Both summaries, and how alike they are.
Status writeSummaries(const std::vector<RunRecord>& records, const Likeness& alike, const std::string& path) {
  using nlohmann::json;
  const auto part = [](const std::optional<double>& value) { return value ? json(*value) : json(); };
  json whole = {{"alike",
                 {{"score", part(alike.score())},
                  {"hand_off", part(alike.hand_off)},
                  {"slices", part(alike.slices)},
                  {"overlap", part(alike.overlap)},
                  {"elapsed", part(alike.elapsed)}}}};
  for (const RunRecord& record : records) {
    whole["runs"].push_back(summaryJson(record));
  }
  return writeJson(whole, path);
}

// Who asked for a change and sees none should not have to guess why.
void noteUntaken(const RunRecord& record, const SessionSettings& settings) {
  const double elapsed_s = seconds(record.outcome.elapsed_ns);
  for (const IntervalStep& step : settings.interval_steps) {
    if (step.at_s >= elapsed_s) {
      fmt::print(stderr, "interleave: note: the run took {:.3f} s: its switch interval was not moved at {:g} s\n",
                 elapsed_s, step.at_s);
    }
  }
}

}  // namespace

void RunCommand::addTo(CLI::App& app) {
  m_command = app.add_subcommand("run", "runs one experiment");
  ui::addTo(*m_command, m_experiment);
  m_command->add_flag("--print-python", m_prints_python, "prints the Python program it amounts to, and runs nothing");
  m_command->add_option("--against", m_against,
                        "runs it in another runtime as well, such as python:3.12, and says how alike the two are");
  m_command
      ->add_option("--switch-interval-at", m_interval_steps,
                   "moves the GIL's switch interval while it runs, as TIME=INTERVAL, such as 0.5s=1ms; repeatable")
      ->group("Experiment")
      ->allow_extra_args(false);
  addFilesTo(*m_command, m_output);
  addTraceTo(*m_command, m_output);
  addKeepTo(*m_command, m_keep_minutes);
  addPictureTo(*m_command, m_output);
  m_command->footer(
      "Example: interleave run --runtime gil --model threads --workload live-tracker --set n=10000000\n"
      "                        --workers 4 --jobs 4 --png threads.png --summary -");
}

bool RunCommand::isAsked() const {
  return m_command->parsed();
}

Result<SessionSettings> RunCommand::settingsFor(const Experiment& experiment) const {
  auto steps = toIntervalSteps(m_interval_steps, experiment);
  if (!steps) {
    return tl::unexpected(steps.error());
  }
  const auto keep_ns = toKeep_ns(m_keep_minutes);
  if (!keep_ns) {
    return tl::unexpected(keep_ns.error());
  }
  SessionSettings settings;
  settings.keep_ns = *keep_ns;
  settings.interval_steps = std::move(*steps);
  return settings;
}

int RunCommand::runAgainst(const Experiment& experiment, const Figure& figure, int argc, char** argv) const {
  ExperimentOptions other = m_experiment;
  other.runtime = m_against;
  other.api.reset();  // belongs to the runtime that was named with it
  const auto second = toExperiment(other);
  if (!second) {
    fmt::print(stderr, "interleave: --against: {}\n", second.error().message);
    return kBadArguments;
  }
  const auto settings = settingsFor(experiment);
  const auto fits = settings ? settingsFor(*second) : settings;
  if (!fits) {
    fmt::print(stderr, "interleave: {}\n", fits.error().message);
    return kBadArguments;
  }
  std::vector<RunRecord> records;
  for (const Experiment& one : {experiment, *second}) {
    auto record = runWatched(one, title(one), *settings);
    const bool is_whole = record && record->outcome.kind == OutcomeKind::Finished;
    if (!is_whole || !record->outcome.message.empty()) {
      fmt::print(stderr, "interleave: {}: {}\n", title(one), record ? record->outcome.message : record.error().message);
    }
    if (!is_whole) {
      return record ? exitStatus(record->outcome.kind) : kRunFailed;
    }
    records.push_back(std::move(*record));
  }
  const Likeness alike =
      likeness(traitsOf(*records[0].snapshot, records[0].figures), traitsOf(*records[1].snapshot, records[1].figures));
  const std::string sentence = alikeText(alike);
  Status written;
  if (!m_output.summary.empty()) {
    written = writeSummaries(records, alike, m_output.summary);
  }
  if (written && !m_output.png.empty()) {
    const PictureDrawer drawer(argc, argv);
    Figure picture = figure;
    if (!m_output.title) {
      picture.title = QString::fromStdString(experiment.workload + ": " + sentence);
    }
    for (const RunRecord& record : records) {
      picture.panels.push_back(panelOf(record));
    }
    picture.footnote = QString::fromStdString(provenance(records));
    written = writePng(picture, m_output.png);
  }
  if (m_output.summary != "-") {
    for (const RunRecord& record : records) {
      printFigures(record);
    }
    fmt::print("{}\n", sentence);
  }
  if (!written) {
    fmt::print(stderr, "interleave: {}\n", written.error().message);
  }
  return written ? kFinished : kOutputFailed;
}

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
  if (m_against && !m_output.trace.empty()) {
    fmt::print(stderr, "interleave: --trace: a trace is of one run, and --against makes two\n");
    return kBadArguments;
  }
  if (m_against) {
    return runAgainst(*experiment, *figure, argc, argv);
  }
  const auto settings = settingsFor(*experiment);
  if (!settings) {
    fmt::print(stderr, "interleave: {}\n", settings.error().message);
    return kBadArguments;
  }
  const auto record = runWatched(*experiment, experiment->workload, *settings);
  if (!record) {
    fmt::print(stderr, "interleave: {}\n", record.error().message);
    return kRunFailed;
  }
  const RunOutcome& outcome = record->outcome;
  if (!outcome.message.empty()) {
    fmt::print(stderr, "interleave: {}\n", outcome.message);
  }
  if (const std::string error = firstError(record->snapshot->jobs);
      outcome.kind == OutcomeKind::Finished && !error.empty()) {
    fmt::print(stderr, "interleave: {}\n", error);
  }
  noteUntaken(*record, *settings);
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
               ? Status(fail(ErrorCode::NotFound,
                             fmt::format("{} was not written: there is nothing to draw", m_output.png)))
               : writePng(picture, m_output.png));
  }
  if (!m_output.trace.empty()) {
    report(writeWatched(*record->snapshot, m_output.trace, record->loads, title(*experiment)));
  }
  if (m_output.summary != "-") {
    printFigures(*record);
  }
  const int status = exitStatus(outcome.kind);
  return status == kFinished && !all_written ? kOutputFailed : status;
}

}  // namespace interleave::ui
