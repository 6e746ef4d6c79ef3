// SPDX-License-Identifier: GPL-3.0-or-later
// From the experiment that is chosen to its run: whether it can be run, and why not. Threading: the GUI thread.
#pragma once

#include <QObject>

#include "core/experiment/experiment.h"

namespace interleave::ui {

class ExperimentPanel;
class LiveController;
class TopBar;
class WindowActions;
class WindowSettings;

class ExperimentController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    ExperimentPanel& panel;
    const WindowActions& actions;
    TopBar& bar;
    LiveController& live;
    const WindowSettings& settings;
  };

  /// REQUIRES: the parts outlive this.
  explicit ExperimentController(Parts parts);

  /// Runs what is chosen, if that can be run now.
  void run();

 signals:
  /// What was chosen is to be remembered.
  void accepted(const interleave::Experiment& experiment);

 private:
  void showAvailable();

  Parts m_parts;
};

}  // namespace interleave::ui
