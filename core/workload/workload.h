// SPDX-License-Identifier: GPL-3.0-or-later
// What the jobs of a run compute. One class a workload, named as in the catalogue.
//
// Threading: a workload is constant after construction and run by all workers at once; what a job needs for itself
// lives in run(). Errors: a job that fails returns why, in words for a person; an exception is turned into that by the
// worker.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/parameters.h"
#include "core/workload/job_context.h"

namespace interleave {

/// What a job computes, where it computes something.
using JobResult = std::optional<std::uint64_t>;

/// What a whole run computed, beyond its jobs' results.
struct Conclusion {
  std::optional<std::uint64_t> value;
  std::string text;  // one sentence for a person
};

/// What is made once, before a run's clock starts: files, and the question whether there is room for what is asked.
struct Preparation {
  std::function<bool()> goesOn;  // false: give up, return stopped()
  std::string note;              // what was done, for a person; empty: nothing
};

/// Which part of a job is to be run: a hybrid's threads do the first half, its processes the second.
enum class JobHalf { Whole, First, Second };

/// What a job of the event loop waits for.
struct AsyncSleep {
  std::int64_t length_ns = 0;
};
struct AsyncFetch {
  std::string target;
  std::int64_t timeout_ns = 0;
};
using AsyncJob = std::variant<std::monostate, AsyncSleep, AsyncFetch>;

class Workload {
 public:
  virtual ~Workload() = default;
  /// Called once a run, in the runner, before any worker starts.
  virtual Status prepare(Preparation&) const { return {}; }
  /// What the event loop shall wait for in place of run(); nothing where the workload can't be run that way.
  virtual AsyncJob asyncJob(JobId) const { return {}; }
  /// Called once, in the runner, when all jobs are done.
  virtual std::optional<Conclusion> conclude(const Board&) const { return std::nullopt; }
  /// Runs one job to its end, or until it is told to stop (then returns stopped()).
  virtual Result<JobResult> run(JobContext& job) const = 0;
};

struct WorkloadSettings {
  ParameterValues parameters;  // all of the catalogue's, within their limits
  std::uint64_t seed = 1;
  std::uint16_t http_port = 0;  // of the loopback server; 0: there is none
  int workers = 1;              // that will be started
  int jobs = 1;
  JobHalf half = JobHalf::Whole;
  std::vector<std::string> sender_command = {};  // starts a process of runPayloadSender()
};

/// REQUIRES: the parameters have passed checked().
Result<std::unique_ptr<Workload>> makeWorkload(const std::string& name, const WorkloadSettings& settings);
/// The names makeWorkload() knows.
std::vector<std::string> madeWorkloadNames();

}  // namespace interleave
