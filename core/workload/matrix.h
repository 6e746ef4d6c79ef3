// SPDX-License-Identifier: GPL-3.0-or-later
// Multiplies two matrices of n x n small whole numbers, as doubles. As NumPy does, it releases the runtime's lock while
// it computes: under a GIL the products overlap all the same. The result is the sum of the product's elements.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class Matrix : public Workload {
 public:
  explicit Matrix(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;

  /// Element (row, column) of the left (0) or right (1) factor of `job`: 0 to 9.
  static double element(std::uint32_t job, unsigned factor, std::size_t row, std::size_t column);

 private:
  std::size_t m_n;
};

}  // namespace interleave
