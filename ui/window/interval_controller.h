// SPDX-License-Identifier: GPL-3.0-or-later
// The switch interval of the live run, moved by hand: shown where the run that is shown has a GIL, enabled while it is
// live. What is typed or slid is passed on when the hand rests, so that a long pull is one change and not a hundred.
// Threading: the GUI thread.
#pragma once

#include <QObject>
#include <QTimer>

#include "core/trace/trace_snapshot.h"

namespace interleave::ui {

class Banner;
class IntervalControl;
class LiveController;
class RunController;
class SettingsLine;
class ShownRuns;

class IntervalController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    SettingsLine& line;
    RunController& runs;
    LiveController& live;
    ShownRuns& shown;
    Banner& banner;
  };

  /// REQUIRES: the parts outlive this.
  explicit IntervalController(Parts parts);

 private:
  void showAvailable();
  void showValue(const SnapshotPtr& snapshot);
  void pass();

  Parts m_parts;
  IntervalControl& m_control;
  QTimer m_rest;
  double m_passed_ms = 0.0;  // what the live run was told last
};

}  // namespace interleave::ui
