// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/binary_writer.h"

#include <zlib.h>

#include <utility>
#include <vector>

#include "core/trace_file/binary_format.h"
#include "core/trace_file/byte_sink.h"

namespace interleave {

std::uint32_t binaryCrc(const void* bytes, std::size_t size) {
  return static_cast<std::uint32_t>(crc32_z(0, static_cast<const Bytef*>(bytes), size));
}

namespace {

class BinaryWriter {
 public:
  BinaryWriter(const TraceSnapshot& snapshot, ByteSink sink, const ExportOptions& options)
      : m_snapshot(snapshot), m_sink(std::move(sink)), m_options(options) {}

  Status write();

 private:
  using Blocks = std::vector<BinaryBlock>;
  Result<Blocks> writeSlices(const Track& track);
  Result<BinarySection> writeSection(const std::string& bytes);
  void encodeTrack(const Track& track, const Blocks& blocks);
  void encodeJobs();
  void encodeNames();

  const TraceSnapshot& m_snapshot;
  ByteSink m_sink;
  const ExportOptions& m_options;
  BinaryEncoder m_directory;
  std::uint64_t m_done = 0;
  std::uint64_t m_all = 0;
};

Result<BinaryWriter::Blocks> BinaryWriter::writeSlices(const Track& track) {
  Blocks blocks;
  std::vector<BinarySlice> slices;
  for (std::size_t i = 0; i < track.size();) {
    slices.clear();
    for (; i < track.size() && slices.size() < kBlockSlices; ++i) {
      slices.push_back(BinarySlice::of(track.at(i)));
    }
    const std::size_t bytes = slices.size() * sizeof(BinarySlice);
    blocks.push_back({m_sink.written(), slices.front().slice().begin_ns, static_cast<std::uint32_t>(slices.size()),
                      binaryCrc(slices.data(), bytes)});
    if (m_options.stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "writing the trace was cancelled");
    }
    if (const Status status = m_sink.write({reinterpret_cast<const char*>(slices.data()), bytes}); !status) {
      return tl::unexpected(status.error());
    }
    m_done += slices.size();
    if (m_options.progress) {
      m_options.progress(m_done, m_all);
    }
  }
  return blocks;
}

Result<BinarySection> BinaryWriter::writeSection(const std::string& bytes) {
  const BinarySection section{m_sink.written(), bytes.size(), binaryCrc(bytes.data(), bytes.size())};
  if (const Status status = m_sink.write(bytes); !status) {
    return tl::unexpected(status.error());
  }
  return section;
}

void BinaryWriter::encodeTrack(const Track& track, const Blocks& blocks) {
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
  m_directory.put(static_cast<std::uint32_t>(blocks.size()));
  for (const BinaryBlock& block : blocks) {
    m_directory.put(block.offset);
    m_directory.put(block.begin_ns);
    m_directory.put(block.count);
    m_directory.put(block.crc);
  }
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

std::string encodedWakes(const WakeColumnView& wakes) {
  BinaryEncoder out;
  for (std::size_t i = 0; i < wakes.size(); ++i) {
    const Wake wake = wakes.at(i);
    out.put(wake.from_ns);
    out.put(wake.to_ns);
    out.put(number(wake.from));
    out.put(number(wake.to));
    out.put(static_cast<std::uint32_t>(wake.waited_for));
    out.put(std::uint32_t{0});
  }
  return out.bytes();
}

std::string encodedMarks(const GilMarksView& marks) {
  BinaryEncoder out;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const GilMark mark = marks.at(i);
    out.put(mark.time_ns);
    out.put(static_cast<std::uint32_t>(mark.kind));
    out.put(number(mark.worker));
    out.put(number(mark.holder));
    out.put(std::uint32_t{0});
  }
  return out.bytes();
}

std::string encodedChanges(const std::vector<IntervalChange>& changes) {
  BinaryEncoder out;
  for (const IntervalChange& change : changes) {
    out.put(change.time_ns);
    out.put(change.from_ms);
    out.put(change.to_ms);
  }
  return out.bytes();
}

Status BinaryWriter::write() {
  BinaryHeader header{};
  // A header that says nothing yet: a file that is cut short is none.
  if (const Status status = m_sink.write({reinterpret_cast<const char*>(&header), sizeof header}); !status) {
    return status;
  }
  std::vector<const Track*> tracks;
  for (const auto* group : {&m_snapshot.tracks, &m_snapshot.cores}) {
    for (const Track& track : *group) {
      tracks.push_back(&track);
      m_all += track.size();
    }
  }
  std::vector<Blocks> blocks;
  for (const Track* track : tracks) {
    Result<Blocks> written = writeSlices(*track);
    if (!written) {
      return tl::unexpected(written.error());
    }
    blocks.push_back(std::move(*written));
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
    encodeTrack(*tracks[i], blocks[i]);
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
  const std::string& directory = m_directory.bytes();
  std::memcpy(header.magic, kBinaryMagic, sizeof header.magic);
  header.version = kBinaryVersion;
  header.header_bytes = sizeof header;
  header.slice_bytes = sizeof(BinarySlice);
  header.directory_offset = m_sink.written();
  header.directory_bytes = directory.size();
  header.directory_crc = binaryCrc(directory.data(), directory.size());
  header.file_bytes = header.directory_offset + header.directory_bytes;
  header.crc = binaryCrc(&header, offsetof(BinaryHeader, crc));
  if (const Status status = m_sink.write(directory); !status) {
    return status;
  }
  if (const Status status = m_sink.rewrite({reinterpret_cast<const char*>(&header), sizeof header}); !status) {
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
