// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace_store.h"

#include <algorithm>
#include <utility>

namespace interleave {

TraceStore::TraceStore(std::size_t tracks, std::size_t jobs, std::size_t cores)
    : m_tracks(tracks), m_jobs(jobs), m_core_running_ns(cores) {
  for (std::size_t i = 0; i < tracks; ++i) {
    m_tracks[i].info.worker = WorkerId{static_cast<std::uint32_t>(i)};
  }
  publish(0, true);
}

void TraceStore::append(WorkerId worker, const Slice& slice) {
  m_tracks[number(worker)].is_known = true;
  m_tracks[number(worker)].column.append(slice);
}

void TraceStore::setOpen(WorkerId worker, std::optional<Slice> open) {
  m_tracks[number(worker)].is_known |= open.has_value();
  m_tracks[number(worker)].open = open;
}

TrackInfo& TraceStore::editInfo(WorkerId worker) {
  m_tracks[number(worker)].is_known = true;
  return m_tracks[number(worker)].info;
}

void TraceStore::addCoreRunning(std::uint32_t core, std::int64_t ns) {
  if (core < m_core_running_ns.size()) {
    m_core_running_ns[core] += ns;
  }
}

void TraceStore::publish(std::int64_t now_ns, bool is_live) {
  auto next = std::make_shared<TraceSnapshot>();
  for (const TrackData& track : m_tracks) {
    if (!track.is_known) {
      continue;
    }
    std::optional<Slice> open = track.open;
    if (open) {
      open->begin_ns = std::max(open->begin_ns, track.column.end_ns());
      open->end_ns = std::clamp(open->end_ns, open->begin_ns, std::max(open->begin_ns, now_ns));
    }
    next->tracks.emplace_back(track.info, track.column.view(), open);
    next->ticks += track.info.ticks;
    next->samples += track.info.samples;
    next->lost_samples += track.info.lost_samples;
  }
  next->jobs = m_jobs;
  next->now_ns = now_ns;
  next->is_live = is_live;
  next->revision = ++m_revision;
  next->core_running_ns = m_core_running_ns;
  const std::lock_guard lock(m_mutex);
  m_published = std::move(next);
}

SnapshotPtr TraceStore::snapshot() const {
  const std::lock_guard lock(m_mutex);
  return m_published;
}

}  // namespace interleave
