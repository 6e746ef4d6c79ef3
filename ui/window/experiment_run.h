// SPDX-License-Identifier: GPL-3.0-or-later
// A live run of an experiment.
#pragma once

#include "core/experiment/experiment.h"
#include "ui/window/live_run.h"

namespace interleave::ui {

/// Returns at once. The error says why nothing was started.
Result<LiveRunPtr> startExperiment(const Experiment& experiment);

}  // namespace interleave::ui
