// SPDX-License-Identifier: GPL-3.0-or-later
// Adds the squares of the numbers 0 to n-1, modulo 2^64. The result is (n-1)n(2n-1)/6, which nobody here uses.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class SumOfSquares : public Workload {
 public:
  explicit SumOfSquares(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;

 private:
  std::uint64_t m_numbers;
};

}  // namespace interleave
