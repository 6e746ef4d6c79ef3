// SPDX-License-Identifier: GPL-3.0-or-later
// The one run that may be live, of an experiment or of a watched program: tells what becomes of it, ends it.
//
// Looks at the run about 60 times a second while somebody watches, else 4 times. Figures are computed on a pool of
// its own, which also ends runs, because ending one may take 0.3 s. Threading: the GUI thread; nothing here blocks it
// but the destructor, which ends the run and waits until no process of it is left.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <memory>

#include "core/session/machine_monitor.h"
#include "ui/window/live_run.h"

namespace interleave::ui {

class RunController : public QObject {
  Q_OBJECT
 public:
  /// The monitor is told whose share of the cores to tell apart.
  explicit RunController(MachineMonitor& monitor);
  ~RunController() override;

  /// Also while a stopped run is still ending.
  bool isRunning() const { return m_live != nullptr; }
  bool isStopping() const { return m_is_stopping; }
  /// The newest state of the run. REQUIRES: isRunning().
  SnapshotPtr snapshot() const { return m_live->snapshot(); }
  /// REQUIRES: !isRunning().
  void watch(LiveRunPtr live);
  /// Asks for the end; ended() follows. Nothing when none runs.
  void stop();
  /// See LiveRun. Fails when none runs.
  Status setSwitchInterval(double interval_ms);
  /// Whether anybody can see what changes.
  void setWatched(bool is_watched);
  /// Lets go of a run's traces and output on another thread: freeing a long trace takes longer than a frame.
  void discard(std::shared_ptr<const void> trace);

 signals:
  void started();
  void stopping();
  void snapshotChanged(const interleave::SnapshotPtr& snapshot);
  /// Figures up to now, about 4 times a second; of a long trace less often, so that they take a tenth of the time at
  /// most.
  void findingsChanged(const interleave::ui::FindingsPtr& findings);
  void ended(const interleave::ui::FindingsPtr& findings);

 private:
  void look();
  void compute(Moment moment);
  void take(const FindingsPtr& findings, Moment moment, int run, qint64 cost_ms);
  void retire();

  MachineMonitor& m_monitor;
  LiveRunPtr m_live;
  QThreadPool m_pool;
  QTimer m_timer;
  QElapsedTimer m_since_figures;
  qint64 m_figures_pause_ms = 0;
  std::uint64_t m_revision = 0;
  int m_run = 0;  // counts runs, so that figures of an earlier one are told apart
  bool m_is_computing = false;
  bool m_is_ending = false;
  bool m_is_stopping = false;
};

}  // namespace interleave::ui
