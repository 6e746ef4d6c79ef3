// SPDX-License-Identifier: GPL-3.0-or-later
// The executors, one a model: each runs a whole experiment's jobs on its workers and returns the runner's last message.
//
// Threading: called from the runner's main thread, which from then on listens to the host and does all the telling, so
// that a worker's only duty besides its jobs is to drop a message in an outbox. Errors: what goes wrong with a job is
// in its JobDone; what ends the run early is in the Finished.
#pragma once

#include <cstdint>

#include "core/exec/host_link.h"
#include "core/experiment/experiment.h"
#include "core/protocol/message.h"
#include "core/ring/shared_region.h"

namespace interleave {

struct RunPlan {
  Experiment experiment;
  SharedRegion& region;
  std::uint16_t http_port = 0;  // of the loopback server; 0: there is none
};

/// All jobs in turn, on one thread.
Finished runSerial(const RunPlan& plan, HostLink& host);
/// A pool of threads that take jobs from one queue.
Finished runThreads(const RunPlan& plan, HostLink& host);
/// A pool of processes, each handed one job at a time.
Finished runProcesses(const RunPlan& plan, HostLink& host);
/// Any model, in a Python process.
Finished runPython(const RunPlan& plan, HostLink& host);
/// One thread that has all jobs under way at once, each waiting for its timer or its connection.
Finished runEventLoop(const RunPlan& plan, HostLink& host);
/// Threads that do the first halves of the jobs, processes that do the second, and a bounded queue between them.
Finished runHybrid(const RunPlan& plan, HostLink& host);

}  // namespace interleave
