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
#include "core/workload/board.h"
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

  /// A mark without a safe point: the only one allowed inside withoutLock().
  void mark() { il_tick(m_probe); }

  /// Calls `function`, which computes without the runtime's lock, as vectorised libraries do: it runs, beside others.
  template <class Function>
  decltype(auto) withoutLock(Function&& function) {
    const UnlockedScope scope(m_lock);
    return std::forward<Function>(function)();
  }
  bool hasRuntimeLock() const { return m_lock != nullptr; }

  /// Calls `function`, which blocks, with the wait marked and the runtime's lock released. No tick() in there.
  template <class Function>
  decltype(auto) blocking(il_wait wait, Function&& function) {
    const BlockingScope scope(*this, wait);
    return std::forward<Function>(function)();
  }

  /// In a wait that is about to end: `worker` gave up at `at_raw` what was waited for.
  void markWoken(il_wait wait, std::uint32_t worker, std::uint64_t at_raw) { il_woken(m_probe, wait, worker, at_raw); }
  /// Now, by the clock of the marks.
  std::uint64_t rawNow() const { return il_now(m_probe->clock); }

  /// What all jobs of the run share.
  Board& board() const;
  /// The number of the worker, from 0 on.
  std::uint32_t worker() const;
  /// Tells every job of the run to give up.
  void stopRun() const;

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

  class UnlockedScope {
   public:
    explicit UnlockedScope(RuntimeLock* lock);
    ~UnlockedScope();
    UnlockedScope(const UnlockedScope&) = delete;
    UnlockedScope& operator=(const UnlockedScope&) = delete;

   private:
    RuntimeLock* m_lock;
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
