// SPDX-License-Identifier: GPL-3.0-or-later
// "Emulated against real": the experiment that is chosen under the emulated GIL, then in CPython, on one time axis.
// Threading: the GUI thread.
#pragma once

#include <QObject>
#include <optional>
#include <vector>

#include "core/experiment/experiment.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

class ExperimentPanel;
class LiveController;
class ShownRuns;
class WindowActions;
class WindowSettings;

/// The experiment under the emulated GIL and in the interpreter, or why that can't be.
Result<std::vector<Experiment>> emulatedAndReal(const Experiment& chosen, const std::string& interpreter,
                                                const std::string& interpreter_name);

class AgainstController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    const WindowActions& actions;
    ExperimentPanel& panel;
    const RunShelf& shelf;
    ShownRuns& shown;
    LiveController& live;
    const WindowSettings& settings;
  };

  /// REQUIRES: the parts outlive this.
  explicit AgainstController(Parts parts);
  /// What is chosen or offered may have changed.
  void showAvailable();

 private:
  Result<std::vector<Experiment>> wanted() const;
  void begin();
  void startNext();
  void take(RunId id);

  Parts m_parts;
  QString m_tip;
  std::vector<Experiment> m_runs;  // none: nothing goes on
  std::vector<RunId> m_ids;        // begun
};

}  // namespace interleave::ui
