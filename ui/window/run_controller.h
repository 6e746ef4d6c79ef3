// SPDX-License-Identifier: GPL-3.0-or-later
// The one run that may be live: starts it, tells what became of it, ends it.
//
// Looks at the session about 60 times a second while somebody watches, else 4 times. Figures are computed on a pool of
// its own, which also ends sessions, because ending one may take 0.3 s. Threading: the GUI thread; nothing here blocks it
// but the destructor, which ends the run and waits until no process of it is left.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <memory>

#include "core/session/machine_monitor.h"
#include "core/session/run_session.h"

namespace interleave::ui {

using RecordPtr = std::shared_ptr<const RunRecord>;

class RunController : public QObject {
  Q_OBJECT
 public:
  /// The monitor is told whose share of the cores to tell apart.
  explicit RunController(MachineMonitor& monitor);
  ~RunController() override;

  /// Also while a stopped run is still ending.
  bool isRunning() const { return m_session != nullptr; }
  bool isStopping() const { return m_is_stopping; }
  /// The newest state of the run. REQUIRES: isRunning().
  SnapshotPtr snapshot() const { return m_session->snapshot(); }
  /// REQUIRES: !isRunning(). The error says why nothing was started.
  Status start(const Experiment& experiment);
  /// Asks for the end; ended() follows. Nothing when none runs.
  void stop();
  /// Whether anybody can see what changes.
  void setWatched(bool is_watched);
  /// Lets go of a record on another thread: freeing a long trace takes longer than a frame.
  void discard(RecordPtr record);

 signals:
  void started();
  void stopping();
  void snapshotChanged(const interleave::SnapshotPtr& snapshot);
  /// Figures up to now, about 4 times a second.
  void recordChanged(const interleave::ui::RecordPtr& record);
  void ended(const interleave::ui::RecordPtr& record);

 private:
  enum class Moment { Live, End };

  void look();
  void compute(Moment moment);
  void take(RecordPtr record, Moment moment, int run);
  void retire();

  MachineMonitor& m_monitor;
  std::shared_ptr<RunSession> m_session;
  QThreadPool m_pool;
  QTimer m_timer;
  QElapsedTimer m_since_figures;
  std::uint64_t m_revision = 0;
  int m_run = 0;  // counts runs, so that figures of an earlier one are told apart
  bool m_is_computing = false;
  bool m_is_ending = false;
  bool m_is_stopping = false;
};

}  // namespace interleave::ui
