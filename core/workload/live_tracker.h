// SPDX-License-Identifier: GPL-3.0-or-later
// Counts to n and leaves a mark at every step. The result is the number of marks.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class LiveTracker : public Workload {
 public:
  explicit LiveTracker(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;

 private:
  std::uint64_t m_marks;
};

/// Makes `count` ticks. False when it was told to stop before.
bool makeMarks(JobContext& job, std::uint64_t count);

}  // namespace interleave
