// SPDX-License-Identifier: GPL-3.0-or-later
// A live run of an experiment.
#pragma once

#include "core/experiment/experiment.h"
#include "ui/window/live_run.h"

namespace interleave::ui {

/// Returns at once. The error says why nothing was started.
/// `keep_ns`: how much of the newest of its trace is kept; 0: all.
Result<LiveRunPtr> startExperiment(const Experiment& experiment, std::int64_t keep_ns = 0);

}  // namespace interleave::ui
