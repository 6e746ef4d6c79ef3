// SPDX-License-Identifier: GPL-3.0-or-later
// One worker: its track (the probe), its place under the GIL, and the running of one job after another. The same in a
// thread of the runner and in a process of its own.
// Threading: begin() to end() in the worker's own thread. Errors: begin() fails when no ring is free; a job's failure,
// whether returned or thrown, becomes its JobDone.
#pragma once

#include <optional>
#include <utility>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/exec/gil_lock.h"
#include "core/protocol/message.h"
#include "core/ring/probe.h"
#include "core/ring/shared_region.h"
#include "core/workload/workload.h"

namespace interleave {

class Worker {
 public:
  /// `gil` is null in the runtime native. All that is referred to must live longer.
  Worker(WorkerId id, const Workload& workload, Gil* gil, int stop_fd);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Claims a ring and, under a GIL, waits for it. `start_raw`: when the making of this worker was begun.
  Status begin(const SharedRegion& region, il_worker_kind kind, std::uint64_t start_raw);
  /// REQUIRES: begin() succeeded.
  JobDone run(JobId job);
  /// As a job's blocking(), between jobs.
  template <class Function>
  decltype(auto) blocking(il_wait wait, Function&& function) {
    return m_context.blocking(wait, std::forward<Function>(function));
  }
  /// For who runs many jobs in turns on this worker, and marks their parts himself.
  il_probe& probe() { return m_probe; }
  WorkerId id() const { return m_id; }
  /// True when no further job should be begun.
  bool isStopped() const { return m_context.isStopped(); }
  /// Gives the GIL up for good and closes the track.
  void end();

 private:
  WorkerId m_id;
  const Workload& m_workload;
  il_probe m_probe{};
  std::optional<GilLock> m_lock;
  JobContext m_context;
};

}  // namespace interleave
