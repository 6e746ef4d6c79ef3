// SPDX-License-Identifier: GPL-3.0-or-later
// One track's finished slices: append-only chunks of 4096 packed ones, each with its levels of detail. Those that are
// too old to be kept go chunk by chunk.
//
// Threading: one thread appends; a copy (view()) may be read by any thread at the same time, for what a view speaks of
// is never written again. Ownership: chunks are shared between the column and its views.
#pragma once

#include <memory>

#include "core/trace/slice_column_view.h"

namespace interleave {

class SliceColumn {
 public:
  /// `pool`: where its chunks come from, of which columns may share one.
  explicit SliceColumn(std::shared_ptr<SliceChunkPool> pool = std::make_shared<SliceChunkPool>())
      : m_pool(std::move(pool)) {}

  /// Slices come in order and don't overlap; one that begins before the last one's end is cut to it, one that is then
  /// empty is dropped, one that is too long for the packed form is split.
  void append(const Slice& slice) {
    const bool fits = slice.begin_ns >= m_end_ns && slice.begin_ns < slice.end_ns &&
                      slice.end_ns <= PackedSlice::kLatest_ns && slice.length_ns() <= PackedSlice::kLongest_ns;
    if (fits) {
      put(slice);
    } else {
      putParts(slice);
    }
  }
  /// Lets go of the chunks at the front whose last slice ended at or before `limit_ns`; the one being filled stays.
  /// Views keep theirs. Returns how many went.
  std::size_t dropBefore(std::int64_t limit_ns);
  SliceColumnView view() const { return m_view; }
  std::int64_t end_ns() const { return m_end_ns; }

 private:
  void put(const Slice& slice) {
    const std::size_t at = m_view.m_size % ChunkLevels::kSlices;
    if (at % ChunkLevels::kBlock == 0) {
      beginBlock(at, slice.begin_ns);
    }
    m_chunk->slices[at] = PackedSlice(slice);
    m_total[index(slice.state)] += slice.length_ns();
    m_end_ns = slice.end_ns;
    if (at == ChunkLevels::kSlices - 1) {
      m_chunk->levels.finish(m_chunk->slices, m_end_ns, m_total);
    }
    ++m_view.m_size;
  }
  void putParts(const Slice& slice);
  void beginBlock(std::size_t at, std::int64_t begin_ns);

  SliceColumnView m_view;
  SliceChunk* m_chunk = nullptr;  // the one being filled
  std::int64_t m_end_ns = 0;
  StateTimes m_total{};
  std::shared_ptr<SliceChunkPool> m_pool;
};

}  // namespace interleave
