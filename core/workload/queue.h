// SPDX-License-Identifier: GPL-3.0-or-later
// One queue of numbered items for all jobs: each takes items, one at a time and under the queue's lock, and works on
// each for a while, until there are none left. A job's result is how many it took.
//
// On the board each item counts how often it was taken, so that the run can say whether it was once, each.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class Queue : public Workload {
 public:
  explicit Queue(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;
  std::optional<Conclusion> conclude(const Board& board) const override;

 private:
  std::uint64_t m_items;
  std::int64_t m_work_ns;
};

}  // namespace interleave
