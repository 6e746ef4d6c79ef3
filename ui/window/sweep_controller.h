// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep from what is chosen to what came out: checks it as it is typed, runs it point by point, shows what is
// measured as it comes in, keeps what is done when it is cancelled. Threading: the GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <optional>

#include "core/session/sweep.h"
#include "ui/window/sweep_export.h"
#include "ui/window/sweep_runner.h"
#include "ui/window/sweep_runs.h"

namespace interleave::ui {

class ExperimentPanel;
class LiveController;
class ShownRuns;
class SweepPage;
class SweepResults;

class SweepController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    QWidget& window;
    SweepPage& page;
    SweepResults& results;
    ExperimentPanel& experiment;
    LiveController& live;
    RunShelf& shelf;
    ShownRuns& shown;
    WindowSettings& settings;
    MachineMonitor& monitor;
  };

  /// REQUIRES: the parts outlive this.
  explicit SweepController(Parts parts);
  ~SweepController() override;

  /// What is remembered, or what the program starts with.
  void restore();
  /// Runs what is chosen, if that can be run now.
  void run();
  /// Ends the sweep; what is done stays.
  void cancel();
  /// The plot as a picture.
  void savePicture();
  bool hasPicture() const { return m_sweep && m_sweep->runsDone() > 0; }

 signals:
  /// A point's run is in the timeline.
  void runShown();
  void changed();

 private:
  void choose();
  void showAvailable();
  void next();
  void take(const FindingsPtr& findings);
  void refuse(const Error& error);
  void goOn(const SweepStep& step);
  void finish();
  void showMeasured();
  void showProgress();
  void showRun(std::size_t series, std::size_t point);

  Parts m_parts;
  SweepRunner m_runner;
  SweepExport m_export;
  SweepRuns m_runs;
  std::optional<Sweep> m_sweep;  // the one that is shown
  QTimer m_tick;
  QElapsedTimer m_since_run;
  bool m_is_sweeping = false;
  bool m_is_cancelled = false;
  bool m_is_stale = false;  // more is measured than is shown
};

}  // namespace interleave::ui
