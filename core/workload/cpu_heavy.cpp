// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/cpu_heavy.h"

namespace interleave {

CpuHeavy::CpuHeavy(const WorkloadSettings& settings)
    : m_numbers(static_cast<std::uint64_t>(integer(settings.parameters, "n"))) {}

Result<JobResult> CpuHeavy::run(JobContext& job) const {
  const std::optional<std::uint64_t> sum = sumBelow(m_numbers, [&job] {
    job.tick();
    return !job.isStopped();
  });
  if (!sum) {
    return stopped();
  }
  return JobResult(*sum);
}

}  // namespace interleave
