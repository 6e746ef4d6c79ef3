// SPDX-License-Identifier: GPL-3.0-or-later
// From the kernel's switch records to slices: one track a thread, in order of birth, and one track a core.
//
//   Fork..first In            starting
//   In..Out                   running; the slice's job is the thread's track number
//   OutPreempted..In          ready: it lost its core and wants one
//   OutWaiting..In            waiting (when it was woken is not known, so ready time after a wait counts as waiting)
//   Found..first record       what the first record makes of it: In says it waited, Out says it ran
//   Lost                      every thread that was not seen running on another core is lost for that long, and then what its
//                             next record makes of it, as after Found; never bridged
//   Exit                      gone
// On a core's track a running slice's job is the same, or kNoJob for a thread without a track.
//
// Records come in order of time; one that does not is cut to what came before. Tracks are bounded: threads beyond the bound
// are followed on the cores' tracks, counted, and named by example.
// Threading: one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/base/switch_record.h"
#include "core/trace/trace_store.h"

namespace interleave {

/// Threads that got no track.
struct UntrackedThreads {
  static constexpr std::size_t kMostNames = 16;

  std::uint64_t count = 0;
  std::int64_t running_ns = 0;
  std::map<std::string, std::uint64_t> names;  // how many by name, of the first names met; the name they ended with
};

class KernelTraceBuilder {
 public:
  /// `epoch_ns`: the zero of the trace, CLOCK_MONOTONIC. `tracks`, `cores`: as many as the store has.
  KernelTraceBuilder(TraceStore& store, std::size_t tracks, std::size_t cores, std::int64_t epoch_ns);

  void add(const SwitchRecord& record);
  /// Nothing newer is known up to `time_ns`, CLOCK_MONOTONIC: tells the store of the growing slices.
  void refresh(std::int64_t time_ns);
  /// No more records will come: all ends at `time_ns`.
  void close(std::int64_t time_ns);

  const UntrackedThreads& untracked() const { return m_untracked; }
  std::uint64_t records() const { return m_records; }
  std::uint64_t threadCount() const { return m_threads_made; }
  /// Of those alive: processes, by their numbers.
  bool isAlive(std::int32_t pid) const;

 private:
  struct Thread {
    std::optional<WorkerId> track;
    std::int32_t pid = 0;
    std::string name;
    State state = State::Starting;
    bool is_unknown = false;  // since `since_ns`; the next record tells
    std::int64_t since_ns = 0;
    std::uint32_t cpu = kNoCpu;  // where it ran last
  };
  static constexpr std::uint32_t kNoCpu = 0xFFFFFFFF;

  Thread& threadOf(const SwitchRecord& record, std::int64_t time_ns);
  Thread& make(const SwitchRecord& record, std::int64_t time_ns, State state);
  static JobId jobOf(const Thread& thread) { return thread.track ? JobId{number(*thread.track)} : kNoJob; }
  void enter(Thread& thread, State state, std::int64_t time_ns);
  void getCore(Thread& thread, std::uint32_t cpu, std::int64_t time_ns);
  void resolve(Thread& thread, State was, std::uint32_t cpu);
  void lose(const SwitchRecord& record);
  void end(std::int32_t tid, std::int64_t time_ns);
  void giveName(Thread& thread, std::int32_t tid, std::string_view name);

  TraceStore& m_store;
  std::size_t m_tracks;
  std::size_t m_cores;
  std::int64_t m_epoch_ns;
  std::size_t m_used_tracks = 0;
  std::unordered_map<std::int32_t, Thread> m_threads;  // alive, by tid
  std::unordered_map<std::int32_t, int> m_alive;       // threads alive, by pid
  UntrackedThreads m_untracked;
  std::uint64_t m_records = 0;
  std::uint64_t m_threads_made = 0;
};

/// The snapshot with its tracks grouped by process: processes in order of birth, their threads in order of birth.
SnapshotPtr groupedByProcess(const SnapshotPtr& snapshot);

}  // namespace interleave
