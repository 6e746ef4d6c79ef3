// SPDX-License-Identifier: GPL-3.0-or-later
// What libFuzzer calls with bytes of its own, and replay.cpp with those of tests/fuzz/corpus: as a Chrome trace, packed
// or not, and as a binary trace. What it asks beyond not to crash: slices stay in order, in the trace, and of a known
// job, and what is told of them in sum is in its range.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "core/trace_file/binary_trace.h"
#include "core/trace_file/chrome_trace_reader.h"

namespace {

using namespace interleave;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void checkTrack(const Track& track, std::uint32_t jobs) {
  std::int64_t last_ns = 0;
  for (std::size_t i = 0; i < track.size(); ++i) {
    const Slice slice = track.at(i);
    require(slice.begin_ns >= last_ns && slice.end_ns > slice.begin_ns && index(slice.state) < kStateCount);
    require(slice.job == kNoJob || number(slice.job) < jobs);
    last_ns = slice.end_ns;
  }
}

// As a picture of `columns` columns asks.
void checkColumns(const Track& track, std::uint32_t jobs, std::int64_t end_ns, std::int64_t columns) {
  std::vector<std::int64_t> times;
  for (std::int64_t c = 0; c <= columns; ++c) {
    times.push_back(end_ns / columns * c);
  }
  std::vector<TimeCut> cuts(times.size());
  track.cutAt(times, end_ns / columns, cuts);
  for (std::size_t c = 0; c < times.size(); ++c) {
    require(cuts[c].first <= cuts[c].begun && cuts[c].begun <= track.size());
    require(c == 0 || cuts[c - 1].begun <= cuts[c].begun);
    if (c > 0 && cuts[c].begun > cuts[c - 1].first) {
      require(isJobOf(track.dominantJob(cuts[c - 1].first, cuts[c].begun), jobs));
      require(index(track.restOf(cuts[c - 1].first, cuts[c].begun, times[c - 1], times[c]).state) < kStateCount);
    }
    for (const std::int64_t time : track.timesIn(times[c / 2], times[c])) {
      require(time >= 0);
    }
  }
}

void check(const TraceSnapshot& snapshot) {
  const auto jobs = static_cast<std::uint32_t>(snapshot.jobs.size());
  for (const auto* group : {&snapshot.tracks, &snapshot.cores}) {
    for (const Track& track : *group) {
      if (track.size() > 0) {
        checkColumns(track, jobs, snapshot.now_ns, 3);  // before any slice is looked at
        checkTrack(track, jobs);
        checkColumns(track, jobs, track.at(track.size() - 1).end_ns, 50);
      }
    }
  }
}

void readFrom(const std::string& bytes) {
  const int fd = memfd_create("fuzz", MFD_CLOEXEC);
  require(fd >= 0 && ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  if (const auto import = readChromeTrace(path)) {
    check(*import->snapshot);
  } else {
    require(!import.error().message.empty());
  }
  if (const auto trace = BinaryTrace::open(path)) {
    if (const auto snapshot = trace->snapshot()) {
      check(**snapshot);
    }
  }
  ::close(fd);
}

// The same with a header and checksums that are right: else hardly any change of a binary trace is looked into.
std::string mended(std::string bytes) {
  BinaryHeader header;
  std::memcpy(&header, bytes.data(), sizeof header);
  std::memcpy(header.magic, kBinaryMagic, sizeof header.magic);
  header.version = kBinaryVersion;
  header.header_bytes = BinaryHeader::kRoom;
  header.chunk_slices = ChunkLevels::kSlices;
  header.levels_bytes = sizeof(ChunkLevels);
  header.top_bytes = sizeof(ChunkTop);
  header.file_bytes = bytes.size();
  header.directory_offset = std::min<std::uint64_t>(header.directory_offset, bytes.size());
  header.directory_bytes = bytes.size() - header.directory_offset;
  const std::uint64_t room = bytes.size() - std::min<std::uint64_t>(bytes.size(), BinaryHeader::kRoom);
  header.chunks = static_cast<std::uint32_t>(std::min<std::uint64_t>(
      header.chunks, room / (BinaryHeader::kSlicesBytes + sizeof(ChunkLevels) + sizeof(ChunkTop))));
  if (header.topsBytes() <= header.directory_offset) {
    for (std::uint64_t chunk = 0; chunk < header.chunks; ++chunk) {
      char* const at = bytes.data() + header.topsOffset() + chunk * sizeof(ChunkTop);
      const std::uint32_t levels_sum = binaryCrc(bytes.data() + header.levelsAt(chunk), sizeof(ChunkLevels));
      const std::uint32_t slices_sum = binaryCrc(bytes.data() + header.slicesAt(chunk), BinaryHeader::kSlicesBytes);
      std::memcpy(at + offsetof(ChunkTop, levels_sum), &levels_sum, sizeof levels_sum);
      std::memcpy(at + offsetof(ChunkTop, slices_sum), &slices_sum, sizeof slices_sum);
    }
    header.tops_crc = binaryCrc(bytes.data() + header.topsOffset(), header.topsBytes());
  }
  header.directory_crc = binaryCrc(bytes.data() + header.directory_offset, header.directory_bytes);
  header.crc = header.rightCrc();
  std::fill_n(bytes.begin() + sizeof header, std::min<std::uint64_t>(bytes.size(), BinaryHeader::kRoom) - sizeof header,
              '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  readFrom(input);
  if (input.size() >= sizeof(BinaryHeader) && input.starts_with("ILTR")) {
    readFrom(mended(input));
  }
  return 0;
}
