// SPDX-License-Identifier: GPL-3.0-or-later
// From the kernel's switch records to what each thread did: the rule for each of its states.
//
//   Fork..first In            starting
//   In..Out                   running, on the record's core
//   OutPreempted..In          ready: it lost its core and wants one
//   OutWaiting..In            waiting (when it was woken is not known, so ready time after a wait counts as waiting)
//   Found..first record       what the first record makes of it: In says it waited, Out says it ran
//   Lost                      every thread that was not seen running on another core is lost for that long, and then
//   what
//                             its next record makes of it, as after Found; never bridged
//   Unseen..Exit              lost
//   Exit                      gone
//
// Records come in order of time; one that does not is cut to what came before. Threading: one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/base/switch_record.h"
#include "core/trace/slice.h"

namespace interleave {

/// A thread as it is now. Times are nanoseconds since the epoch.
struct KernelThread {
  static constexpr std::uint32_t kNoCpu = 0xFFFFFFFF;

  std::uint64_t serial = 0;  // in order of birth, from 0
  std::int32_t pid = 0;
  std::int32_t tid = 0;
  std::int32_t parent_pid = 0;
  std::string name;
  State state = State::Starting;
  bool is_unknown = false;  // since `since_ns`; the next record tells
  bool is_unseen = false;   // until its end
  std::int64_t since_ns = 0;
  std::optional<std::int64_t> born_ns;  // unless it was there before, or its birth was lost
  std::uint32_t cpu = kNoCpu;           // where it runs, or ran last
  std::uint64_t switches = 0;
  std::uint64_t migrations = 0;
};

/// Who is told what became known.
class KernelThreadSink {
 public:
  virtual ~KernelThreadSink() = default;
  virtual void born(const KernelThread& thread) = 0;
  virtual void named(const KernelThread& thread) = 0;
  /// It was in `thread.state` from `thread.since_ns` until `end_ns`, which is later.
  virtual void lasted(const KernelThread& thread, std::int64_t end_ns) = 0;
  /// After the last lasted().
  virtual void ended(const KernelThread& thread, std::int64_t time_ns) = 0;
  /// What core `cpu` did is not known; the threads are told one by one.
  virtual void lost(std::uint32_t cpu, std::int64_t begin_ns, std::int64_t end_ns, std::uint64_t records) = 0;
  /// The next lasted() of `thread` begins with a loss.
  virtual void gotIncomplete(const KernelThread& thread) = 0;
};

class KernelThreads {
 public:
  /// `epoch_ns`: the zero of the times handed on, CLOCK_MONOTONIC. REQUIRES: the sink outlives this.
  KernelThreads(KernelThreadSink& sink, std::int64_t epoch_ns) : m_sink(sink), m_epoch_ns(epoch_ns) {}

  /// Another zero. REQUIRES: before the first add().
  void setEpoch(std::int64_t epoch_ns) { m_epoch_ns = epoch_ns; }
  void add(const SwitchRecord& record);
  /// No more records will come: all ends at `time_ns`, since the epoch.
  void close(std::int64_t time_ns);

  /// Those alive, by tid.
  const std::unordered_map<std::int32_t, KernelThread>& alive() const { return m_threads; }
  std::uint64_t records() const { return m_records; }
  /// How many there ever were.
  std::uint64_t count() const { return m_made; }
  /// Of those alive: processes, by their numbers.
  bool isAlive(std::int32_t pid) const { return m_alive.contains(pid); }

 private:
  KernelThread& threadOf(const SwitchRecord& record, std::int64_t time_ns);
  KernelThread& make(const SwitchRecord& record, std::int64_t time_ns, State state);
  void enter(KernelThread& thread, State state, std::int64_t time_ns);
  void getCore(KernelThread& thread, std::uint32_t cpu, std::int64_t time_ns);
  void resolve(KernelThread& thread, State was, std::uint32_t cpu);
  void lose(const SwitchRecord& record);
  void end(std::int32_t tid, std::int64_t time_ns);

  KernelThreadSink& m_sink;
  std::int64_t m_epoch_ns;
  std::unordered_map<std::int32_t, KernelThread> m_threads;
  std::unordered_map<std::int32_t, int> m_alive;  // threads alive, by pid
  std::uint64_t m_records = 0;
  std::uint64_t m_made = 0;
};

}  // namespace interleave
