// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/executor.h"
#include "core/exec/process_pool.h"

namespace interleave {

Finished runProcesses(const RunPlan& plan, HostLink& host) {
  auto launcher = makeLauncher(plan.experiment.start_method, plan.region.fd());
  return ProcessPool(plan, host, std::move(launcher))
      .run(static_cast<std::uint32_t>(plan.experiment.effectiveWorkers()));
}

}  // namespace interleave
