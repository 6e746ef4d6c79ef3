// SPDX-License-Identifier: GPL-3.0-or-later
// The Python program that an experiment amounts to: short, complete, what a student would write. It runs with the
// standard library alone, but for the ways (joblib, dask.distributed) that are packages themselves.
// Threading: a pure function.
#pragma once

#include <string>

#include "core/experiment/experiment.h"

namespace interleave {

/// For CPython 3.8 or newer; of any runtime. REQUIRES: an experiment that checked() accepts.
std::string asPython(const Experiment& experiment);

}  // namespace interleave
