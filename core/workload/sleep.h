// SPDX-License-Identifier: GPL-3.0-or-later
// Sleeps: a job that only waits. It has no result.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class Sleep : public Workload {
 public:
  explicit Sleep(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;
  AsyncJob asyncJob(JobId) const override { return AsyncSleep{m_duration_ns}; }

 private:
  std::int64_t m_duration_ns;
};

}  // namespace interleave
