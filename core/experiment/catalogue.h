// SPDX-License-Identifier: GPL-3.0-or-later
// The workloads there are, what each takes, and what a person is told about it. The window's controls, the command
// line's checks and help, and the runner's factory all read this one list.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/parameters.h"

namespace interleave {

struct WorkloadInfo {
  std::string name;           // as in --workload
  std::string explanation;    // one sentence
  bool needs_server = false;  // talks to the loopback HTTP server
  int usual_jobs = 4;         // what the window and the command line start with
  std::vector<ParameterSpec> parameters;
  bool needs_python = false;  // runs in the runtime python alone
  bool has_marks = true;      // else its jobs say when they begin and end, and the kernel what they do meanwhile
};

/// In the order in which they are shown.
const std::vector<WorkloadInfo>& workloads();
std::vector<std::string> workloadNames();
Result<const WorkloadInfo*> workloadNamed(const std::string& name);
/// The spec of one parameter, or which keys there are.
Result<const ParameterSpec*> parameterNamed(const WorkloadInfo& workload, const std::string& key);

}  // namespace interleave
