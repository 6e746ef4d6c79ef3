// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the workloads whose jobs read a file that the program makes first, and removes at its end: a log, a
// database.
// Threading: a pure function.
#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/python_part.h"

namespace interleave {

/// REQUIRES: an experiment of log-regex, file-read or query that checked() accepts.
PythonPart pythonFiles(const Experiment& experiment);

}  // namespace interleave
