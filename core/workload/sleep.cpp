// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/sleep.h"

#include "core/base/clock.h"

namespace interleave {

Sleep::Sleep(const WorkloadSettings& settings)
    : m_duration_ns(static_cast<std::int64_t>(real(settings.parameters, "duration") * double{kNsPerMs})) {}

Result<JobResult> Sleep::run(JobContext& job) const {
  const WaitEnd end = job.blocking(IL_WAIT_IO, [&] { return job.waitFor(m_duration_ns); });
  if (end == WaitEnd::Stopped) {
    return stopped();
  }
  return JobResult();
}

}  // namespace interleave
