// SPDX-License-Identifier: GPL-3.0-or-later
// One thread, one job after the other; the GIL, if there is one, is taken once and nobody ever asks for it.
#include "core/exec/executor.h"
#include "core/exec/thread_crew.h"

namespace interleave {

Finished runSerial(const RunPlan& plan, HostLink& host) {
  const auto jobs = static_cast<std::uint32_t>(plan.experiment.jobs);
  return runCrew(plan, host, 1, [jobs](Worker& worker, Outbox& outbox) {
    for (std::uint32_t job = 0; job < jobs && !worker.isStopped(); ++job) {
      outbox.leave(worker.run(JobId{job}));
    }
  });
}

}  // namespace interleave
