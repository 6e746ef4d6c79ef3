// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_findings.h"

#include <QStringList>
#include <algorithm>

#include "core/base/clock.h"
#include "core/trace/kept_words.h"
#include "ui/window/figures_text.h"

namespace interleave::ui {
namespace {

RunEnding endingOf(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::Finished:
      return RunEnding::Finished;
    case OutcomeKind::Cancelled:
      return RunEnding::Stopped;
    default:
      return RunEnding::Failed;
  }
}

QString problemOf(const RunRecord& record) {
  QStringList lines;
  if (endingOf(record.outcome.kind) == RunEnding::Failed) {
    const QString message = QString::fromStdString(record.outcome.message);
    lines << asSentence(message.isEmpty() ? "the run " + outcomeText(record.outcome.kind) : message) +
                 (record.snapshot->tracks.empty() ? "" : " What was measured until then is shown.");
  }
  for (const std::string& note : record.outcome.notes) {
    lines << asSentence(QString::fromStdString(note));
  }
  return lines.join('\n');
}

RunEnding endingOf(const WatchOutcome& outcome) {
  switch (outcome.end) {
    case WatchEnd::Exited:
      return outcome.status == 0 ? RunEnding::Finished : RunEnding::Failed;
    case WatchEnd::Gone:
      return RunEnding::Finished;
    case WatchEnd::Cancelled:
      return RunEnding::Stopped;
    case WatchEnd::Killed:
    case WatchEnd::TimedOut:
      break;
  }
  return RunEnding::Failed;
}

QString endWordsOf(const WatchOutcome& outcome) {
  if (outcome.end == WatchEnd::Cancelled) {
    return outcome.cpu_s ? "stopped" : "goes on, no longer watched";
  }
  return QString::fromStdString(outcome.message);
}

QString problemOf(const WatchRecord& record) {
  const WatchOutcome& outcome = record.outcome;
  QStringList lines;
  if (endingOf(outcome) == RunEnding::Failed) {
    lines << asSentence("the program " + QString::fromStdString(outcome.message)) + " Output shows what it printed.";
  }
  if (outcome.ended_descendants > 0) {
    lines << QString("%1 process%2 that it had started outlived it and %3 ended.")
                 .arg(outcome.ended_descendants)
                 .arg(outcome.ended_descendants == 1 ? "" : "es", outcome.ended_descendants == 1 ? "was" : "were");
  }
  return lines.join('\n');
}

Measurement measurementOf(const WatchOutcome& outcome) {
  Measurement measurement;
  measurement.clock = "monotonic";
  measurement.clock_resolution_ns = 1.0;
  measurement.view = outcome.view;
  measurement.view_resolution_ns = outcome.resolution_ns;
  measurement.refusal = outcome.refusal;
  measurement.records = outcome.records;
  measurement.lost_records = outcome.lost_records;
  measurement.host_cpu_ratio = outcome.host_cpu_ratio;
  return measurement;
}

void addLines(RunFindings& findings) {
  findings.worker_lines = workerLines(*findings.snapshot, findings.figures);
  RunFigures measured = findings.figures;
  if (findings.file) {  // which knows of the part that was kept alone
    measured.elapsed_ns = std::max<std::int64_t>(0, measured.elapsed_ns - measured.kept_from_ns);
  }
  findings.core_lines = coreLines(measured);
}

}  // namespace

QString asSentence(QString text) {
  if (!text.isEmpty()) {
    text[0] = text[0].toUpper();
  }
  return text.endsWith('.') ? text : text + ".";
}

QString conclusionText(const RunFindings& findings) {
  if (!findings.outcome || findings.end_words.isEmpty()) {
    return {};
  }
  const RunOutcome& outcome = *findings.outcome;
  const std::string& text =
      outcome.conclusion.empty() && findings.ending == RunEnding::Failed ? outcome.message : outcome.conclusion;
  return text.empty() ? QString() : asSentence(QString::fromStdString(text));
}

QString keptNote(const RunFindings& findings) {
  const QString words = QString::fromStdString(keptWords(*findings.snapshot));
  if (words.isEmpty()) {
    return {};
  }
  return asSentence(
      findings.file
          ? words + ": the figures are of that part"
          : words + QString(": slices, overlap and switches are of what came after %1 s, times of the whole run")
                        .arg(seconds(findings.snapshot->kept_from_ns), 0, 'f', 3));
}

RunFindings findingsOf(RunRecord record, Moment moment) {
  RunFindings findings;
  findings.sentence = QString::fromStdString(figuresSentence(record));
  findings.provenance = QString::fromStdString(provenance(record));
  if (moment == Moment::End) {
    findings.ending = endingOf(record.outcome.kind);
    findings.end_words = outcomeText(record.outcome.kind);
    findings.problem = problemOf(record);
    findings.verdict = std::move(record.verdict);
  }
  findings.snapshot = std::move(record.snapshot);
  findings.outcome = std::move(record.outcome);
  findings.figures = std::move(record.figures);
  findings.machine = std::move(record.machine);
  findings.measurement = std::move(record.measurement);
  findings.loads = std::move(record.loads);
  addLines(findings);
  return findings;
}

RunRecord recordOf(const Experiment& experiment, const RunFindings& findings) {
  RunRecord record;
  record.experiment = experiment;
  record.machine = findings.machine;
  record.measurement = findings.measurement;
  record.snapshot = findings.snapshot;
  record.outcome = findings.outcome.value_or(RunOutcome());
  record.figures = findings.figures;
  record.loads = findings.loads;
  return record;
}

RunFindings findingsOf(WatchRecord record, Moment moment) {
  RunFindings findings;
  findings.sentence = QString::fromStdString(figuresSentence(record));
  findings.provenance = QString::fromStdString(provenance(record));
  if (moment == Moment::End) {
    findings.ending = endingOf(record.outcome);
    findings.end_words = endWordsOf(record.outcome);
    findings.problem = problemOf(record);
  }
  findings.figures = computeFigures(*record.snapshot, record.outcome.elapsed_ns);
  findings.measurement = measurementOf(record.outcome);
  findings.snapshot = std::move(record.snapshot);
  findings.machine = std::move(record.machine);
  findings.watch = std::move(record.outcome);
  addLines(findings);
  return findings;
}

RunFindings findingsOf(FileRecord record) {
  RunFindings findings;
  findings.sentence = "trace file · " + QString::fromStdString(figuresSentence(record));
  findings.provenance = QString::fromStdString(provenance(record));
  findings.ending = RunEnding::Finished;
  findings.file.emplace();
  findings.file->remark = QString::fromStdString(lossText(record));
  for (const std::string& note : record.import.notes) {
    findings.file->notes.push_back(QString::fromStdString(note));
  }
  if (!record.has_counted) {
    findings.file->notes.push_back(
        QString("Overlap, median and switches are not counted where there are more than %1 slices: select a part.")
            .arg(countText(kMostCounted)));
  }
  if (record.import.cut_at) {
    findings.problem =
        QString::fromStdString(record.title) + " is " + findings.file->remark + ": the part before that is shown.";
  }
  if (const auto& faults = record.import.snapshot->faults; faults && faults->count() > 0) {
    findings.problem = QString::fromStdString(faults->text()) + '.';
  }
  findings.snapshot = std::move(record.import.snapshot);
  findings.file->processes = processCount(*findings.snapshot);
  findings.figures = std::move(record.figures);
  findings.loads = std::move(record.loads);
  addLines(findings);
  return findings;
}

}  // namespace interleave::ui
