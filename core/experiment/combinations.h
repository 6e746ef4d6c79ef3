// SPDX-License-Identifier: GPL-3.0-or-later
// Which workload goes with which model: everything works in the models serial, threads and processes but for what is
// named in the .cpp; the event loop takes jobs that only wait, the hybrid those that have two halves.
// Threading: pure functions.
#pragma once

#include "core/base/result.h"
#include "core/experiment/experiment.h"

namespace interleave {

/// Of the numbers too: what does not go together, why, and what does. See fitting(), which is of the names alone.
/// REQUIRES: every parameter is there and within its limits.
Status checkCombination(const Experiment& experiment);

}  // namespace interleave
