// SPDX-License-Identifier: GPL-3.0-or-later
// Binary traces, whole, cut, flipped and forged, and everything that may be asked of one.
#pragma once

#include <algorithm>
#include <cstring>
#include <vector>

#include "core/trace_file/binary_trace.h"
#include "core/trace_file/trace_file.h"
#include "tests/unit/trace_file/trace_files.h"

namespace interleave {

class BinaryTraces : public TraceFiles {
 protected:
  static constexpr std::size_t kChunk = ChunkLevels::kSlices;

  SnapshotPtr read(const std::string& place) const {
    const Result<TraceImport> import = readTraceFile(place);
    EXPECT_TRUE(import) << import.error().message;
    return import ? import->snapshot : nullptr;
  }
  static BinaryHeader headerOf(const std::string& bytes) {
    BinaryHeader header;
    std::memcpy(&header, bytes.data(), sizeof header);
    return header;
  }
  /// With checksums of header, tops and directory that are right.
  static std::string mended(std::string bytes) {
    BinaryHeader header = headerOf(bytes);
    header.tops_crc = binaryCrc(bytes.data() + header.topsOffset(), header.topsBytes());
    header.directory_crc = binaryCrc(bytes.data() + header.directory_offset, header.directory_bytes);
    header.crc = header.rightCrc();
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
  }
  static ChunkTop topOf(const std::string& bytes, std::size_t chunk) {
    ChunkTop top;
    std::memcpy(static_cast<void*>(&top), bytes.data() + headerOf(bytes).topsOffset() + chunk * sizeof top, sizeof top);
    return top;
  }
  /// The same with a chunk's bytes changed by `edit`, and all its checksums made anew: nobody can tell but by sense.
  template <class Edit>
  static std::string forged(std::string bytes, std::size_t chunk, const Edit& edit) {
    const BinaryHeader header = headerOf(bytes);
    ChunkTop top = topOf(bytes, chunk);
    char* const slices = bytes.data() + header.slicesAt(chunk);
    char* const levels = bytes.data() + header.levelsAt(chunk);
    edit(slices, levels, top);
    top.slices_sum = binaryCrc(slices, BinaryHeader::kSlicesBytes);
    top.levels_sum = binaryCrc(levels, sizeof(ChunkLevels));
    std::memcpy(bytes.data() + header.topsOffset() + chunk * sizeof top, &top, sizeof top);
    return mended(std::move(bytes));
  }

  /// Everything that may be asked of a trace; fails where an answer is out of its range.
  static void askEverything(const TraceSnapshot& snapshot, std::mt19937_64& random) {
    for (const auto* group : {&snapshot.tracks, &snapshot.cores}) {
      for (const Track& track : *group) {
        askTrack(track, snapshot, random);
      }
    }
  }
  static void askColumns(const Track& track, const TraceSnapshot& snapshot, std::int64_t end_ns, std::int64_t columns,
                         std::int64_t coarse_ns) {
    const auto jobs = static_cast<std::uint32_t>(snapshot.jobs.size());
    std::vector<std::int64_t> times;
    for (std::int64_t c = 0; c <= columns; ++c) {
      times.push_back(end_ns / columns * c);
    }
    std::vector<TimeCut> cuts(times.size());
    track.cutAt(times, coarse_ns, cuts);
    for (std::size_t c = 0; c < times.size(); ++c) {
      ASSERT_LE(cuts[c].first, cuts[c].begun);
      ASSERT_LE(cuts[c].begun, track.size());
      ASSERT_TRUE(c == 0 || (cuts[c - 1].first <= cuts[c].first && cuts[c - 1].begun <= cuts[c].begun)) << c;
      ASSERT_TRUE(c == 0 || cuts[c - 1].running_ns <= cuts[c].running_ns + 65536) << c;
      if (c > 0 && cuts[c].begun > cuts[c - 1].first) {
        ASSERT_TRUE(isJobOf(track.dominantJob(cuts[c - 1].first, cuts[c].begun), jobs));
        const Rest rest = track.restOf(cuts[c - 1].first, cuts[c].begun, times[c - 1], times[c]);
        ASSERT_LT(index(rest.state), kStateCount);
        ASSERT_TRUE(isJobOf(track.jobAround(cuts[c - 1].first), jobs));
      }
    }
  }
  static void askTrack(const Track& track, const TraceSnapshot& snapshot, std::mt19937_64& random) {
    for (const std::int64_t columns : {1, 7, 30}) {  // of which no slices are read
      askColumns(track, snapshot, snapshot.now_ns, columns, snapshot.now_ns / columns);
    }
    std::int64_t last_ns = 0;
    for (std::size_t i = 0; i < track.size(); ++i) {
      const Slice slice = track.at(i);
      ASSERT_TRUE(slice.begin_ns >= last_ns && slice.end_ns > slice.begin_ns && index(slice.state) < kStateCount);
      ASSERT_TRUE(slice.job == kNoJob || number(slice.job) < snapshot.jobs.size());
      last_ns = slice.end_ns;
    }
    for (const std::int64_t columns : {1, 7, 300}) {
      for (const std::int64_t coarse_ns : {std::int64_t{0}, last_ns / columns}) {
        askColumns(track, snapshot, last_ns, columns, coarse_ns);
      }
    }
    for (int i = 0; i < 20 && last_ns > 0; ++i) {
      const auto from = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last_ns));
      const auto to = from + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last_ns));
      std::int64_t sum = 0;
      for (const std::int64_t time : track.timesIn(from, to)) {
        ASSERT_GE(time, 0);
        sum += time;
      }
      ASSERT_LE(sum, to - from + static_cast<std::int64_t>(kStateCount));
    }
  }
};

}  // namespace interleave
