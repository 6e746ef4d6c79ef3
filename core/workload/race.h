// SPDX-License-Identifier: GPL-3.0-or-later
// All jobs add to one counter, each n times: read it, make a mark, write it back. Without a lock, what another wrote in
// between is lost. A job's result is what it added; the run's is how many updates were lost.
//
// The counter is on the board, so processes share it as threads do. Reading and writing are atomic, each for itself:
// what is lost is lost between them, and no undefined behaviour is needed for it.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class Race : public Workload {
 public:
  explicit Race(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;
  std::optional<Conclusion> conclude(const Board& board) const override;

 private:
  std::uint64_t m_increments;
  std::uint64_t m_jobs;
  bool m_has_lock;
};

}  // namespace interleave
