// SPDX-License-Identifier: GPL-3.0-or-later
// Computes like live-tracker, but one job ends its process half-way, without a word to anybody.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class Crash : public Workload {
 public:
  explicit Crash(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;

 private:
  std::uint64_t m_marks;
  JobId m_crashing;
  std::string m_how;  // segfault, abort or exit
};

}  // namespace interleave
