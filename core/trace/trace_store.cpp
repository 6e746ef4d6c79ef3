// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace interleave {
namespace {

// Of several workers, each in its own order: those up to now are complete, and can be put in order of time.
template <class Item>
void takeKnown(std::vector<Item>& fresh, std::int64_t now_ns, TimeColumn<Item>& column) {
  std::stable_sort(fresh.begin(), fresh.end(),
                   [](const Item& a, const Item& b) { return a.instant_ns() < b.instant_ns(); });
  std::size_t taken = 0;
  for (; taken < fresh.size() && fresh[taken].instant_ns() <= now_ns; ++taken) {
    column.append(fresh[taken]);
  }
  fresh.erase(fresh.begin(), fresh.begin() + static_cast<std::ptrdiff_t>(taken));
}

}  // namespace

TraceStore::TraceStore(std::size_t tracks, std::size_t jobs, std::size_t cores)
    : m_tracks(tracks, TrackData(m_pool)), m_jobs(jobs), m_core_running_ns(cores) {
  for (std::size_t i = 0; i < tracks; ++i) {
    m_tracks[i].info.worker = WorkerId{static_cast<std::uint32_t>(i)};
  }
  publish(0, true);
}

void TraceStore::append(WorkerId worker, const Slice& slice) {
  TrackData& track = m_tracks[number(worker)];
  track.is_known = true;
  track.column.append(slice);
}

void TraceStore::setOpen(WorkerId worker, std::optional<Slice> open) {
  m_tracks[number(worker)].is_known |= open.has_value();
  m_tracks[number(worker)].open = open;
}

TrackInfo& TraceStore::editInfo(WorkerId worker) {
  m_tracks[number(worker)].is_known = true;
  return m_tracks[number(worker)].info;
}

void TraceStore::showCores() {
  m_core_tracks.resize(m_core_running_ns.size(), TrackData(m_pool));
  for (std::size_t core = 0; core < m_core_tracks.size(); ++core) {
    TrackInfo& info = m_core_tracks[core].info;
    info.worker = WorkerId{static_cast<std::uint32_t>(core)};
    info.title = fmt::format("core {}", core);
    info.start_ns = 0;
  }
}

void TraceStore::appendOnCore(std::uint32_t core, const Slice& slice) {
  m_core_tracks[core].column.append(slice);
}
void TraceStore::setOpenOnCore(std::uint32_t core, std::optional<Slice> open) {
  m_core_tracks[core].open = open;
}
TrackInfo& TraceStore::editCoreInfo(std::uint32_t core) {
  return m_core_tracks[core].info;
}

void TraceStore::addCoreRunning(std::uint32_t core, std::int64_t ns) {
  if (core < m_core_running_ns.size()) {
    m_core_running_ns[core] += ns;
  }
}

Track TraceStore::published(const TrackData& track, std::int64_t now_ns) {
  std::optional<Slice> open = track.open;
  if (open) {
    open->begin_ns = std::max(open->begin_ns, track.column.end_ns());
    open->end_ns = std::clamp(open->end_ns, open->begin_ns, std::max(open->begin_ns, now_ns));
  }
  return Track(track.info, track.column.view(), open);
}

void TraceStore::addWake(const Wake& wake) {
  if (number(wake.from) < m_tracks.size() && number(wake.to) < m_tracks.size()) {
    m_new_wakes.push_back(wake);
  }
}

void TraceStore::addGilMark(const GilMark& mark) {
  const bool names_tracks = number(mark.worker) < m_tracks.size() && number(mark.holder) < m_tracks.size();
  if (names_tracks) {
    m_new_gil_marks.push_back(mark);
  }
}

// Of each track what still reaches into the time that is kept stays; the latest of what was dropped says from when on
// everything is there.
void TraceStore::dropBefore(std::int64_t limit_ns) {
  for (std::vector<TrackData>* tracks : {&m_tracks, &m_core_tracks}) {
    for (TrackData& track : *tracks) {
      if (track.column.dropBefore(limit_ns) > 0) {
        m_kept_from_ns = std::max(m_kept_from_ns, *track.column.view().keptFrom_ns());
      }
    }
  }
  for (const auto dropped : {m_wakes.dropBefore(limit_ns), m_gil_marks.dropBefore(limit_ns)}) {
    m_kept_from_ns = std::max(m_kept_from_ns, dropped ? *dropped + 1 : 0);
  }
}

void TraceStore::publish(std::int64_t now_ns, bool is_live) {
  auto next = std::make_shared<TraceSnapshot>();
  const std::int64_t known_ns = is_live ? now_ns : std::numeric_limits<std::int64_t>::max();
  takeKnown(m_new_wakes, known_ns, m_wakes);
  takeKnown(m_new_gil_marks, known_ns, m_gil_marks);
  if (m_keep_ns > 0 && now_ns > m_keep_ns) {
    dropBefore(now_ns - m_keep_ns);
  }
  for (const TrackData& track : m_tracks) {
    if (!track.is_known) {
      continue;
    }
    next->tracks.push_back(published(track, now_ns));
    next->ticks += track.info.ticks;
    next->samples += track.info.samples;
    next->lost_samples += track.info.lost_samples;
  }
  for (const TrackData& core : m_core_tracks) {
    next->cores.push_back(published(core, now_ns));
  }
  next->wakes = m_wakes.view();
  next->gil_marks = m_gil_marks.view();
  next->interval_changes = m_interval_changes;
  next->is_watched = m_is_watched;
  next->has_jobs_in_turns = m_has_jobs_in_turns;
  next->names = m_names;
  next->jobs = m_jobs;
  next->now_ns = now_ns;
  next->keep_ns = m_keep_ns;
  next->kept_from_ns = m_kept_from_ns;
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
