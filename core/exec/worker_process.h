// SPDX-License-Identifier: GPL-3.0-or-later
// A worker that is a process: hears which experiment it works for, then one job after the other, until its socket ends.
// Its GIL, if the runtime has one, is its own.
// Threading: the process has one thread. What readies its socket during a job, a Cancel or the runner's end, stops the
// job.
#pragma once

#include <cstdint>

#include "core/base/unique_fd.h"

namespace interleave {

/// The worker process's whole life; returns its exit status. `control`: to the runner; `region`: the shared memory;
/// `start_raw`: when the making of this process was begun.
int runWorkerProcess(UniqueFd control, UniqueFd region, std::uint64_t start_raw);

}  // namespace interleave
