// SPDX-License-Identifier: GPL-3.0-or-later
// From what is chosen to a run, and what is said on the way: whether it can be run, how far it is, how it ended.
// Threading: the GUI thread.
#pragma once

#include <QObject>
#include <optional>

#include "ui/window/run_controller.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

class Banner;
class ExperimentPanel;
class ShownRun;
class TopBar;
class WindowActions;

class ExperimentController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    ExperimentPanel& panel;
    const WindowActions& actions;
    TopBar& bar;
    Banner& banner;
    RunController& runs;
    RunShelf& shelf;
    ShownRun& shown;
  };

  /// REQUIRES: the parts outlive this.
  explicit ExperimentController(Parts parts);

  /// Runs what is chosen, if that can be run now.
  void run();
  /// Ends the run; without one, dismisses what the banner says.
  void stop();

 signals:
  /// What was chosen is to be remembered.
  void accepted(const interleave::Experiment& experiment);

 private:
  void chosenChanged();
  void showProgress(const SnapshotPtr& snapshot);
  void showEnd(const RunRecord& record);
  void showAvailable();

  Parts m_parts;
  std::optional<RunId> m_live;
};

}  // namespace interleave::ui
