// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files are that a Python process of ours is started with: the worker script and the probe's library.
// Threading: pure functions.
#pragma once

#include <string>

#include "core/base/result.h"

namespace interleave {

struct PythonFiles {
  std::string script;  // start_interleave_worker.py
  std::string probe;   // libinterleave-probe.so
};

/// Beside the runner, as built and as installed; or a line that says what was looked for where.
Result<PythonFiles> findPythonFiles();

}  // namespace interleave
