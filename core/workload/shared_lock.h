// SPDX-License-Identifier: GPL-3.0-or-later
// A job's hold on one of the board's locks, in threads and processes alike. Waiting for it is marked on the worker's
// track as waiting for a lock, with the hand-over, and releases the runtime's lock meanwhile.
//
// A worker that waits looks, from time to time, whether it waits in a circle. Two looks that find the same circle, no
// lock of it taken and no wait of it begun in between, prove it: then all of it was true at one instant, and for ever.
// The finder describes it on the board and stops the run; everybody's take() fails.
// Threading: an object belongs to one job. Source: futex(2); U. Drepper, "Futexes Are Tricky", mutex 2.
#pragma once

#include <cstdint>
#include <vector>

#include "core/workload/job_context.h"

namespace interleave {

class SharedLock {
 public:
  /// REQUIRES: index < Board::kLocks.
  SharedLock(JobContext& job, std::uint32_t index) : m_job(job), m_index(index) {}
  SharedLock(const SharedLock&) = delete;
  SharedLock& operator=(const SharedLock&) = delete;
  ~SharedLock();

  /// Waits until the lock is ours. Fails with Cancelled when stopped, with Deadlocked when that would be never.
  Status take();
  /// REQUIRES: taken.
  void drop();

 private:
  Status wait();
  void becomeHolder();

  JobContext& m_job;
  std::uint32_t m_index;
  bool m_is_held = false;
};

/// One worker of a circle, and what it waited for when looked at.
struct CircleLink {
  std::uint32_t worker = 0;
  std::uint32_t waits = 0;
  std::uint32_t lock = 0;
  std::uint32_t takes = 0;
  friend bool operator==(const CircleLink&, const CircleLink&) = default;
};
/// The circle that `worker` waits in, beginning with it; empty when the chain of waits ends or leads elsewhere.
std::vector<CircleLink> circleOf(const Board& board, std::uint32_t worker);
/// "worker 0 holds lock A and waits for lock B, which worker 1 holds; worker 1 ...".
std::string describeCircle(const std::vector<CircleLink>& circle);
/// "lock A", "lock B"; from the 27th on by number.
std::string lockName(std::uint32_t index);

}  // namespace interleave
