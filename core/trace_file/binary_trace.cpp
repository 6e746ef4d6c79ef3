// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_trace.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "core/base/unique_fd.h"
#include "core/trace/trace_store.h"

namespace interleave {
namespace {

constexpr std::uint32_t kMostTracks = 1u << 20;

std::optional<std::int64_t> optionalTime(std::int64_t ns) {
  return ns == INT64_MIN ? std::nullopt : std::optional(ns);
}

}  // namespace

struct BinaryTrace::Mapping {
  const char* bytes = nullptr;
  std::size_t size = 0;

  Mapping(const char* at, std::size_t length) : bytes(at), size(length) {}
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { ::munmap(const_cast<char*>(bytes), size); }
  bool has(std::uint64_t offset, std::uint64_t length) const { return offset <= size && length <= size - offset; }
};

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
  m_checked = std::make_unique<std::atomic<bool>[]>(blocks);
  if (cores > m_core_running_ns.size() || m_now_ns < 0) {
    return damaged("its directory contradicts itself");
  }
  return in.isWhole() ? Status() : damaged("its directory ends too early");
}

Result<std::span<const BinarySlice>> BinaryTrace::block(const TrackEntry& track, std::size_t i) const {
  const BinaryBlock& block = track.blocks[i];
  const std::span<const BinarySlice> slices(reinterpret_cast<const BinarySlice*>(m_mapping->bytes + block.offset),
                                            block.count);
  std::atomic<bool>& is_checked = m_checked[track.first_checked + i];
  if (!is_checked.load(std::memory_order_acquire)) {
    if (binaryCrc(slices.data(), slices.size_bytes()) != block.crc) {
      return damaged(fmt::format("the checksum of the slices at byte {} is wrong", block.offset));
    }
    for (const BinarySlice& slice : slices) {
      if (index(slice.slice().state) >= kStateCount) {
        return damaged(fmt::format("a slice near byte {} is in a state that is none", block.offset));
      }
    }
    is_checked.store(true, std::memory_order_release);
  }
  return slices;
}

Result<std::string_view> BinaryTrace::section(const BinarySection& section) const {
  if (!m_mapping->has(section.offset, section.bytes)) {
    return damaged("a section lies outside the file");
  }
  const std::string_view bytes(m_mapping->bytes + section.offset, section.bytes);
  if (binaryCrc(bytes.data(), bytes.size()) != section.crc) {
    return damaged("a section's checksum is wrong");
  }
  return bytes;
}

Status BinaryTrace::fillTrack(const TrackEntry& track, const ImportOptions& options,
                              const std::function<void(const Slice&)>& add) const {
  for (std::size_t i = 0; i < track.blocks.size(); ++i) {
    if (options.stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "reading " + m_path + " was cancelled");
    }
    const Result<std::span<const BinarySlice>> slices = block(track, i);
    if (!slices) {
      return tl::unexpected(slices.error());
    }
    for (const BinarySlice& packed : *slices) {
      Slice slice = packed.slice();
      if (slice.job != kNoJob && number(slice.job) >= m_jobs.size()) {
        slice.job = kNoJob;
      }
      add(slice);
    }
    if (options.progress) {
      options.progress(track.blocks[i].offset, m_mapping->size);
    }
  }
  return {};
}

Result<SnapshotPtr> BinaryTrace::snapshot(const ImportOptions& options) const {
  std::uint32_t track_count = 0;
  for (const TrackEntry& track : m_tracks) {
    track_count = std::max(track_count, number(track.info.worker) + 1);
  }
  TraceStore store(track_count, m_jobs.size(), m_core_running_ns.size());
  for (const TrackEntry& track : m_tracks) {
    store.editInfo(track.info.worker) = track.info;
    const Status status = fillTrack(track, options, [&](const Slice& s) { store.append(track.info.worker, s); });
    if (!status) {
      return tl::unexpected(status.error());
    }
  }
  if (!m_cores.empty()) {
    store.showCores();
  }
  for (std::uint32_t core = 0; core < m_cores.size(); ++core) {
    store.editCoreInfo(core) = m_cores[core].info;
    const Status status = fillTrack(m_cores[core], options, [&](const Slice& s) { store.appendOnCore(core, s); });
    if (!status) {
      return tl::unexpected(status.error());
    }
  }
  for (std::uint32_t core = 0; core < m_core_running_ns.size(); ++core) {
    store.addCoreRunning(core, m_core_running_ns[core]);
  }
  const auto wakes = section(m_wakes), marks = section(m_marks), changes = section(m_changes);
  for (const auto* part : {&wakes, &marks, &changes}) {
    if (!*part) {
      return tl::unexpected(part->error());
    }
  }
  for (BinaryDecoder in(*wakes); in.left() >= 32;) {
    Wake wake{in.take<std::int64_t>(), in.take<std::int64_t>(), WorkerId{in.take<std::uint32_t>()},
              WorkerId{in.take<std::uint32_t>()}, State::Waiting};
    const auto state = in.take<std::uint32_t>();
    in.take<std::uint32_t>();
    wake.waited_for = state < kStateCount ? static_cast<State>(state) : State::Waiting;
    store.addWake(wake);
  }
  for (BinaryDecoder in(*marks); in.left() >= 24; in.take<std::uint32_t>()) {
    const auto time_ns = in.take<std::int64_t>();
    const auto kind = in.take<std::uint32_t>() == 0 ? GilMarkKind::DropRequest : GilMarkKind::ForcedSwitch;
    const WorkerId worker{in.take<std::uint32_t>()};
    store.addGilMark({time_ns, kind, worker, WorkerId{in.take<std::uint32_t>()}});
  }
  for (BinaryDecoder in(*changes); in.left() >= 24;) {
    const auto time_ns = in.take<std::int64_t>();
    const auto from_ms = in.take<double>();
    store.addIntervalChange({time_ns, from_ms, in.take<double>()});
  }
  if ((m_flags & 1) != 0) {
    store.setWatched();
  }
  if ((m_flags & 2) != 0) {
    store.setJobsInTurns();
  }
  store.setNames(m_names);
  store.editJobs() = m_jobs;
  store.publish(m_now_ns, false);
  return store.snapshot();
}

}  // namespace interleave
