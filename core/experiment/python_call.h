// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the workload my-python: a call of the user's own function, with its arguments as Python writes them.
// Threading: a pure function.
#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/python_part.h"

namespace interleave {

/// REQUIRES: an experiment of my-python that checked() accepts.
PythonPart pythonCall(const Experiment& experiment);

}  // namespace interleave
