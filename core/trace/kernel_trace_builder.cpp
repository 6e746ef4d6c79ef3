// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/kernel_trace_builder.h"

#include <fmt/format.h>

#include <algorithm>

namespace interleave {

KernelTraceBuilder::KernelTraceBuilder(TraceStore& store, std::size_t tracks, std::size_t cores, std::int64_t epoch_ns)
    : m_store(store), m_tracks(tracks), m_cores(cores), m_epoch_ns(epoch_ns) {
  m_store.showCores();
  m_store.setWatched();
}

void KernelTraceBuilder::add(const SwitchRecord& record) {
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
      Thread& thread = threadOf(record, time_ns);
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
        Thread& thread = make(record, time_ns, record.is_runnable ? State::Running : State::Waiting);
        thread.is_unknown = true;
        thread.cpu = record.is_runnable ? record.cpu : kNoCpu;
      }
      break;
    case SwitchKind::Comm:
      giveName(threadOf(record, time_ns), record.tid, record.nameText());
      break;
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
KernelTraceBuilder::Thread& KernelTraceBuilder::threadOf(const SwitchRecord& record, std::int64_t time_ns) {
  const auto found = m_threads.find(record.tid);
  if (found != m_threads.end()) {
    return found->second;
  }
  Thread& thread = make(record, time_ns, State::Waiting);
  thread.is_unknown = true;
  return thread;
}

KernelTraceBuilder::Thread& KernelTraceBuilder::make(const SwitchRecord& record, std::int64_t time_ns, State state) {
  Thread& thread = m_threads[record.tid];
  thread = Thread{};
  thread.pid = record.pid;
  thread.state = state;
  thread.since_ns = time_ns;
  ++m_threads_made;
  ++m_alive[record.pid];
  if (m_used_tracks < m_tracks) {
    thread.track = WorkerId{static_cast<std::uint32_t>(m_used_tracks++)};
    TrackInfo& info = m_store.editInfo(*thread.track);
    info.kind = record.pid == record.tid ? WorkerKind::Process : WorkerKind::Thread;
    info.pid = record.pid;
    info.tid = record.tid;
    info.parent_pid = record.parent_pid;
    info.start_ns = time_ns;
  } else {
    ++m_untracked.count;
  }
  // A thread has its maker's name until it gets one of its own.
  std::string name(record.nameText());
  if (const auto maker = m_threads.find(record.parent_tid); name.empty() && maker != m_threads.end()) {
    name = maker->second.name;
  }
  giveName(thread, record.tid, name.empty() ? "?" : name);
  return thread;
}

void KernelTraceBuilder::giveName(Thread& thread, std::int32_t tid, std::string_view name) {
  thread.name = name;
  if (thread.track) {
    m_store.editInfo(*thread.track).title = fmt::format("{} {}", name, tid);
  }
}

// Ends the state that the thread was in.
void KernelTraceBuilder::enter(Thread& thread, State state, std::int64_t time_ns) {
  const std::int64_t end_ns = std::max(time_ns, thread.since_ns);
  if (thread.state == state && state != State::Running) {
    return;
  }
  if (thread.state == State::Running && end_ns > thread.since_ns) {
    const std::int64_t length_ns = end_ns - thread.since_ns;
    if (thread.cpu < m_cores) {
      m_store.appendOnCore(thread.cpu, Slice{thread.since_ns, end_ns, jobOf(thread), State::Running});
    }
    m_store.addCoreRunning(thread.cpu, length_ns);
    m_untracked.running_ns += thread.track ? 0 : length_ns;
  }
  if (thread.track && thread.state != State::Idle) {
    m_store.append(*thread.track, Slice{thread.since_ns, end_ns, jobOf(thread), thread.state});
  }
  thread.state = state;
  thread.since_ns = end_ns;
}

void KernelTraceBuilder::getCore(Thread& thread, std::uint32_t cpu, std::int64_t time_ns) {
  resolve(thread, State::Waiting, cpu);
  if (thread.state == State::Running && thread.cpu == cpu) {
    return;
  }
  enter(thread, State::Running, time_ns);
  if (thread.track) {
    TrackInfo& info = m_store.editInfo(*thread.track);
    ++info.switches;
    info.migrations += thread.cpu != kNoCpu && thread.cpu != cpu ? 1 : 0;
  }
  thread.cpu = cpu;
}

// The first record after it was not known what the thread did tells what it had been doing.
void KernelTraceBuilder::resolve(Thread& thread, State was, std::uint32_t cpu) {
  if (thread.is_unknown) {
    thread.is_unknown = false;
    thread.state = was;
    if (was == State::Running) {
      thread.cpu = cpu;
    }
  }
}

void KernelTraceBuilder::lose(const SwitchRecord& record) {
  const std::int64_t begin_ns = std::max<std::int64_t>(0, record.time_ns - m_epoch_ns);
  const std::int64_t end_ns = std::max(begin_ns, record.until_ns - m_epoch_ns);
  for (auto& [tid, thread] : m_threads) {
    const bool ran_elsewhere = thread.state == State::Running && !thread.is_unknown && thread.cpu != record.cpu;
    if (ran_elsewhere) {
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
    if (thread.track) {
      TrackInfo& info = m_store.editInfo(*thread.track);
      info.error = "switch records were lost";
    }
  }
  if (record.cpu < m_cores) {
    m_store.appendOnCore(record.cpu, Slice{begin_ns, end_ns, kNoJob, State::Lost});
    m_store.editCoreInfo(record.cpu).lost_samples += record.lost;
  }
}

void KernelTraceBuilder::end(std::int32_t tid, std::int64_t time_ns) {
  const auto found = m_threads.find(tid);
  if (found == m_threads.end()) {
    return;
  }
  Thread& thread = found->second;
  enter(thread, State::Idle, time_ns);
  if (thread.track) {
    m_store.editInfo(*thread.track).gone_ns = thread.since_ns;
    m_store.setOpen(*thread.track, std::nullopt);
  } else if (m_untracked.names.contains(thread.name) || m_untracked.names.size() < UntrackedThreads::kMostNames) {
    ++m_untracked.names[thread.name];
  }
  if (const auto alive = m_alive.find(thread.pid); alive != m_alive.end() && --alive->second <= 0) {
    m_alive.erase(alive);
  }
  m_threads.erase(found);
}

void KernelTraceBuilder::refresh(std::int64_t time_ns) {
  const std::int64_t now_ns = std::max<std::int64_t>(0, time_ns - m_epoch_ns);
  for (std::uint32_t core = 0; core < m_cores; ++core) {
    m_store.setOpenOnCore(core, std::nullopt);
  }
  for (const auto& [tid, thread] : m_threads) {
    const std::int64_t end_ns = std::max(now_ns, thread.since_ns);
    const bool runs = thread.state == State::Running;
    if (thread.track) {
      m_store.setOpen(*thread.track,
                      Slice{thread.since_ns, end_ns, jobOf(thread), thread.state});
    }
    if (runs && thread.cpu < m_cores) {
      m_store.setOpenOnCore(thread.cpu, Slice{thread.since_ns, end_ns, jobOf(thread), State::Running});
    }
  }
}

void KernelTraceBuilder::close(std::int64_t time_ns) {
  const std::int64_t now_ns = std::max<std::int64_t>(0, time_ns - m_epoch_ns);
  while (!m_threads.empty()) {
    end(m_threads.begin()->first, now_ns);
  }
  for (std::uint32_t core = 0; core < m_cores; ++core) {
    m_store.setOpenOnCore(core, std::nullopt);
    m_store.editCoreInfo(core).gone_ns = now_ns;
  }
}

bool KernelTraceBuilder::isAlive(std::int32_t pid) const { return m_alive.contains(pid); }

SnapshotPtr groupedByProcess(const SnapshotPtr& snapshot) {
  // A process' number may have been used twice; its threads follow the last birth before theirs.
  std::map<std::int32_t, std::size_t> latest;
  std::vector<std::pair<std::size_t, std::size_t>> order;  // the process' place, the track's
  for (std::size_t i = 0; i < snapshot->tracks.size(); ++i) {
    const TrackInfo& info = snapshot->tracks[i].info();
    if (info.kind == WorkerKind::Process || !latest.contains(info.pid)) {
      latest[info.pid] = i;
    }
    order.emplace_back(latest[info.pid], i);
  }
  std::stable_sort(order.begin(), order.end());
  auto grouped = std::make_shared<TraceSnapshot>(*snapshot);
  grouped->tracks.clear();
  for (const auto& [process, track] : order) {
    grouped->tracks.push_back(snapshot->tracks[track]);
  }
  return grouped;
}

}  // namespace interleave
