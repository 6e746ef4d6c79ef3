// SPDX-License-Identifier: GPL-3.0-or-later
// Job i takes lock i, computes a while, then takes lock i+1, of as many locks as are asked for in a circle. With at
// least as many workers as locks everybody ends up waiting for the next one, for ever: shared_lock.h finds that and
// ends the run.
//
// So that it is no matter of luck, the first jobs do not go on to their second lock before each of them has its first.
// In the order "same" every job takes the lower lock first, the usual cure, and nothing happens.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class Deadlock : public Workload {
 public:
  explicit Deadlock(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;
  std::optional<Conclusion> conclude(const Board& board) const override;

 private:
  Status hold(JobContext& job) const;

  std::uint32_t m_locks;
  bool m_is_opposite;
  std::int64_t m_hold_ns;
  std::uint32_t m_together;  // jobs that wait for each other to have their first lock
};

}  // namespace interleave
