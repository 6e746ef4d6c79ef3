// SPDX-License-Identifier: GPL-3.0-or-later
// What was found out about a run, up to now or in the end, of an experiment, of a watched program or of a
// trace from a file: all that the window shows of it, as one value. Made off the GUI's thread; immutable, so that any
// thread may read it.
#pragma once

#include <QString>
#include <memory>
#include <optional>
#include <vector>

#include "core/session/file_record.h"
#include "core/session/run_record.h"
#include "core/session/watch_record.h"
#include "ui/window/share_lines.h"

namespace interleave::ui {

/// What is special to a trace from a file.
struct FileFacts {
  QString remark;              // what of it is not shown, in some words; empty: nothing
  std::vector<QString> notes;  // the same in sentences
  std::size_t processes = 0;
};

enum class RunEnding { Finished, Stopped, Failed };

struct RunFindings {
  SnapshotPtr snapshot;
  RunFigures figures;
  std::vector<ShareLine> worker_lines;
  std::vector<ShareLine> core_lines;
  Machine machine;
  Measurement measurement;
  std::vector<CoreLoad> loads;  // of the cores while it ran, oldest first; times are the run's
  QString sentence;             // of figures, above a panel
  QString provenance;           // what looked and how well it saw, below a picture
  RunEnding ending = RunEnding::Finished;
  QString end_words;                  // "finished", "timed out", "exited with status 3"; of a live run: nothing
  QString problem;                    // for the line under the top bar; empty when it ended as it should
  std::optional<Verdict> verdict;     // of an experiment that ended, where the evidence is not thin
  std::optional<RunOutcome> outcome;  // of an experiment
  std::optional<WatchOutcome> watch;  // of a watched program
  std::optional<FileFacts> file;      // of a trace from a file
};

using FindingsPtr = std::shared_ptr<const RunFindings>;

enum class Moment { Live, End };

RunFindings findingsOf(RunRecord record, Moment moment);
/// All there is to know about an experiment's run, again. REQUIRES: the findings are of `experiment`.
RunRecord recordOf(const Experiment& experiment, const RunFindings& findings);
RunFindings findingsOf(WatchRecord record, Moment moment);
RunFindings findingsOf(FileRecord record);

/// What the run as a whole came to, where its workload has something to say: "2,621,922 of 4,000,000 updates lost
/// ..."; of one that did not finish, why. Mostly empty.
QString conclusionText(const RunFindings& findings);

/// Which figures are of the whole run and which of the part that was kept; empty where all of it was.
QString keptNote(const RunFindings& findings);

/// With a capital and a full stop.
QString asSentence(QString text);

}  // namespace interleave::ui
