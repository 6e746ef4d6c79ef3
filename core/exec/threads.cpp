// SPDX-License-Identifier: GPL-3.0-or-later
// A pool of threads. All jobs are there from the start, so the queue that they share is its read position.
#include <atomic>

#include "core/exec/executor.h"
#include "core/exec/thread_crew.h"

namespace interleave {

Finished runThreads(const RunPlan& plan, HostLink& host) {
  const auto jobs = static_cast<std::uint32_t>(plan.experiment.jobs);
  const bool has_worker_per_job = plan.experiment.hasWorkerPerJob();
  std::atomic<std::uint32_t> next{0};
  return runCrew(plan, host, plan.experiment.effectiveWorkers(), [&](Worker& worker, Outbox& outbox) {
    while (!worker.isStopped()) {
      const std::uint32_t job = next.fetch_add(1, std::memory_order_relaxed);
      if (job >= jobs) {
        return;
      }
      outbox.leave(worker.run(JobId{job}));
      if (has_worker_per_job) {
        return;
      }
    }
  });
}

}  // namespace interleave
