// SPDX-License-Identifier: GPL-3.0-or-later
// Computes like live-tracker, but one job ends half-way: its process without a word to anybody, or by an exception that
// it does not catch.
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
  std::string m_how;  // segfault, abort, exit, terminate or exception
};

}  // namespace interleave
