// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the requests that failed in a web server's log, each job in its share of the file, streamed in chunks: every
// line goes through a regular expression that extracts its fields. A job's result is how many matched, the run's how
// many in all.
//
// Reading releases the runtime's lock, matching does not, as in Python. The shares are cut at line ends: a line belongs
// to the share in which it begins.
#pragma once

#include "core/workload/log_file.h"
#include "core/workload/workload.h"

namespace interleave {

class LogRegex : public Workload {
 public:
  explicit LogRegex(const WorkloadSettings& settings);
  Status prepare(Preparation& preparation) const override;
  Result<JobResult> run(JobContext& job) const override;
  std::optional<Conclusion> conclude(const Board& board) const override;

 private:
  LogFile m_file;
  std::uint64_t m_chunk;
  std::uint64_t m_jobs;
};

}  // namespace interleave
