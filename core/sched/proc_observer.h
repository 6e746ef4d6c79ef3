// SPDX-License-Identifier: GPL-3.0-or-later
// The view through /proc, where the kernel refuses its switch records: how long each thread ran, and was ready, since the last
// look; no order within the interval, nothing of what began and ended between two looks.
//
// Running comes from schedstat, where the kernel keeps it, else from the 10 ms ticks of stat; ready from schedstat's wait
// time, else from the state R of a thread that did not run. Within an interval a thread that is runnable at its end is shown
// as waiting, ready, running, in that order; any other as running, ready, waiting. Time that the kernel credits late is shown
// late, never more than the interval holds. A thread ends with the last look that saw it; a process that its parent has not
// yet asked after tells its last reading. Descendants that lose their parent before a look saw them are missed.
//
// The interval is 10 ms or longer, so that looking costs at most 1 % of a core.
// Threading: one thread. Source: proc(5); kernel, Documentation/scheduler/sched-stats.
#pragma once

#include <map>

#include "core/sched/kernel_observer.h"
#include "core/sched/proc_reader.h"

namespace interleave {

/// One thread's readings over time, turned into records.
class ThreadReadings {
 public:
  ThreadReadings(pid_t pid, pid_t tid) : m_pid(pid), m_tid(tid) {}

  /// What came before is not counted.
  void start(const ThreadStat& stat, const std::optional<ThreadTimes>& times);
  /// A reading at `end_ns` of what it did since `begin_ns`.
  void take(const ThreadStat& stat, const std::optional<ThreadTimes>& times, std::int64_t begin_ns, std::int64_t end_ns,
            std::vector<SwitchRecord>& out);
  pid_t pid() const { return m_pid; }

 private:
  std::int64_t runningOf(const ThreadStat& stat, const std::optional<ThreadTimes>& times) const;
  void say(SwitchKind kind, std::int64_t time_ns, const ThreadStat& stat, std::vector<SwitchRecord>& out);

  pid_t m_pid;
  pid_t m_tid;
  std::string m_name;
  std::int64_t m_running_ns = 0;  // shown so far, of what the kernel counted
  std::int64_t m_ready_ns = 0;
  std::optional<SwitchKind> m_said;
  std::uint32_t m_cpu = 0;
};

class ProcObserver : public KernelObserver {
 public:
  static Result<std::unique_ptr<ProcObserver>> observe(pid_t pid, Observed when);

  KernelView view() const override { return KernelView::Proc; }
  std::int64_t resolution_ns() const override { return m_pause_ns; }
  void drain(std::vector<SwitchRecord>& out) override;
  void finish(std::vector<SwitchRecord>& out) override;
  std::int64_t knownUntil_ns() const override { return m_last_look_ns; }
  std::int64_t pause_ns() const override { return m_pause_ns; }
  std::uint64_t lost() const override { return 0; }

 private:
  struct Thread {
    ThreadReadings readings;
    bool is_here = true;
    bool has_ended = false;  // and nobody has asked after it yet
  };

  explicit ProcObserver(pid_t pid);
  void look(std::vector<SwitchRecord>& out);
  void lookAtThread(pid_t pid, pid_t tid, std::int64_t now_ns, std::vector<SwitchRecord>& out);

  std::map<pid_t, pid_t> m_processes;  // those alive and their parents
  std::map<pid_t, Thread> m_threads;   // by tid
  std::vector<SwitchRecord> m_found;   // before the first look
  std::int64_t m_last_look_ns;
  std::int64_t m_pause_ns;
};

}  // namespace interleave
