// SPDX-License-Identifier: GPL-3.0-or-later
// From a program that is named to its live run under the kernel's view, and what it prints. Threading: the GUI thread;
// the program is started on another.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QPointer>

#include "core/session/machine_monitor.h"
#include "ui/window/live_run.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

class LiveController;
class OutputDialog;
class WatchDialog;
class WindowActions;
class WindowSettings;

class WatchController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    QWidget& window;
    const WindowActions& actions;
    WindowSettings& settings;
    const MachineMonitor& monitor;
    LiveController& live;
  };

  /// REQUIRES: the parts outlive this.
  explicit WatchController(Parts parts);
  /// Ends what is just being started.
  ~WatchController() override;

  /// Asks what to watch; `start_with`: a run that it shall be like.
  void ask(const RunSubject* start_with = nullptr);
  /// Shows what the run's program prints, in a dialog that stays open for other runs.
  void showOutput(const ShelfRun* run);
  /// The run that is shown is another one, or has ended.
  void shownChanged(const ShelfRun* run);

 private:
  void start(const WatchSettings& settings);
  void take();

  Parts m_parts;
  QPointer<WatchDialog> m_dialog;
  QPointer<OutputDialog> m_output;
  WatchSettings m_starting;
  QFutureWatcher<Result<LiveRunPtr>> m_start;
};

}  // namespace interleave::ui
