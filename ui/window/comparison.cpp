// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/comparison.h"

#include <QStringList>
#include <algorithm>

namespace interleave::ui {

bool isSameWork(const RunSubject& a, const RunSubject& b) {
  const Experiment* one = a.experiment();
  const Experiment* other = b.experiment();
  if (one != nullptr && other != nullptr) {
    return isSameWork(*one, *other);
  }
  const WatchSettings* first = a.watched();
  const WatchSettings* second = b.watched();
  return first != nullptr && second != nullptr && !first->pid && !second->pid && first->command == second->command;
}

RunTime timeOf(const ShelfRun& run) {
  return {run.hasFinished(), run.findings ? run.findings->figures.elapsed_ns : 0};
}

std::optional<double> speedUpOver(const ShelfRun& run, const ShelfRun& first) {
  const bool are_programs = run.subject.watched() != nullptr && first.subject.watched() != nullptr;
  const bool are_comparable = are_programs || isSameWork(run.subject, first.subject);
  return run.id != first.id && are_comparable ? speedUp(timeOf(run), timeOf(first)) : std::nullopt;
}

QString comparedSentence(const ShelfRun& run, const ShelfRun& first) {
  const RunFindings& findings = *run.findings;
  const QString sentence = QString::fromStdString(comparedSentence(findings.figures, speedUpOver(run, first)));
  if (findings.file && !findings.file->remark.isEmpty()) {
    return sentence + " · " + findings.file->remark;
  }
  return run.is_live || run.hasFinished() ? sentence : sentence + " · " + findings.end_words;
}

QString comparedTitle(const std::vector<RunSubject>& subjects) {
  const RunSubject& first = subjects.front();
  if (subjects.size() == 1) {
    return first.pictureTitle();
  }
  const bool are_same = std::all_of(subjects.begin(), subjects.end(), [&](const RunSubject& subject) {
    const bool are_experiments = first.experiment() != nullptr && subject.experiment() != nullptr;
    return are_experiments ? subject.experiment()->workload == first.experiment()->workload
                           : isSameWork(subject, first);
  });
  if (!are_same) {
    return QString("%1 runs compared").arg(subjects.size());
  }
  return first.experiment() != nullptr ? QString::fromStdString(first.experiment()->workload) : first.pictureTitle();
}

QString comparedProvenance(const std::vector<ComparedRun>& runs) {
  if (runs.size() == 1) {
    return runs.front().findings->provenance;
  }
  std::vector<RunRecord> records;
  QStringList lines;
  for (const ComparedRun& run : runs) {
    if (const Experiment* experiment = run.subject.experiment()) {
      records.push_back(recordOf(*experiment, *run.findings));
    }
    if (!lines.contains(run.findings->provenance)) {
      lines << run.findings->provenance;
    }
  }
  return records.size() == runs.size() ? QString::fromStdString(provenance(records)) : lines.join('\n');
}

}  // namespace interleave::ui
