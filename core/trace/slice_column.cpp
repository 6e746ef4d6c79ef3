// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column.h"

#include <algorithm>
#include <utility>

namespace interleave {

void SliceColumn::putParts(const Slice& slice) {
  Slice part = slice;
  part.begin_ns = std::clamp(slice.begin_ns, m_end_ns, PackedSlice::kLatest_ns);
  const std::int64_t end_ns = std::min(slice.end_ns, PackedSlice::kLatest_ns);
  for (; part.begin_ns < end_ns; part.begin_ns = part.end_ns) {
    part.end_ns = std::min(end_ns, part.begin_ns + PackedSlice::kLongest_ns);
    put(part);
  }
}

std::size_t SliceColumn::dropBefore(std::int64_t limit_ns) {
  const std::size_t full = m_view.m_size / ChunkLevels::kSlices;
  std::size_t dropped = 0;
  while (dropped < full && m_view.chunkEnd_ns(dropped) <= limit_ns) {
    ++dropped;
  }
  if (dropped > 0) {
    const ChunkLevels& last = m_view.m_chunks[dropped - 1].levels;
    m_view.m_dropped = last.timesBefore(ChunkLevels::kBlocks);
    m_view.m_kept_from_ns = m_view.chunkEnd_ns(dropped - 1);
    m_view.m_size -= dropped * ChunkLevels::kSlices;
    m_view.m_chunks.dropFront(dropped);
  }
  return dropped;
}

void SliceColumn::beginBlock(std::size_t at, std::int64_t begin_ns) {
  if (at == 0) {
    std::shared_ptr<SliceChunk> chunk = m_pool->take();
    m_chunk = chunk.get();
    m_view.m_chunks.push_back(std::move(chunk), begin_ns);
  }
  m_chunk->levels.beginBlock(at / ChunkLevels::kBlock, begin_ns, m_total);
}

}  // namespace interleave
