// SPDX-License-Identifier: GPL-3.0-or-later
// What the models serial and threads share: worker threads, and a main thread that listens to the host while they work.
// Threading: called from the main thread; the body runs in every worker thread.
#pragma once

#include <functional>

#include "core/exec/executor.h"
#include "core/exec/outbox.h"
#include "core/exec/worker.h"

namespace interleave {

/// A worker's jobs: runs them and leaves each JobDone in the outbox; returns when there are no more, or when stopped.
using CrewBody = std::function<void(Worker& worker, Outbox& outbox)>;

/// Starts `count` threads, runs `body` in each as a worker, and returns when all have ended.
Finished runCrew(const RunPlan& plan, HostLink& host, int count, const CrewBody& body);

}  // namespace interleave
