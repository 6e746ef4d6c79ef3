// SPDX-License-Identifier: GPL-3.0-or-later
// The ways in which Python itself offers each model, under the names by which a Python programmer knows them: what the
// runtime python chooses from, in the window, on the command line and in the worker script.
// Threading: pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/experiment.h"

namespace interleave {

struct PythonApi {
  Model model = Model::Serial;
  std::string name;         // as in --api: a module
  std::string label;        // "ThreadPoolExecutor"
  std::string explanation;  // one sentence
  std::string package;      // what has to be installed besides Python; empty: nothing
};

/// All there are; those of one model stand together, its usual one first.
const std::vector<PythonApi>& pythonApis();
/// Those of one model, its usual one first; never empty.
std::vector<PythonApi> pythonApisOf(Model model);
/// The one of that name, its usual one for an empty name, or which names the model has.
Result<PythonApi> pythonApiNamed(Model model, const std::string& name);

}  // namespace interleave
