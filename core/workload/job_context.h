// SPDX-License-Identifier: GPL-3.0-or-later
// What a job may do besides computing: leave marks, block, and learn that it should give up.
//
// Threading: one object a worker, used by that worker's thread alone. It owns nothing: probe, lock and descriptor
// belong to the worker.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/ring/probe.h"
#include "core/workload/runtime_lock.h"

namespace interleave {

enum class WaitEnd { Elapsed, Stopped };

class JobContext {
 public:
  /// `lock` is null where the runtime has none. `stop_fd` becomes and stays readable when every job shall give up.
  JobContext(il_probe& probe, RuntimeLock* lock, int stop_fd);

  JobId job() const { return m_job; }
  void setJob(JobId job) { m_job = job; }

  /// The mark: costs a clock read, and one relaxed load for the safe point.
  void tick() {
    il_tick(m_probe);
    safePoint();
  }

  /// Where a thread under a GIL may be made to give way.
  void safePoint() {
    if (m_request->load(std::memory_order_relaxed)) [[unlikely]] {
      m_lock->giveWay();
    }
  }

  /// Calls `function`, which blocks, with the wait marked and the runtime's lock released. No tick() in there.
  template <class Function>
  decltype(auto) blocking(il_wait wait, Function&& function) {
    const BlockingScope scope(*this, wait);
    return std::forward<Function>(function)();
  }

  /// True when the job should return stopped() now. A load from shared memory: ask once in a block of iterations.
  bool isStopped() const { return il_stop_requested(m_probe) != 0; }
  /// For calls that poll.
  int stopFd() const { return m_stop_fd; }
  /// Sleeps, unless told to stop. REQUIRES: called inside blocking().
  WaitEnd waitFor(std::int64_t ns) const;

 private:
  class BlockingScope {
   public:
    BlockingScope(JobContext& context, il_wait wait);
    ~BlockingScope();
    BlockingScope(const BlockingScope&) = delete;
    BlockingScope& operator=(const BlockingScope&) = delete;

   private:
    JobContext& m_context;
    il_wait m_wait;
  };

  il_probe* m_probe;
  RuntimeLock* m_lock;
  const std::atomic<bool>* m_request;
  int m_stop_fd;
  JobId m_job = kNoJob;
};

/// What a job returns that gave up because it was told to.
[[nodiscard]] tl::unexpected<Error> stopped();

}  // namespace interleave
