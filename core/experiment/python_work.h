// SPDX-License-Identifier: GPL-3.0-or-later
// Of each workload its part of the Python program that an experiment amounts to.
// Threading: a pure function.
#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/python_part.h"

namespace interleave {

/// REQUIRES: an experiment that checked() accepts.
PythonPart pythonWork(const Experiment& experiment);

}  // namespace interleave
