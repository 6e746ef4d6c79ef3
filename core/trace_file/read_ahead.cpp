// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/read_ahead.h"

namespace interleave {

// What most of a few dozen slices was is told from their chunk's levels, which are read for that; the slices are not.
void readAhead(const TraceSnapshot& snapshot, const std::stop_token& stop,
               const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
  constexpr std::size_t kFew = 4 * ChunkLevels::kGroup;
  constexpr std::size_t kChunk = ChunkLevels::kSlices;
  std::uint64_t all = 0;
  for (const Track& track : snapshot.tracks) {
    all += track.size() / kChunk;
  }
  std::uint64_t done = 0;
  for (const Track& track : snapshot.tracks) {
    for (std::size_t first = 0; first + kChunk <= track.size() && !stop.stop_requested(); first += kChunk) {
      track.restOf(first, first + kFew, 0, 0);
      ++done;
      if (progress) {
        progress(done, all);
      }
    }
  }
}

}  // namespace interleave
