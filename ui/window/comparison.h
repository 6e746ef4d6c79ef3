// SPDX-License-Identifier: GPL-3.0-or-later
// Runs beside each other: what makes two comparable, and the words for it. Pure functions; the GUI thread's, as the
// shelf's runs are.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/session/same_work.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

/// Whether both do the same, however they do it: experiments as core/session says, programs the same command.
bool isSameWork(const RunSubject& a, const RunSubject& b);

RunTime timeOf(const ShelfRun& run);
/// How many times shorter `run` took than `first`. Nothing unless both have finished and may be held against each
/// other: experiments of the same work; any two programs, for who compares them knows why.
std::optional<double> speedUpOver(const ShelfRun& run, const ShelfRun& first);

/// The same of a run beside `first`, or of `first` itself, with how it ended if not as it should. REQUIRES: run.findings.
QString comparedSentence(const ShelfRun& run, const ShelfRun& first);

/// What stands above a picture of all of them. REQUIRES: at least one.
QString comparedTitle(const std::vector<RunSubject>& subjects);

struct ComparedRun {
  RunSubject subject;
  FindingsPtr findings;
  QString sentence;
};
/// The small line below a picture of all of them: what they have in common, once. REQUIRES: at least one.
QString comparedProvenance(const std::vector<ComparedRun>& runs);

/// A line of the table of runs that are compared.
struct ComparedLine {
  RunId id{};
  QString title;
  bool is_chosen = false;
  QString elapsed;
  QString speed_up;  // over the first; a dash where there is none
  QString cores_busy;
  QString overlap;
};

}  // namespace interleave::ui
