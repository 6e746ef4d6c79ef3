// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a real file, each job its share, and counts its lines. Cold: from the disk, past the kernel's cache (O_DIRECT;
// where the file system can't, the cache is told to forget the file first). Warm: from the cache. A job's result is the
// line ends in its share, the run's how many in all.
#pragma once

#include "core/workload/log_file.h"
#include "core/workload/workload.h"

namespace interleave {

class FileRead : public Workload {
 public:
  explicit FileRead(const WorkloadSettings& settings);
  Status prepare(Preparation& preparation) const override;
  Result<JobResult> run(JobContext& job) const override;
  std::optional<Conclusion> conclude(const Board& board) const override;

 private:
  LogFile m_file;
  bool m_is_cold;
  std::size_t m_block;
  std::uint64_t m_jobs;
};

}  // namespace interleave
