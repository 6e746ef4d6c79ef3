// SPDX-License-Identifier: GPL-3.0-or-later
// A watched program's trace, from the kernel's switch records alone: one track a thread, in order of birth, and one a
// core. A thread is a job of its own, with its track's number; on a core's track, kNoJob is a thread without a track.
//
// Tracks are bounded: threads beyond the bound are followed on the cores' tracks, counted, and named by example.
// Threading: one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/trace/kernel_threads.h"
#include "core/trace/trace_store.h"

namespace interleave {

/// Threads that got no track.
struct UntrackedThreads {
  static constexpr std::size_t kMostNames = 16;

  std::uint64_t count = 0;
  std::int64_t running_ns = 0;
  std::map<std::string, std::uint64_t> names;  // how many by name, of the first names met; the name they ended with
};

class KernelTraceBuilder : private KernelThreadSink {
 public:
  /// `epoch_ns`: the zero of the trace, CLOCK_MONOTONIC. `tracks`, `cores`: as many as the store has.
  KernelTraceBuilder(TraceStore& store, std::size_t tracks, std::size_t cores, std::int64_t epoch_ns);

  void add(const SwitchRecord& record) { m_threads.add(record); }
  /// Nothing newer is known up to `time_ns`, CLOCK_MONOTONIC: tells the store of the growing slices.
  void refresh(std::int64_t time_ns);
  /// No more records will come: all ends at `time_ns`.
  void close(std::int64_t time_ns);

  const UntrackedThreads& untracked() const { return m_untracked; }
  std::uint64_t records() const { return m_threads.records(); }
  std::uint64_t threadCount() const { return m_threads.count(); }
  /// Of those alive: processes, by their numbers.
  bool isAlive(std::int32_t pid) const { return m_threads.isAlive(pid); }

 private:
  void born(const KernelThread& thread) override;
  void named(const KernelThread& thread) override;
  void lasted(const KernelThread& thread, std::int64_t end_ns) override;
  void ended(const KernelThread& thread, std::int64_t time_ns) override;
  void lost(std::uint32_t cpu, std::int64_t begin_ns, std::int64_t end_ns, std::uint64_t records) override;
  void gotIncomplete(const KernelThread& thread) override;

  std::optional<WorkerId> trackOf(const KernelThread& thread) const;
  JobId jobOf(const KernelThread& thread) const;

  TraceStore& m_store;
  std::size_t m_tracks;
  std::size_t m_cores;
  std::int64_t m_epoch_ns;
  KernelThreads m_threads;
  UntrackedThreads m_untracked;
};

/// The snapshot with its tracks grouped by process: processes in order of birth, their threads in order of birth.
SnapshotPtr groupedByProcess(const SnapshotPtr& snapshot);

}  // namespace interleave
