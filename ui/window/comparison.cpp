// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/comparison.h"

#include <QStringList>
#include <algorithm>

#include "ui/window/figures_text.h"

namespace interleave::ui {

bool isSameWork(const RunSubject& a, const RunSubject& b) {
  const Experiment* one = a.experiment();
  const Experiment* other = b.experiment();
  if (one != nullptr && other != nullptr) {
    return one->workload == other->workload && one->parameters == other->parameters && one->jobs == other->jobs;
  }
  return one == nullptr && other == nullptr && !a.watched()->pid && !b.watched()->pid &&
         a.watched()->command == b.watched()->command;
}

std::optional<double> speedUpOver(const ShelfRun& run, const ShelfRun& first) {
  const bool are_programs = run.subject.watched() != nullptr && first.subject.watched() != nullptr;
  if (run.id == first.id || !run.hasFinished() || !first.hasFinished() ||
      !(are_programs || isSameWork(run.subject, first.subject)) || run.findings->figures.elapsed_ns <= 0) {
    return std::nullopt;
  }
  return static_cast<double>(first.findings->figures.elapsed_ns) /
         static_cast<double>(run.findings->figures.elapsed_ns);
}

QString comparedSentence(const ShelfRun& run, const ShelfRun& first) {
  const RunFindings& findings = *run.findings;
  if (run.id == first.id) {
    return findings.sentence;
  }
  QStringList parts{elapsedText(findings.figures.elapsed_ns)};
  if (const auto speed_up = speedUpOver(run, first)) {
    parts << ratioText(speed_up, 2) + "×";
  }
  if (findings.figures.overlap) {
    parts << "overlap " + ratioText(findings.figures.overlap, 3);
  }
  if (!run.is_live && !run.hasFinished()) {
    parts << findings.end_words;
  }
  return parts.join(" · ");
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
