// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace interleave {
namespace {

constexpr std::uint32_t kMostTracks = 1u << 16;
constexpr std::int64_t kLatestTime_ns = INT64_MAX >> 4;  // so that differences and sums of a few stay numbers

}  // namespace

Result<BinaryTrace> BinaryTrace::open(const std::string& path) {
  auto file = BinaryFile::open(path);
  if (!file) {
    return tl::unexpected(file.error());
  }
  BinaryTrace trace;
  trace.m_file = std::move(*file);
  if (const Status status = trace.readDirectory(); !status) {
    return tl::unexpected(status.error());
  }
  return trace;
}

std::optional<std::int64_t> BinaryTrace::takeTime(BinaryDecoder& in) {
  const auto ns = in.take<std::int64_t>();
  if (ns == INT64_MIN) {
    return std::nullopt;
  }
  m_has_wild_times |= ns > kLatestTime_ns || ns < -kLatestTime_ns;
  return ns;
}

Status BinaryTrace::readTrack(BinaryDecoder& in, TrackEntry& track, std::uint32_t jobs, std::size_t& chunks) {
  TrackInfo& info = track.info;
  info.worker = WorkerId{in.take<std::uint32_t>()};
  info.kind = in.take<std::uint32_t>() == 1 ? WorkerKind::Process : WorkerKind::Thread;
  info.pid = in.take<std::int32_t>();
  info.tid = in.take<std::int32_t>();
  info.parent_pid = in.take<std::int32_t>();
  info.start_ns = takeTime(in);
  info.gone_ns = takeTime(in);
  for (std::uint64_t* count : {&info.ticks, &info.samples, &info.lost_samples, &info.migrations, &info.switches}) {
    *count = in.take<std::uint64_t>();
  }
  info.title = in.takeText();
  info.error = in.takeText();
  const auto full = in.take<std::uint32_t>();
  StoredColumn::Parts parts;
  StoredTail& tail = parts.tail;
  tail.offset = in.take<std::uint64_t>();
  tail.begin_ns = in.take<std::int64_t>();
  tail.end_ns = in.take<std::int64_t>();
  tail.size = in.take<std::uint32_t>();
  tail.sum = in.take<std::uint32_t>();
  parts.before_tail = in.takeTimes();
  parts.total = in.takeTimes();
  const std::span<const ChunkTop> tops = m_file->tops();
  if (!in.isWhole() || full > tops.size() - chunks ||
      !m_file->has(tail.offset, std::uint64_t{tail.size} * sizeof(PackedSlice))) {
    return m_file->damaged("it says that slices lie outside of it");
  }
  if (number(info.worker) >= kMostTracks) {
    return m_file->damaged("a track's number is too high");
  }
  parts.storage = m_file;
  parts.track = info.name();
  parts.first_chunk = chunks;
  parts.tops = tops.subspan(chunks, full);
  parts.jobs = jobs;
  chunks += full;
  auto column = StoredColumn::create(std::move(parts));
  if (!column) {
    return m_file->damaged(column.error().message);
  }
  track.slices = std::move(*column);
  return {};
}

Status BinaryTrace::readJobs(BinaryDecoder& in, std::uint32_t count) {
  m_jobs = JobTable(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto state = in.take<std::uint32_t>();
    JobRecord& job = m_jobs.edit(JobId{i});
    job.worker = WorkerId{in.take<std::uint32_t>()};
    const auto first = in.take<std::uint32_t>();
    job.first_worker = first == 0xFFFFFFFFu ? std::nullopt : std::optional(WorkerId{first});
    job.begin_ns = takeTime(in);
    job.end_ns = takeTime(in);
    job.ticks = in.take<std::uint64_t>();
    const bool has_result = in.take<std::uint32_t>() != 0;
    const auto result = in.take<std::uint64_t>();
    job.result = has_result ? std::optional(result) : std::nullopt;
    job.error = in.takeText();
    if (state > static_cast<std::uint32_t>(JobState::Failed)) {
      return m_file->damaged("a job is in a state that is none");
    }
    if (static_cast<JobState>(state) == JobState::Running) {
      job.state = JobState::Running;
    } else if (static_cast<JobState>(state) != JobState::Waiting) {
      m_jobs.finish(JobId{i}, static_cast<JobState>(state));
    }
  }
  return {};
}

Status BinaryTrace::readNames(BinaryDecoder& in) {
  auto names = std::make_shared<TraceNames>();
  names->shift_ns = in.take<std::int64_t>();
  names->jobs.resize(in.takeCount(4));
  for (std::string& name : names->jobs) {
    name = in.takeText();
  }
  for (std::uint32_t left = in.takeCount(8); left > 0; --left) {
    const auto pid = in.take<std::int32_t>();
    names->processes[pid] = in.takeText();
  }
  m_names = std::move(names);
  return {};
}

Status BinaryTrace::readDirectory() {
  BinaryDecoder in(m_file->directory());
  m_now_ns = takeTime(in).value_or(-1);
  m_flags = in.take<std::uint32_t>();
  const auto jobs = in.take<std::uint32_t>();
  for (BinarySection* part : {&m_wakes, &m_marks, &m_changes}) {
    part->offset = in.take<std::uint64_t>();
    part->bytes = in.take<std::uint64_t>();
    part->crc = in.take<std::uint32_t>();
  }
  constexpr std::size_t kLeastOfTrack = 264;
  constexpr std::size_t kLeastOfJob = 52;
  const std::uint32_t tracks = in.takeCount(kLeastOfTrack);
  const auto cores = in.take<std::uint32_t>();
  if (cores > in.left() / kLeastOfTrack || jobs > in.left() / kLeastOfJob) {
    return m_file->damaged("it has fewer cores or jobs than it says");
  }
  m_tracks.resize(tracks);
  m_cores.resize(cores);
  std::size_t chunks = 0;
  for (auto* group : {&m_tracks, &m_cores}) {
    for (TrackEntry& track : *group) {
      if (const Status status = readTrack(in, track, jobs, chunks); !status) {
        return status;
      }
    }
  }
  // Tails that are told of twice would make much of a small file; tracks share their number with nobody.
  std::uint64_t slices = 0;
  std::set<WorkerId> workers;
  for (const TrackEntry& track : m_tracks) {
    slices += track.slices->size();
    if (!workers.insert(track.info.worker).second) {
      return m_file->damaged("two tracks have one number");
    }
  }
  for (const TrackEntry& core : m_cores) {
    slices += core.slices->size();
  }
  if (slices > m_file->bytes() / sizeof(PackedSlice) || chunks != m_file->tops().size()) {
    return m_file->damaged("it has fewer slices than it says");
  }
  m_core_running_ns.resize(in.takeCount(8));
  for (std::int64_t& ns : m_core_running_ns) {
    ns = takeTime(in).value_or(0);
  }
  if (const Status status = readJobs(in, jobs); !status) {
    return status;
  }
  if ((m_flags & 4) != 0) {
    if (const Status status = readNames(in); !status) {
      return status;
    }
  }
  if ((m_flags & 8) != 0) {
    m_kept_from_ns = takeTime(in).value_or(-1);
  }
  if (cores > m_core_running_ns.size() || m_now_ns < 0 || m_kept_from_ns < 0 || m_has_wild_times) {
    return m_file->damaged("its directory contradicts itself");
  }
  return in.isWhole() ? Status() : m_file->damaged("its directory ends too early");
}

}  // namespace interleave
