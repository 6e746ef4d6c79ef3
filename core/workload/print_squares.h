// SPDX-License-Identifier: GPL-3.0-or-later
// Two functions over one sequence: f1 prints x and sleeps long after each, f2 prints x squared and sleeps briefly.
// Joined: an even job is f1 over the whole sequence, an odd one f2. Per item: jobs 2i and 2i+1 are f1 and f2 for item i
// alone, and nobody waits for anybody. What is printed goes to the board, in the order in which it was printed.
#pragma once

#include "core/workload/workload.h"

namespace interleave {

class PrintSquares : public Workload {
 public:
  explicit PrintSquares(const WorkloadSettings& settings);
  Result<JobResult> run(JobContext& job) const override;
  std::optional<Conclusion> conclude(const Board& board) const override;

 private:
  bool m_is_per_item;
  std::uint64_t m_items;
  std::int64_t m_slow_ns;
  std::int64_t m_fast_ns;
};

}  // namespace interleave
