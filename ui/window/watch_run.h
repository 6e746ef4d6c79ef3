// SPDX-License-Identifier: GPL-3.0-or-later
// A live run of a program that is watched: its threads grouped by process, what it prints kept, the cores' load beside
// it.
#pragma once

#include "core/session/machine_monitor.h"
#include "core/session/watch_session.h"
#include "ui/window/live_run.h"

namespace interleave::ui {

/// Returns when the program begins to run: not for the GUI's thread. The error says why it can't be run or attached to.
/// REQUIRES: the monitor outlives the run.
Result<LiveRunPtr> startWatch(WatchSettings settings, const MachineMonitor& monitor);

}  // namespace interleave::ui
