// SPDX-License-Identifier: GPL-3.0-or-later
// The runner: the process in which an experiment really runs, apart from the host that watches. It says Hello, waits
// for Start, runs, tells of each job, ends with Finished. It does not outlive its host.
// Threading: call from the process's first thread, which must be its only one.
#pragma once

#include "core/exec/runner_arguments.h"

namespace interleave {

/// The whole life of the process in whatever mode; returns its exit status. Takes the descriptors.
int runRunner(const RunnerArguments& arguments);

}  // namespace interleave
