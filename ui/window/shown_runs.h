// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps what is on the screen true to the runs that are shown, live or ended, one or up to four compared, and to the
// part of time that is selected: timeline, settings line, results, table of jobs. One of the runs shown is the chosen
// one: the results are its. Threading: the GUI thread.
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/window/comparison.h"
#include "ui/window/part_figures.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

class JobsDialog;
class ResultsPanel;
class SettingsLine;
class TimelineView;

class ShownRuns : public QObject {
  Q_OBJECT
 public:
  struct Views {
    TimelineView& timeline;
    SettingsLine& settings;
    ResultsPanel& results;
  };

  /// REQUIRES: shelf and views outlive this.
  ShownRuns(RunShelf& shelf, Views views);

  /// The chosen run; null when none is shown.
  const ShelfRun* run() const;
  /// All that are shown, from top to bottom.
  std::vector<const ShelfRun*> runs() const;
  /// The run in a panel of the timeline; null when there is none.
  const ShelfRun* runAt(std::size_t panel) const;
  bool isComparing() const { return m_shelf.shown().size() > 1; }
  /// The newest that is drawn of each; nothing of a run that has nothing yet.
  std::vector<SnapshotPtr> snapshots() const;
  /// Those shown of which there is something to draw in a picture.
  std::vector<ComparedRun> forPicture() const;

  /// A run that is shown becomes the chosen one; any other is shown alone.
  void choose(RunId id);
  /// Shows a run of the shelf alone, from its begin to its end, or the newest of a live one.
  void showAlone(RunId id);
  /// REQUIRES: 1 to kMostCompared of the shelf, each once, `chosen` among them.
  void showTogether(std::vector<RunId> ids, RunId chosen);
  /// Beside those shown, and chosen. Nothing when there is no room for it.
  void add(RunId id);
  /// Adds a run or takes it away; the last one stays.
  void toggle(RunId id);
  /// One run beside the one that it is best compared with; of several, the chosen one alone.
  void toggleComparison();
  /// The newest state of the live run; also before it is chosen, so that it is shown with something in it.
  void setLiveSnapshot(const SnapshotPtr& snapshot);
  /// New figures of any run of the shelf.
  void findingsChanged(RunId id);
  /// From the shelf, and what is shown of it. A live run stays.
  void remove(RunId id);
  /// A table of the chosen run's jobs.
  void showJobs(QWidget* parent);

 signals:
  void changed();

 private:
  void show(std::vector<RunId> shown, RunId chosen);
  SnapshotPtr snapshotOf(const ShelfRun& run) const;
  QString sentenceOf(const ShelfRun& run) const;
  void showPanels();
  void showFigures();
  std::vector<ComparedLine> lines() const;
  void computeParts();
  void showJobTable();

  RunShelf& m_shelf;
  Views m_views;
  SnapshotPtr m_live;  // of the live run
  PartFigures m_part_figures;
  std::vector<RunId> m_computing;                  // the runs whose parts are being computed
  std::vector<std::pair<RunId, PartPtr>> m_parts;  // none: the whole runs
  QPointer<JobsDialog> m_jobs;
};

}  // namespace interleave::ui
