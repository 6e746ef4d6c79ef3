// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_writer.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/trace/slice_column.h"
#include "core/trace_file/binary_format.h"
#include "core/trace_file/binary_records.h"
#include "core/trace_file/byte_sink.h"

namespace interleave {

namespace {

class BinaryWriter {
 public:
  BinaryWriter(const TraceSnapshot& snapshot, ByteSink sink, const ExportOptions& options)
      : m_snapshot(snapshot), m_sink(std::move(sink)), m_options(options) {}

  Status write();

 private:
  struct Written {
    std::uint32_t chunks = 0;
    StoredTail tail;
    StateTimes before_tail{};
    StateTimes total{};
  };
  Result<Written> writeTrack(const Track& track);
  Status writeChunk(StateTimes& total);
  Status writeTail(std::size_t size, Written& written);
  Status writeNext(std::string_view bytes);
  Result<BinarySection> writeSection(const std::string& bytes);
  void encodeTrack(const Track& track, const Written& written);
  void encodeJobs();
  void encodeNames();
  Status writeEnd();

  const TraceSnapshot& m_snapshot;
  ByteSink m_sink;
  const ExportOptions& m_options;
  BinaryHeader m_header{};
  std::array<PackedSlice, ChunkLevels::kSlices> m_slices{};
  ChunkLevels m_levels;
  std::vector<ChunkTop> m_tops;
  std::uint64_t m_next = 0;  // where in the file the next of the parts goes that follow one another
  BinaryEncoder m_directory;
  std::uint64_t m_done = 0;
  std::uint64_t m_all = 0;
};

// What is written of a track: its finished slices, then the one still growing, cut as a column cuts what is too long.
class WrittenSlices {
 public:
  explicit WrittenSlices(const Track& track) : m_track(track), m_finished(track.size() - (track.isOpen() ? 1 : 0)) {
    if (track.isOpen()) {
      SliceColumn column;
      column.append(track.at(m_finished));
      m_open = column.view();
    }
  }
  std::size_t size() const { return m_finished + m_open.size(); }
  Slice at(std::size_t i) const { return i < m_finished ? m_track.at(i) : m_open.at(i - m_finished); }

 private:
  const Track& m_track;
  std::size_t m_finished;
  SliceColumnView m_open;
};

template <class Object>
std::string_view bytesOf(const Object& object) {
  return {reinterpret_cast<const char*>(&object), sizeof object};
}

// The levels are made anew: of a run that dropped its begin those in memory speak of that too.
Status BinaryWriter::writeChunk(StateTimes& total) {
  m_levels.make(m_slices, total);
  total = m_levels.timesBefore(ChunkLevels::kBlocks);
  ChunkTop top = m_levels.top();
  top.levels_sum = binaryCrc(&m_levels, sizeof m_levels);
  top.slices_sum = binaryCrc(m_slices.data(), sizeof m_slices);
  if (const Status status = m_sink.writeAt(m_header.slicesAt(m_tops.size()), bytesOf(m_slices)); !status) {
    return status;
  }
  if (const Status status = m_sink.writeAt(m_header.levelsAt(m_tops.size()), bytesOf(m_levels)); !status) {
    return status;
  }
  m_tops.push_back(top);
  return {};
}

Status BinaryWriter::writeTail(std::size_t size, Written& written) {
  const std::span<const PackedSlice> slices = std::span(m_slices).first(size);
  for (const PackedSlice& slice : slices) {
    written.total[index(slice.state())] += slice.length_ns();
  }
  written.tail = {m_next, slices.front().begin_ns(), slices.back().end_ns(), static_cast<std::uint32_t>(size),
                  binaryCrc(slices.data(), slices.size_bytes())};
  return writeNext({reinterpret_cast<const char*>(slices.data()), slices.size_bytes()});
}

Result<BinaryWriter::Written> BinaryWriter::writeTrack(const Track& track) {
  Written written;
  const WrittenSlices slices(track);
  for (std::size_t i = 0; i < slices.size();) {
    std::size_t size = 0;
    for (; i < slices.size() && size < m_slices.size(); ++i, ++size) {
      Slice slice = slices.at(i);
      slice.job = number(slice.job) < m_snapshot.jobs.size() ? slice.job : kNoJob;
      m_slices[size] = PackedSlice(slice);
    }
    if (m_options.stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "writing the trace was cancelled");
    }
    const bool is_full = size == m_slices.size();
    if (const Status status = is_full ? writeChunk(written.total) : writeTail(size, written); !status) {
      return tl::unexpected(status.error());
    }
    if (is_full) {
      ++written.chunks;
      written.before_tail = written.total;
    }
    m_done += size;
    if (m_options.progress) {
      m_options.progress(m_done, m_all);
    }
  }
  written.tail.offset = written.tail.size > 0 ? written.tail.offset : m_next;
  return written;
}

Status BinaryWriter::writeNext(std::string_view bytes) {
  const Status status = m_sink.writeAt(m_next, bytes);
  m_next += bytes.size();
  return status;
}

Result<BinarySection> BinaryWriter::writeSection(const std::string& bytes) {
  const BinarySection section{m_next, bytes.size(), binaryCrc(bytes.data(), bytes.size())};
  if (const Status status = writeNext(bytes); !status) {
    return tl::unexpected(status.error());
  }
  return section;
}

void BinaryWriter::encodeTrack(const Track& track, const Written& written) {
  const TrackInfo& info = track.info();
  m_directory.put(number(info.worker));
  m_directory.put(static_cast<std::uint32_t>(info.kind));
  m_directory.put(info.pid);
  m_directory.put(info.tid);
  m_directory.put(info.parent_pid);
  m_directory.put(info.start_ns.value_or(INT64_MIN));
  m_directory.put(info.gone_ns.value_or(INT64_MIN));
  for (const std::uint64_t count : {info.ticks, info.samples, info.lost_samples, info.migrations, info.switches}) {
    m_directory.put(count);
  }
  m_directory.put(info.title);
  m_directory.put(info.error);
  m_directory.put(written.chunks);
  m_directory.put(written.tail.offset);
  m_directory.put(written.tail.begin_ns);
  m_directory.put(written.tail.end_ns);
  m_directory.put(written.tail.size);
  m_directory.put(written.tail.sum);
  m_directory.put(storedTimes(written.before_tail));
  m_directory.put(storedTimes(written.total));
}

void BinaryWriter::encodeJobs() {
  for (std::uint32_t i = 0; i < m_snapshot.jobs.size(); ++i) {
    const JobRecord& job = m_snapshot.jobs.at(JobId{i});
    m_directory.put(static_cast<std::uint32_t>(job.state));
    m_directory.put(number(job.worker));
    m_directory.put(job.first_worker ? number(*job.first_worker) : 0xFFFFFFFFu);
    m_directory.put(job.begin_ns.value_or(INT64_MIN));
    m_directory.put(job.end_ns.value_or(INT64_MIN));
    m_directory.put(job.ticks);
    m_directory.put(std::uint32_t{job.result.has_value()});
    m_directory.put(job.result.value_or(0));
    m_directory.put(job.error);
  }
}

void BinaryWriter::encodeNames() {
  m_directory.put(m_snapshot.names->shift_ns);
  m_directory.put(static_cast<std::uint32_t>(m_snapshot.names->jobs.size()));
  for (const std::string& name : m_snapshot.names->jobs) {
    m_directory.put(name);
  }
  m_directory.put(static_cast<std::uint32_t>(m_snapshot.names->processes.size()));
  for (const auto& [pid, name] : m_snapshot.names->processes) {
    m_directory.put(pid);
    m_directory.put(name);
  }
}

Status BinaryWriter::write() {
  std::vector<const Track*> tracks;
  for (const auto* group : {&m_snapshot.tracks, &m_snapshot.cores}) {
    for (const Track& track : *group) {
      const std::size_t size = WrittenSlices(track).size();
      tracks.push_back(&track);
      m_all += size;
      m_header.chunks += static_cast<std::uint32_t>(size / ChunkLevels::kSlices);
    }
  }
  // So that a file that is not whole is none the header comes last.
  m_tops.reserve(m_header.chunks);
  m_next = m_header.levelsAt(m_header.chunks);
  std::vector<Written> written;
  for (const Track* track : tracks) {
    Result<Written> done = writeTrack(*track);
    if (!done) {
      return tl::unexpected(done.error());
    }
    written.push_back(*done);
  }
  m_directory.put(m_snapshot.now_ns);
  m_directory.put(std::uint32_t{m_snapshot.is_watched} | std::uint32_t{m_snapshot.has_jobs_in_turns} << 1 |
                  std::uint32_t{m_snapshot.names != nullptr} << 2 | std::uint32_t{m_snapshot.kept_from_ns > 0} << 3);
  m_directory.put(static_cast<std::uint32_t>(m_snapshot.jobs.size()));
  for (const std::string& bytes : {encodedWakes(m_snapshot.wakes), encodedMarks(m_snapshot.gil_marks),
                                   encodedChanges(m_snapshot.interval_changes)}) {
    const Result<BinarySection> section = writeSection(bytes);
    if (!section) {
      return tl::unexpected(section.error());
    }
    m_directory.put(section->offset);
    m_directory.put(section->bytes);
    m_directory.put(section->crc);
  }
  m_directory.put(static_cast<std::uint32_t>(m_snapshot.tracks.size()));
  m_directory.put(static_cast<std::uint32_t>(m_snapshot.cores.size()));
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    encodeTrack(*tracks[i], written[i]);
  }
  m_directory.put(static_cast<std::uint32_t>(m_snapshot.core_running_ns.size()));
  for (const std::int64_t ns : m_snapshot.core_running_ns) {
    m_directory.put(ns);
  }
  encodeJobs();
  if (m_snapshot.names) {
    encodeNames();
  }
  if (m_snapshot.kept_from_ns > 0) {
    m_directory.put(m_snapshot.kept_from_ns);
  }
  return writeEnd();
}

Status BinaryWriter::writeEnd() {
  const std::string_view tops(reinterpret_cast<const char*>(m_tops.data()), m_tops.size() * sizeof(ChunkTop));
  const std::string& directory = m_directory.bytes();
  std::memcpy(m_header.magic, kBinaryMagic, sizeof m_header.magic);
  m_header.version = kBinaryVersion;
  m_header.header_bytes = BinaryHeader::kRoom;
  m_header.chunk_slices = ChunkLevels::kSlices;
  m_header.levels_bytes = sizeof(ChunkLevels);
  m_header.top_bytes = sizeof(ChunkTop);
  m_header.tops_crc = binaryCrc(tops.data(), tops.size());
  m_header.directory_offset = m_next + tops.size();
  m_header.directory_bytes = directory.size();
  m_header.directory_crc = binaryCrc(directory.data(), directory.size());
  m_header.file_bytes = m_header.directory_offset + m_header.directory_bytes;
  m_header.crc = m_header.rightCrc();
  for (const std::string_view part : {tops, std::string_view(directory)}) {
    if (const Status status = writeNext(part); !status) {
      return status;
    }
  }
  std::string header(BinaryHeader::kRoom, '\0');
  std::memcpy(header.data(), &m_header, sizeof m_header);
  if (const Status status = m_sink.writeAt(0, header); !status) {
    return status;
  }
  return m_sink.finish();
}

}  // namespace

Status writeBinaryTrace(const TraceSnapshot& snapshot, const std::string& path, const ExportOptions& options) {
  Result<ByteSink> sink = ByteSink::create(path, Packing::None);
  if (!sink) {
    return tl::unexpected(sink.error());
  }
  return BinaryWriter(snapshot, std::move(*sink), options).write();
}

}  // namespace interleave
