// SPDX-License-Identifier: GPL-3.0-or-later
// All that is seen of a watched program, from outside of it: the kernel's records become the trace, and the account of
// how well it was seen is kept.
// Threading: one thread; the store's snapshots from any.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/sched/kernel_observer.h"
#include "core/session/watch_outcome.h"
#include "core/trace/kernel_trace_builder.h"

namespace interleave {

class WatchCollector {
 public:
  /// Begins to observe `pid`; that is the trace's zero. Fails where there is no such process, or the view that was
  /// asked for is refused. REQUIRES: the store outlives this, and has `tracks`.
  static Result<std::unique_ptr<WatchCollector>> start(TraceStore& store, std::size_t tracks, pid_t pid, Observed when);

  /// CLOCK_MONOTONIC.
  std::int64_t epoch_ns() const { return m_epoch_ns; }
  /// How long to wait before the next drain().
  std::int64_t pause_ns() const;
  /// Why there is no better view; empty: there is none, or another was asked for.
  const std::string& refusal() const { return m_refusal; }
  /// Whether this process is known to be one of the program's, and to live.
  bool isAlive(pid_t pid) const { return m_builder.isAlive(pid); }

  /// Takes all that has come. Whether it was published, too.
  bool drain();
  /// Takes all that is left: from here on nothing is seen.
  void finish();
  /// Ends all tracks where finish() was called, and publishes that. REQUIRES: finish() was called.
  void close();
  /// What of the outcome is the trace's: how long, how much, how well seen.
  void account(WatchOutcome& outcome) const;

 private:
  WatchCollector(TraceStore& store, std::size_t tracks, std::unique_ptr<KernelObserver> observer, std::string refusal);
  void take();
  void publish();
  void noteOwnCpu();

  TraceStore& m_store;
  std::unique_ptr<KernelObserver> m_observer;  // null: no view is wanted
  std::string m_refusal;
  std::int64_t m_epoch_ns;
  std::int64_t m_cpu_before_ns;
  KernelTraceBuilder m_builder;
  std::vector<SwitchRecord> m_batch;  // one drain's, reused
  std::int64_t m_publish_at_ns = 0;
  std::int64_t m_elapsed_ns = 0;
  std::int64_t m_resolution_ns = 0;
  std::uint64_t m_unseen = 0;
  double m_host_cpu_ratio = 0.0;
};

}  // namespace interleave
