// SPDX-License-Identifier: GPL-3.0-or-later
// Measures one experiment at a time off the GUI's thread, and as quietly as can be: nothing is computed or drawn of a
// run while it goes on. Threading: the GUI thread; nothing here blocks it but the destructor, which ends the run and
// waits until no process of it is left.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <atomic>

#include "core/session/machine_monitor.h"
#include "core/session/run_record.h"
#include "ui/window/run_findings.h"

namespace interleave::ui {

class SweepRunner : public QObject {
  Q_OBJECT
 public:
  /// The monitor is told whose share of the cores to tell apart; it outlives this.
  explicit SweepRunner(MachineMonitor& monitor);
  ~SweepRunner() override;

  bool isRunning() const { return m_is_running; }
  /// ended() or refused() follows. REQUIRES: !isRunning().
  void start(const Experiment& experiment);
  /// The run ends as cancelled; nothing when none runs.
  void cancel() { m_is_cancelled = true; }
  /// Frees a trace on another thread.
  void discard(std::vector<FindingsPtr> traces);

 signals:
  void ended(const interleave::ui::FindingsPtr& findings);
  /// It could not be started.
  void refused(const interleave::Error& error);

 private:
  void measure(const Experiment& experiment);

  MachineMonitor& m_monitor;
  QThreadPool m_pool;
  std::atomic<bool> m_is_cancelled{false};
  bool m_is_running = false;
};

}  // namespace interleave::ui
