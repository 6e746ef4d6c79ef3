// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the workloads whose jobs ask a server that is slow on purpose: it is in the program, too.
// Threading: a pure function.
#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/python_part.h"

namespace interleave {

/// REQUIRES: an experiment of http-fetch or fetch-crunch that checked() accepts.
PythonPart pythonFetch(const Experiment& experiment);

}  // namespace interleave
