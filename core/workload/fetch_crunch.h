// SPDX-License-Identifier: GPL-3.0-or-later
// Fetches a URL from the loopback server, then adds the numbers 0 to n-1: a job that waits in its first half and
// computes in its second. The result is the sum; of the first half alone, the bytes received.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class FetchCrunch : public Workload {
 public:
  explicit FetchCrunch(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;

 private:
  Result<JobResult> fetch(JobContext& job) const;
  Result<JobResult> crunch(JobContext& job) const;

  std::int64_t m_delay_us;
  std::int64_t m_bytes;
  std::uint64_t m_numbers;
  std::uint16_t m_port;
  JobHalf m_half;
};

}  // namespace interleave
