// SPDX-License-Identifier: GPL-3.0-or-later
// A model's part of the Python program that an experiment amounts to: the pool, threads or event loop that calls
// work() with each of `jobs` and leaves `results`.
// Threading: a pure function.
#pragma once

#include <set>
#include <string>

#include "core/experiment/experiment.h"
#include "core/experiment/python_sharing.h"

namespace interleave {

struct PythonRun {
  std::set<std::string> imports = {};
  std::string text = "";  // in the main program, while the clock runs; four spaces
};

/// REQUIRES: an experiment that checked() accepts.
PythonRun pythonRun(const Experiment& experiment, const PythonSharing& sharing);

}  // namespace interleave
