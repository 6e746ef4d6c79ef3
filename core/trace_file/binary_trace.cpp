// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_trace.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <set>

#include "core/base/unique_fd.h"
#include "core/trace_file/binary_mapping.h"

namespace interleave {
namespace {

constexpr std::uint32_t kMostTracks = 1u << 16;

std::optional<std::int64_t> optionalTime(std::int64_t ns) {
  return ns == INT64_MIN ? std::nullopt : std::optional(ns);
}

}  // namespace

tl::unexpected<Error> BinaryTrace::damaged(std::string_view what) const {
  return fail(ErrorCode::InvalidArgument, fmt::format("{} is damaged: {}", m_path, what));
}

Result<BinaryTrace> BinaryTrace::open(const std::string& path) {
  BinaryTrace trace;
  trace.m_path = path;
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat about {};
  if (!fd.isOpen() || ::fstat(fd.get(), &about) != 0) {
    return failErrno("cannot open " + path, errno);
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  if (!S_ISREG(about.st_mode) || size < sizeof(BinaryHeader)) {
    return fail(ErrorCode::InvalidArgument, path + " is no binary trace: it has no header");
  }
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
  if (at == MAP_FAILED) {
    return failErrno("cannot map " + path, errno);
  }
  trace.m_mapping = std::make_shared<const Mapping>(static_cast<const char*>(at), size);
  BinaryHeader header;
  std::memcpy(&header, at, sizeof header);
  if (std::memcmp(header.magic, kBinaryMagic, sizeof header.magic) != 0) {
    return fail(ErrorCode::InvalidArgument, path + " is no binary trace: it begins otherwise");
  }
  if (header.crc != binaryCrc(&header, offsetof(BinaryHeader, crc))) {
    return trace.damaged("its header's checksum is wrong");
  }
  if (header.version != kBinaryVersion || header.header_bytes != sizeof header ||
      header.slice_bytes != sizeof(BinarySlice)) {
    return fail(ErrorCode::InvalidArgument, fmt::format("{} is a binary trace of version {}, this program knows {}",
                                                        path, header.version, kBinaryVersion));
  }
  if (header.file_bytes != size || !trace.m_mapping->has(header.directory_offset, header.directory_bytes)) {
    return trace.damaged(fmt::format("it should have {} bytes and has {}", header.file_bytes, size));
  }
  const std::string_view directory(trace.m_mapping->bytes + header.directory_offset, header.directory_bytes);
  if (header.directory_crc != binaryCrc(directory.data(), directory.size())) {
    return trace.damaged("its directory's checksum is wrong");
  }
  if (const Status status = trace.readDirectory(directory); !status) {
    return tl::unexpected(status.error());
  }
  return trace;
}

Status BinaryTrace::readTrack(BinaryDecoder& in, TrackEntry& track, std::size_t& blocks) const {
  TrackInfo& info = track.info;
  info.worker = WorkerId{in.take<std::uint32_t>()};
  info.kind = in.take<std::uint32_t>() == 1 ? WorkerKind::Process : WorkerKind::Thread;
  info.pid = in.take<std::int32_t>();
  info.tid = in.take<std::int32_t>();
  info.parent_pid = in.take<std::int32_t>();
  info.start_ns = optionalTime(in.take<std::int64_t>());
  info.gone_ns = optionalTime(in.take<std::int64_t>());
  for (std::uint64_t* count : {&info.ticks, &info.samples, &info.lost_samples, &info.migrations, &info.switches}) {
    *count = in.take<std::uint64_t>();
  }
  info.title = in.takeText();
  info.error = in.takeText();
  track.first_checked = blocks;
  track.blocks.resize(in.takeCount(24));
  for (BinaryBlock& block : track.blocks) {
    block.offset = in.take<std::uint64_t>();
    block.begin_ns = in.take<std::int64_t>();
    block.count = in.take<std::uint32_t>();
    block.crc = in.take<std::uint32_t>();
    const bool fits = block.offset % 16 == 0 && block.count > 0 && block.count <= kBlockSlices &&
                      m_mapping->has(block.offset, std::uint64_t{block.count} * sizeof(BinarySlice));
    if (!fits) {
      return damaged("a block of slices lies outside the file");
    }
    track.slices += block.count;
  }
  blocks += track.blocks.size();
  return number(info.worker) < kMostTracks ? Status() : damaged("a track's number is too high");
}

Status BinaryTrace::readJobs(BinaryDecoder& in, std::uint32_t count) {
  constexpr std::size_t kLeast = 52;
  if (count > in.left() / kLeast) {
    return damaged("it has fewer jobs than it says");
  }
  m_jobs = JobTable(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto state = in.take<std::uint32_t>();
    JobRecord& job = m_jobs.edit(JobId{i});
    job.worker = WorkerId{in.take<std::uint32_t>()};
    const auto first = in.take<std::uint32_t>();
    job.first_worker = first == 0xFFFFFFFFu ? std::nullopt : std::optional(WorkerId{first});
    job.begin_ns = optionalTime(in.take<std::int64_t>());
    job.end_ns = optionalTime(in.take<std::int64_t>());
    job.ticks = in.take<std::uint64_t>();
    const bool has_result = in.take<std::uint32_t>() != 0;
    const auto result = in.take<std::uint64_t>();
    job.result = has_result ? std::optional(result) : std::nullopt;
    job.error = in.takeText();
    if (state > static_cast<std::uint32_t>(JobState::Failed)) {
      return damaged("a job is in a state that is none");
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

Status BinaryTrace::readDirectory(std::string_view bytes) {
  BinaryDecoder in(bytes);
  m_now_ns = in.take<std::int64_t>();
  m_flags = in.take<std::uint32_t>();
  const auto jobs = in.take<std::uint32_t>();
  for (BinarySection* part : {&m_wakes, &m_marks, &m_changes}) {
    part->offset = in.take<std::uint64_t>();
    part->bytes = in.take<std::uint64_t>();
    part->crc = in.take<std::uint32_t>();
  }
  constexpr std::size_t kLeastOfTrack = 88;
  const std::uint32_t tracks = in.takeCount(kLeastOfTrack);
  const auto cores = in.take<std::uint32_t>();
  if (cores > in.left() / kLeastOfTrack) {
    return damaged("it has fewer cores than it says");
  }
  m_tracks.resize(tracks);
  m_cores.resize(cores);
  std::size_t blocks = 0;
  for (auto* group : {&m_tracks, &m_cores}) {
    for (TrackEntry& track : *group) {
      if (const Status status = readTrack(in, track, blocks); !status) {
        return status;
      }
    }
  }
  // Blocks that are told of twice would make much of a small file; tracks share their number with nobody.
  std::uint64_t slices = 0;
  std::set<WorkerId> workers;
  for (const TrackEntry& track : m_tracks) {
    slices += track.slices;
    if (!workers.insert(track.info.worker).second) {
      return damaged("two tracks have one number");
    }
  }
  for (const TrackEntry& core : m_cores) {
    slices += core.slices;
  }
  if (slices > m_mapping->size / sizeof(BinarySlice)) {
    return damaged("it has fewer slices than it says");
  }
  m_core_running_ns.resize(in.takeCount(8));
  for (std::int64_t& ns : m_core_running_ns) {
    ns = in.take<std::int64_t>();
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
    m_kept_from_ns = in.take<std::int64_t>();
  }
  m_checked = std::make_unique<std::atomic<bool>[]>(blocks);
  if (cores > m_core_running_ns.size() || m_now_ns < 0 || m_kept_from_ns < 0) {
    return damaged("its directory contradicts itself");
  }
  return in.isWhole() ? Status() : damaged("its directory ends too early");
}

}  // namespace interleave
