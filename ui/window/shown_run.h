// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps what is on the screen true to the run that is shown, live or ended, and to the part of it that is selected:
// timeline, settings line, results, table of jobs. Threading: the GUI thread.
#pragma once

#include <QObject>
#include <QPointer>

#include "ui/window/part_figures.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

class JobsDialog;
class ResultsPanel;
class SettingsLine;
class TimelineView;

class ShownRun : public QObject {
  Q_OBJECT
 public:
  struct Views {
    TimelineView& timeline;
    SettingsLine& settings;
    ResultsPanel& results;
  };

  /// REQUIRES: shelf and views outlive this.
  ShownRun(RunShelf& shelf, Views views);

  /// The run that is shown; null when none is.
  const ShelfRun* run() const;
  /// The newest of it that is drawn; null while there is nothing.
  SnapshotPtr snapshot() const;
  /// Shows a run of the shelf from its begin to its end, or the newest of a live one.
  void choose(RunId id);
  /// The newest state of the live run; also before it is chosen, so that it is shown with something in it.
  void setLiveSnapshot(const SnapshotPtr& snapshot);
  /// New figures of any run of the shelf.
  void findingsChanged(RunId id);
  /// A run has gone from the shelf.
  void removed();
  /// A table of the shown run's jobs.
  void showJobs(QWidget* parent);

 signals:
  void changed();

 private:
  void showPanels();
  void showFigures();
  void computePart();
  void showJobTable();

  RunShelf& m_shelf;
  Views m_views;
  SnapshotPtr m_live;  // of the live run
  PartFigures m_part_figures;
  PartPtr m_part;  // null: the whole run
  QPointer<JobsDialog> m_jobs;
};

}  // namespace interleave::ui
