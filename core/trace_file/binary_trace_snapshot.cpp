// SPDX-License-Identifier: GPL-3.0-or-later
// BinaryTrace's second half: all of it as a snapshot.
#include <algorithm>
#include <cmath>
#include <map>

#include "core/trace/trace_store.h"
#include "core/trace_file/binary_trace.h"

namespace interleave {
namespace {

constexpr std::int64_t kLatestRecord_ns = INT64_MAX >> 4;

// A time of a record, which nobody has looked at yet.
std::int64_t recordTime(BinaryDecoder& in) {
  return std::clamp<std::int64_t>(in.take<std::int64_t>(), 0, kLatestRecord_ns);
}

double recordNumber(BinaryDecoder& in) {
  const auto value = in.take<double>();
  return std::isfinite(value) ? value : 0.0;
}

}  // namespace

Status BinaryTrace::addRecords(TraceStore& store) const {
  const auto wakes = m_file->section(m_wakes), marks = m_file->section(m_marks), changes = m_file->section(m_changes);
  for (const auto* part : {&wakes, &marks, &changes}) {
    if (!*part) {
      return tl::unexpected(part->error());
    }
  }
  for (BinaryDecoder in(*wakes); in.left() >= 32;) {
    Wake wake{recordTime(in), recordTime(in), WorkerId{in.take<std::uint32_t>()}, WorkerId{in.take<std::uint32_t>()},
              State::Waiting};
    const auto state = in.take<std::uint32_t>();
    in.take<std::uint32_t>();
    wake.waited_for = state < kStateCount ? static_cast<State>(state) : State::Waiting;
    store.addWake(wake);
  }
  for (BinaryDecoder in(*marks); in.left() >= 24; in.take<std::uint32_t>()) {
    const std::int64_t time_ns = recordTime(in);
    const auto kind = in.take<std::uint32_t>() == 0 ? GilMarkKind::DropRequest : GilMarkKind::ForcedSwitch;
    const WorkerId worker{in.take<std::uint32_t>()};
    store.addGilMark({time_ns, kind, worker, WorkerId{in.take<std::uint32_t>()}});
  }
  for (BinaryDecoder in(*changes); in.left() >= 24;) {
    const std::int64_t time_ns = recordTime(in);
    const double from_ms = recordNumber(in);
    store.addIntervalChange({time_ns, from_ms, recordNumber(in)});
  }
  return {};
}

// A store puts together what there is besides slices; these stay where they are.
Result<SnapshotPtr> BinaryTrace::snapshot(const ImportOptions& options) const {
  if (options.stop.stop_requested()) {
    return fail(ErrorCode::Cancelled, "reading " + m_file->path() + " was cancelled");
  }
  std::uint32_t track_count = 0;
  std::map<WorkerId, const TrackEntry*> entries;
  for (const TrackEntry& track : m_tracks) {
    track_count = std::max(track_count, number(track.info.worker) + 1);
    entries[track.info.worker] = &track;
  }
  TraceStore store(track_count, m_jobs.size(), m_core_running_ns.size());
  for (const TrackEntry& track : m_tracks) {
    store.editInfo(track.info.worker) = track.info;
  }
  if (!m_cores.empty()) {
    store.showCores();
  }
  for (std::uint32_t core = 0; core < m_cores.size(); ++core) {
    store.editCoreInfo(core) = m_cores[core].info;
  }
  for (std::uint32_t core = 0; core < m_core_running_ns.size(); ++core) {
    store.addCoreRunning(core, m_core_running_ns[core]);
  }
  if (const Status status = addRecords(store); !status) {
    return tl::unexpected(status.error());
  }
  if ((m_flags & 1) != 0) {
    store.setWatched();
  }
  if ((m_flags & 2) != 0) {
    store.setJobsInTurns();
  }
  store.setKeptFrom(m_kept_from_ns);
  store.setNames(m_names);
  store.editJobs() = m_jobs;
  store.publish(m_now_ns, false);
  auto snapshot = std::make_shared<TraceSnapshot>(*store.snapshot());
  for (Track& track : snapshot->tracks) {
    track = Track(track.info(), SliceColumnView(entries.at(track.info().worker)->slices), std::nullopt);
  }
  for (std::size_t core = 0; core < m_cores.size(); ++core) {
    snapshot->cores[core] = Track(m_cores[core].info, SliceColumnView(m_cores[core].slices), std::nullopt);
  }
  snapshot->faults = m_file->faults();
  if (options.progress) {
    options.progress(m_file->bytes(), m_file->bytes());
  }
  return snapshot;
}

}  // namespace interleave
