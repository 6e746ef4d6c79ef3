// SPDX-License-Identifier: GPL-3.0-or-later
// A run that is live, of whatever kind: what RunController needs of it. Ownership: destroying one ends the run, waits
// until nothing of it is left, and may take 0.3 s. Threading: every method from any thread.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "ui/window/program_output.h"
#include "ui/window/run_findings.h"

namespace interleave::ui {

class LiveRun {
 public:
  virtual ~LiveRun() = default;

  /// The newest state of the trace, as it is shown; never null. Cheap.
  virtual SnapshotPtr snapshot() = 0;
  virtual bool isFinished() = 0;
  /// Asks for the end; returns at once.
  virtual void cancel() = 0;
  /// Moves the GIL's switch interval; returns at once. Fails where there is none, with the reason.
  virtual Status setSwitchInterval(double interval_ms) {
    static_cast<void>(interval_ms);
    return fail(ErrorCode::InvalidArgument, "a program that is watched has no switch interval to move from here");
  }
  /// Not for the GUI's thread. REQUIRES: isFinished() for the moment End.
  virtual RunFindings findings(Moment moment) = 0;
  /// What it prints; null when that is shown elsewhere.
  virtual std::shared_ptr<ProgramOutput> output() const { return nullptr; }
};
using LiveRunPtr = std::shared_ptr<LiveRun>;

}  // namespace interleave::ui
