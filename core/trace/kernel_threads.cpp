// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/kernel_threads.h"

#include <algorithm>

namespace interleave {

void KernelThreads::add(const SwitchRecord& record) {
  ++m_records;
  const std::int64_t time_ns = std::max<std::int64_t>(0, record.time_ns - m_epoch_ns);
  if (record.kind == SwitchKind::Lost) {
    lose(record);
    return;
  }
  if (record.tid <= 0) {
    return;  // the kernel no longer knows the numbers of a thread that is ending
  }
  switch (record.kind) {
    case SwitchKind::In:
      getCore(threadOf(record, time_ns), record.cpu, time_ns);
      break;
    case SwitchKind::OutPreempted:
    case SwitchKind::OutWaiting: {
      KernelThread& thread = threadOf(record, time_ns);
      resolve(thread, State::Running, record.cpu);
      enter(thread, record.kind == SwitchKind::OutPreempted ? State::Ready : State::Waiting, time_ns);
      break;
    }
    case SwitchKind::Fork:
      end(record.tid, time_ns);  // its number's former holder, whose end was lost
      make(record, time_ns, State::Starting);
      break;
    case SwitchKind::Found:
      if (!m_threads.contains(record.tid)) {
        KernelThread& thread = make(record, time_ns, record.is_runnable ? State::Running : State::Waiting);
        thread.is_unknown = true;
        thread.cpu = record.is_runnable ? record.cpu : KernelThread::kNoCpu;
      }
      break;
    case SwitchKind::Comm: {
      KernelThread& thread = threadOf(record, time_ns);
      thread.name = record.nameText();
      m_sink.named(thread);
      break;
    }
    case SwitchKind::Unseen: {
      KernelThread& thread = threadOf(record, time_ns);
      resolve(thread, State::Running, record.cpu);
      enter(thread, State::Lost, time_ns);
      thread.is_unseen = true;
      m_sink.gotIncomplete(thread);
      break;
    }
    case SwitchKind::Exit:
      if (const auto thread = m_threads.find(record.tid); thread != m_threads.end()) {
        resolve(thread->second, State::Running, record.cpu);  // only who runs can end
      }
      end(record.tid, time_ns);
      break;
    case SwitchKind::Lost:
      break;
  }
}

// A thread that nobody heard of was born while records were lost.
KernelThread& KernelThreads::threadOf(const SwitchRecord& record, std::int64_t time_ns) {
  const auto found = m_threads.find(record.tid);
  if (found != m_threads.end()) {
    return found->second;
  }
  KernelThread& thread = make(record, time_ns, State::Waiting);
  thread.is_unknown = true;
  return thread;
}

KernelThread& KernelThreads::make(const SwitchRecord& record, std::int64_t time_ns, State state) {
  // A thread has its maker's name until it gets one of its own.
  std::string name(record.nameText());
  if (const auto maker = m_threads.find(record.parent_tid); name.empty() && maker != m_threads.end()) {
    name = maker->second.name;
  }
  KernelThread& thread = m_threads[record.tid];
  thread = KernelThread{};
  thread.serial = m_made++;
  thread.pid = record.pid;
  thread.tid = record.tid;
  thread.parent_pid = record.parent_pid;
  thread.name = name.empty() ? "?" : name;
  thread.state = state;
  thread.since_ns = time_ns;
  if (state == State::Starting) {
    thread.born_ns = time_ns;
  }
  ++m_alive[record.pid];
  m_sink.born(thread);
  return thread;
}

// Ends the state that the thread was in.
void KernelThreads::enter(KernelThread& thread, State state, std::int64_t time_ns) {
  const std::int64_t end_ns = std::max(time_ns, thread.since_ns);
  if (thread.state == state && state != State::Running) {
    return;
  }
  if (end_ns > thread.since_ns && thread.state != State::Idle) {
    m_sink.lasted(thread, end_ns);
  }
  thread.state = state;
  thread.since_ns = end_ns;
}

void KernelThreads::getCore(KernelThread& thread, std::uint32_t cpu, std::int64_t time_ns) {
  resolve(thread, State::Waiting, cpu);
  if (thread.state == State::Running && thread.cpu == cpu) {
    return;
  }
  enter(thread, State::Running, time_ns);
  ++thread.switches;
  thread.migrations += thread.cpu != KernelThread::kNoCpu && thread.cpu != cpu ? 1 : 0;
  thread.cpu = cpu;
}

// The first record after it was not known what the thread did tells what it had been doing.
void KernelThreads::resolve(KernelThread& thread, State was, std::uint32_t cpu) {
  if (thread.is_unknown) {
    thread.is_unknown = false;
    thread.state = was;
    if (was == State::Running) {
      thread.cpu = cpu;
    }
  }
}

void KernelThreads::lose(const SwitchRecord& record) {
  const std::int64_t begin_ns = std::max<std::int64_t>(0, record.time_ns - m_epoch_ns);
  const std::int64_t end_ns = std::max(begin_ns, record.until_ns - m_epoch_ns);
  for (auto& [tid, thread] : m_threads) {
    const bool ran_elsewhere = thread.state == State::Running && !thread.is_unknown && thread.cpu != record.cpu;
    if (ran_elsewhere || thread.is_unseen) {
      continue;
    }
    if (thread.is_unknown) {
      thread.state = State::Lost;  // what it did before will never be told either
    }
    const bool waited = thread.state == State::Waiting;
    enter(thread, State::Lost, begin_ns);
    enter(thread, State::Waiting, end_ns);
    if (!waited) {
      thread.state = State::Lost;  // until its next record
    }
    thread.is_unknown = true;
    m_sink.gotIncomplete(thread);
  }
  m_sink.lost(record.cpu, begin_ns, end_ns, record.lost);
}

void KernelThreads::end(std::int32_t tid, std::int64_t time_ns) {
  const auto found = m_threads.find(tid);
  if (found == m_threads.end()) {
    return;
  }
  KernelThread& thread = found->second;
  enter(thread, State::Idle, time_ns);
  m_sink.ended(thread, thread.since_ns);
  if (const auto alive = m_alive.find(thread.pid); alive != m_alive.end() && --alive->second <= 0) {
    m_alive.erase(alive);
  }
  m_threads.erase(found);
}

void KernelThreads::close(std::int64_t time_ns) {
  while (!m_threads.empty()) {
    end(m_threads.begin()->first, time_ns);
  }
}

}  // namespace interleave
