// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exec/finish.h"

#include "core/base/clock.h"
#include "core/exec/runner_arguments.h"
#include "core/ring/probe.h"

namespace interleave {

WorkloadSettings settingsOf(const Experiment& experiment, std::uint16_t http_port, JobHalf half) {
  return {experiment.parameters, experiment.seed, http_port, experiment.effectiveWorkers(), experiment.jobs, half,
          payloadSenderCommand()};
}

std::int64_t switchInterval_ns(const Experiment& experiment) {
  return static_cast<std::int64_t>(experiment.switch_interval_ms * double{kNsPerMs});
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
