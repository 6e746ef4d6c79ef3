// SPDX-License-Identifier: GPL-3.0-or-later
// What is said and shown of a run from its begin to its end, of an experiment or of a watched program: on the shelf, on
// the screen, in the top bar, in the line under it. Threading: the GUI thread.
#pragma once

#include <QObject>
#include <functional>
#include <optional>
#include <vector>

#include "ui/window/run_controller.h"
#include "ui/window/run_shelf.h"

namespace interleave::ui {

class Banner;
class ShownRuns;
class TopBar;
class WindowActions;

class LiveController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    const WindowActions& actions;
    TopBar& bar;
    Banner& banner;
    RunController& runs;
    RunShelf& shelf;
    ShownRuns& shown;
  };

  /// REQUIRES: the parts outlive this.
  explicit LiveController(Parts parts);

  /// Whether a run is live or about to be.
  bool isBusy() const { return m_is_starting || m_stop_other || m_parts.runs.isRunning(); }
  /// Something is being started that takes a moment; begin() or refuse() follows.
  void prepare();
  /// Shows the run, below those of `beside`. `prefix` stands before the words for its progress.
  RunId begin(RunSubject subject, LiveRunPtr live, std::vector<RunId> beside = {}, const QString& prefix = {});
  void refuse(const Error& error);
  /// Something else runs, and nothing may be started, until release(); `stop` is called when a person ends it. The
  /// statuses stand in the top bar. REQUIRES: !isBusy().
  void occupy(std::function<void()> stop, const QString& status);
  void release(const QString& status);
  /// The run that has just ended did so as it was meant to, however that was: no problem is said of it.
  void dismissProblem();
  /// Ends the run; without one, dismisses what the banner says.
  void stop();

 signals:
  /// Whether something can be started has changed.
  void availableChanged();
  /// A run has ended; all is said of it, and another may begin.
  void ended(interleave::ui::RunId id);
  /// A run has begun and is shown.
  void begun();

 private:
  void showProgress(const SnapshotPtr& snapshot);
  void showEnd(const RunFindings& findings);
  void showAvailable();

  Parts m_parts;
  std::optional<RunId> m_live;
  QString m_prefix;
  bool m_is_starting = false;
  std::function<void()> m_stop_other;  // while something else runs
};

}  // namespace interleave::ui
