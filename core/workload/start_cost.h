// SPDX-License-Identifier: GPL-3.0-or-later
// Does nothing: what is left of a run is the starting and the ending of its workers. There is no result.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class StartCost : public Workload {
 public:
  explicit StartCost(const WorkloadSettings&) {}
  Result<JobResult> run(JobContext& job) const override {
    job.tick();
    return JobResult();
  }
};

}  // namespace interleave
