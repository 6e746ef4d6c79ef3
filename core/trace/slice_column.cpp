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

void SliceColumn::beginBlock(std::size_t at, std::int64_t begin_ns) {
  if (at == 0) {
    std::shared_ptr<SliceChunk> chunk = m_pool->take();
    m_chunk = chunk.get();
    m_view.m_chunks.push_back(std::move(chunk), begin_ns);
  }
  m_chunk->levels.beginBlock(at / ChunkLevels::kBlock, begin_ns, m_total);
}

}  // namespace interleave
