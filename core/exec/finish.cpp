// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/finish.h"

#include <cmath>

#include "core/exec/runner_arguments.h"
#include "core/ring/probe.h"

namespace interleave {

WorkloadSettings settingsOf(const Experiment& experiment, std::uint16_t http_port, JobHalf half) {
  return {experiment.parameters, experiment.seed, http_port, experiment.effectiveWorkers(), experiment.jobs, half,
          payloadSenderCommand()};
}

std::uint32_t switchInterval_us(const Experiment& experiment) {
  return static_cast<std::uint32_t>(std::lround(experiment.switch_interval_ms * 1e3));
}

std::uint64_t rawNow(const SharedRegion& region) {
  return il_now(static_cast<const il_region*>(region.memory())->clock);
}

Finished failed(const RunPlan& plan, const Error& error) {
  return {FinishKind::Failed, error.message, rawNow(plan.region)};
}

Finished conclude(const HostLink& host, const std::string& failure, std::uint64_t end_raw) {
  if (!failure.empty()) {
    return {FinishKind::Failed, failure, end_raw};
  }
  return {host.isCancelled() ? FinishKind::Cancelled : FinishKind::Finished, "", end_raw};
}

}  // namespace interleave
