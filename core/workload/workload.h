// SPDX-License-Identifier: GPL-3.0-or-later
// What the jobs of a run compute. One class a workload, named as in the catalogue.
//
// Threading: a workload is constant after construction and run by all workers at once; what a job needs for itself
// lives in run(). Errors: a job that fails returns why, in words for a person; an exception is turned into that by the
// worker.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/parameters.h"
#include "core/workload/job_context.h"

namespace interleave {

/// What a job computes, where it computes something.
using JobResult = std::optional<std::uint64_t>;

class Workload {
 public:
  virtual ~Workload() = default;
  /// Runs one job to its end, or until it is told to stop (then returns stopped()).
  virtual Result<JobResult> run(JobContext& job) const = 0;
};

struct WorkloadSettings {
  ParameterValues parameters;  // all of the catalogue's, within their limits
  std::uint64_t seed = 1;
  std::uint16_t http_port = 0;  // of the loopback server; 0: there is none
};

/// REQUIRES: the parameters have passed checked().
Result<std::unique_ptr<Workload>> makeWorkload(const std::string& name, const WorkloadSettings& settings);
/// The names makeWorkload() knows.
std::vector<std::string> madeWorkloadNames();

}  // namespace interleave
