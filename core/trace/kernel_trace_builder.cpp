// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/kernel_trace_builder.h"

#include <fmt/format.h>

#include <algorithm>

namespace interleave {

KernelTraceBuilder::KernelTraceBuilder(TraceStore& store, std::size_t tracks, std::size_t cores, std::int64_t epoch_ns)
    : m_store(store), m_tracks(tracks), m_cores(cores), m_epoch_ns(epoch_ns), m_threads(*this, epoch_ns) {
  m_store.showCores();
  m_store.setWatched();
}

std::optional<WorkerId> KernelTraceBuilder::trackOf(const KernelThread& thread) const {
  return thread.serial < m_tracks ? std::optional(WorkerId{static_cast<std::uint32_t>(thread.serial)}) : std::nullopt;
}

JobId KernelTraceBuilder::jobOf(const KernelThread& thread) const {
  return thread.serial < m_tracks ? JobId{static_cast<std::uint32_t>(thread.serial)} : kNoJob;
}

void KernelTraceBuilder::born(const KernelThread& thread) {
  if (const auto track = trackOf(thread)) {
    TrackInfo& info = m_store.editInfo(*track);
    info.kind = thread.pid == thread.tid ? WorkerKind::Process : WorkerKind::Thread;
    info.pid = thread.pid;
    info.tid = thread.tid;
    info.parent_pid = thread.parent_pid;
    info.start_ns = thread.since_ns;
    named(thread);
  } else {
    ++m_untracked.count;
  }
}

void KernelTraceBuilder::named(const KernelThread& thread) {
  if (const auto track = trackOf(thread)) {
    m_store.editInfo(*track).title = fmt::format("{} {}", thread.name, thread.tid);
  }
}

void KernelTraceBuilder::lasted(const KernelThread& thread, std::int64_t end_ns) {
  const auto track = trackOf(thread);
  const Slice slice{thread.since_ns, end_ns, jobOf(thread), thread.state};
  if (thread.state == State::Running) {
    if (thread.cpu < m_cores) {
      m_store.appendOnCore(thread.cpu, slice);
    }
    m_store.addCoreRunning(thread.cpu, slice.length_ns());
    m_untracked.running_ns += track ? 0 : slice.length_ns();
  }
  if (track) {
    m_store.append(*track, slice);
  }
}

void KernelTraceBuilder::ended(const KernelThread& thread, std::int64_t time_ns) {
  if (const auto track = trackOf(thread)) {
    TrackInfo& info = m_store.editInfo(*track);
    info.gone_ns = time_ns;
    info.switches = thread.switches;
    info.migrations = thread.migrations;
    m_store.setOpen(*track, std::nullopt);
  } else if (m_untracked.names.contains(thread.name) || m_untracked.names.size() < UntrackedThreads::kMostNames) {
    ++m_untracked.names[thread.name];
  }
}

void KernelTraceBuilder::lost(std::uint32_t cpu, std::int64_t begin_ns, std::int64_t end_ns, std::uint64_t records) {
  if (cpu < m_cores) {
    m_store.appendOnCore(cpu, Slice{begin_ns, end_ns, kNoJob, State::Lost});
    m_store.editCoreInfo(cpu).lost_samples += records;
  }
}

void KernelTraceBuilder::gotIncomplete(const KernelThread& thread) {
  if (const auto track = trackOf(thread)) {
    m_store.editInfo(*track).error = "switch records were lost";
  }
}

void KernelTraceBuilder::refresh(std::int64_t time_ns) {
  const std::int64_t now_ns = std::max<std::int64_t>(0, time_ns - m_epoch_ns);
  for (std::uint32_t core = 0; core < m_cores; ++core) {
    m_store.setOpenOnCore(core, std::nullopt);
  }
  for (const auto& [tid, thread] : m_threads.alive()) {
    const Slice open{thread.since_ns, std::max(now_ns, thread.since_ns), jobOf(thread), thread.state};
    if (const auto track = trackOf(thread)) {
      m_store.setOpen(*track, open);
      m_store.editInfo(*track).switches = thread.switches;
      m_store.editInfo(*track).migrations = thread.migrations;
    }
    if (thread.state == State::Running && thread.cpu < m_cores) {
      m_store.setOpenOnCore(thread.cpu, open);
    }
  }
}

void KernelTraceBuilder::close(std::int64_t time_ns) {
  const std::int64_t now_ns = std::max<std::int64_t>(0, time_ns - m_epoch_ns);
  m_threads.close(now_ns);
  for (std::uint32_t core = 0; core < m_cores; ++core) {
    m_store.setOpenOnCore(core, std::nullopt);
    m_store.editCoreInfo(core).gone_ns = now_ns;
  }
}

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
