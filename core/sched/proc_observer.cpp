// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/proc_observer.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "core/base/clock.h"

namespace interleave {
namespace {

constexpr std::int64_t kShortestPause_ns = 10 * kNsPerMs;
constexpr std::int64_t kLongestPause_ns = kNsPerSecond;
constexpr std::int64_t kPauseToCost = 100;  // a look may take 1 % of a core

std::int64_t ownCpuTime_ns() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * kNsPerSecond + time.tv_nsec;
}

SwitchRecord recordOf(SwitchKind kind, std::int64_t time_ns, pid_t pid, pid_t tid) {
  SwitchRecord record;
  record.kind = kind;
  record.time_ns = time_ns;
  record.pid = pid;
  record.tid = tid;
  return record;
}

}  // namespace

std::int64_t ThreadReadings::runningOf(const ThreadStat& stat, const std::optional<ThreadTimes>& times) const {
  static const std::int64_t kTick_ns = kNsPerSecond / std::max(1L, sysconf(_SC_CLK_TCK));
  return times ? times->running_ns : static_cast<std::int64_t>(stat.cpu_ticks) * kTick_ns;
}

void ThreadReadings::start(const ThreadStat& stat, const std::optional<ThreadTimes>& times) {
  m_running_ns = runningOf(stat, times);
  m_ready_ns = times ? times->ready_ns : 0;
  m_name = stat.name;
}

void ThreadReadings::take(const ThreadStat& stat, const std::optional<ThreadTimes>& times, std::int64_t begin_ns,
                          std::int64_t end_ns, std::vector<SwitchRecord>& out) {
  if (stat.name != m_name) {
    m_name = stat.name;
    SwitchRecord named = recordOf(SwitchKind::Comm, begin_ns, m_pid, m_tid);
    named.setName(m_name);
    out.push_back(named);
  }
  const std::int64_t length = std::max<std::int64_t>(0, end_ns - begin_ns);
  const bool is_runnable = stat.state == 'R';
  const std::int64_t running = std::clamp<std::int64_t>(runningOf(stat, times) - m_running_ns, 0, length);
  std::int64_t ready = is_runnable ? length - running : 0;
  if (times) {
    ready = std::clamp<std::int64_t>(times->ready_ns - m_ready_ns, 0, length - running);
    m_ready_ns += ready;
  }
  m_running_ns += running;
  const std::int64_t waiting = length - running - ready;
  std::int64_t at_ns = begin_ns;
  const auto spend = [&](SwitchKind kind, std::int64_t part) {
    if (part > 0) {
      say(kind, at_ns, stat, out);
      at_ns += part;
    }
  };
  if (is_runnable) {
    spend(SwitchKind::OutWaiting, waiting);
    spend(SwitchKind::OutPreempted, ready);
    spend(SwitchKind::In, running);
  } else {
    spend(SwitchKind::In, running);
    spend(SwitchKind::OutPreempted, ready);
    spend(SwitchKind::OutWaiting, waiting);
  }
}

void ThreadReadings::say(SwitchKind kind, std::int64_t time_ns, const ThreadStat& stat, std::vector<SwitchRecord>& out) {
  if (m_said == kind && (kind != SwitchKind::In || m_cpu == stat.cpu)) {
    return;
  }
  m_said = kind;
  m_cpu = stat.cpu;
  SwitchRecord record = recordOf(kind, time_ns, m_pid, m_tid);
  record.cpu = stat.cpu;
  out.push_back(record);
}

ProcObserver::ProcObserver(pid_t pid)
    : m_processes{{pid, 0}}, m_last_look_ns(monotonicNow_ns()), m_pause_ns(kShortestPause_ns) {}

Result<std::unique_ptr<ProcObserver>> ProcObserver::observe(pid_t pid, Observed when) {
  std::unique_ptr<ProcObserver> observer(new ProcObserver(pid));
  bool is_there = false;
  for (const pid_t process : processTree(pid)) {
    for (const pid_t tid : threadsOf(process)) {
      const auto stat = readThreadStat(process, tid);
      if (!stat) {
        continue;
      }
      is_there = is_there || process == pid;
      observer->m_processes[process] = stat->parent_pid;
      Thread thread{ThreadReadings(process, tid)};
      thread.readings.start(*stat, readThreadTimes(process, tid));
      observer->m_threads.emplace(tid, std::move(thread));
      const SwitchKind kind = when == Observed::WhileItRuns ? SwitchKind::Found : SwitchKind::Fork;
      SwitchRecord found = recordOf(kind, observer->m_last_look_ns, process, tid);
      found.parent_pid = stat->parent_pid;
      found.is_runnable = stat->state == 'R';
      found.cpu = stat->cpu;
      found.setName(stat->name);
      observer->m_found.push_back(found);
    }
  }
  if (!is_there) {
    return fail(ErrorCode::NotFound, "the process is gone");
  }
  return observer;
}

void ProcObserver::drain(std::vector<SwitchRecord>& out) {
  if (monotonicNow_ns() - m_last_look_ns >= m_pause_ns) {
    look(out);
  }
}

void ProcObserver::finish(std::vector<SwitchRecord>& out) { look(out); }

void ProcObserver::look(std::vector<SwitchRecord>& out) {
  const std::int64_t cpu_before_ns = ownCpuTime_ns();
  const std::int64_t now_ns = monotonicNow_ns();
  out.insert(out.end(), m_found.begin(), m_found.end());
  m_found.clear();
  const auto first_new = static_cast<std::ptrdiff_t>(out.size());
  for (auto& [tid, thread] : m_threads) {
    thread.is_here = false;
  }
  std::vector<pid_t> processes;
  for (const auto& [process, parent] : m_processes) {
    processes.push_back(process);
  }
  for (std::size_t i = 0; i < processes.size(); ++i) {
    const pid_t process = processes[i];
    for (const pid_t child : childrenOf(process)) {
      if (m_processes.emplace(child, process).second) {
        processes.push_back(child);
      }
    }
    const std::vector<pid_t> threads = threadsOf(process);
    for (const pid_t tid : threads) {
      lookAtThread(process, tid, now_ns, out);
    }
    if (threads.empty()) {
      m_processes.erase(process);
    }
  }
  for (auto thread = m_threads.begin(); thread != m_threads.end();) {
    if (thread->second.is_here) {
      ++thread;
      continue;
    }
    if (!thread->second.has_ended) {  // what it did since it was last seen nobody knows
      out.push_back(recordOf(SwitchKind::Exit, m_last_look_ns, thread->second.readings.pid(), thread->first));
    }
    thread = m_threads.erase(thread);
  }
  std::stable_sort(out.begin() + first_new, out.end(),
                   [](const SwitchRecord& a, const SwitchRecord& b) { return a.time_ns < b.time_ns; });
  m_last_look_ns = now_ns;
  m_pause_ns = std::clamp((ownCpuTime_ns() - cpu_before_ns) * kPauseToCost, kShortestPause_ns, kLongestPause_ns);
}

void ProcObserver::lookAtThread(pid_t pid, pid_t tid, std::int64_t now_ns, std::vector<SwitchRecord>& out) {
  const auto stat = readThreadStat(pid, tid);
  if (!stat || stat->state == 'X') {
    return;  // it ended
  }
  auto known = m_threads.find(tid);
  if (known == m_threads.end()) {
    // Made since the last look: all that it ran it ran since then.
    known = m_threads.emplace(tid, Thread{ThreadReadings(pid, tid)}).first;
    SwitchRecord born = recordOf(SwitchKind::Fork, m_last_look_ns, pid, tid);
    born.parent_pid = pid == tid ? m_processes[pid] : pid;
    out.push_back(born);
  }
  Thread& thread = known->second;
  thread.is_here = true;
  if (thread.has_ended) {
    return;
  }
  thread.readings.take(*stat, readThreadTimes(pid, tid), m_last_look_ns, now_ns, out);
  if (stat->state == 'Z') {
    thread.has_ended = true;
    out.push_back(recordOf(SwitchKind::Exit, now_ns, pid, tid));
  }
}

}  // namespace interleave
