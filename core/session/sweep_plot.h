// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep as a plot, and the words around its picture: the same in the window and on the command line. Pure functions.
#pragma once

#include <string>

#include "core/analysis/scaling_plot.h"
#include "core/session/sweep.h"

namespace interleave {

/// What was measured up to now.
ScalingPlot plotOf(const Sweep& sweep, ScalingQuantity quantity);
/// A sweep of workers or models is about speed-up, any other about time.
ScalingQuantity usualQuantity(const Sweep& sweep);
/// What the picture's small line says: experiment, machine, how many runs.
std::string sweepProvenance(const Sweep& sweep);

}  // namespace interleave
