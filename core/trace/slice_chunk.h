// SPDX-License-Identifier: GPL-3.0-or-later
// 4096 slices with their levels, and where such chunks come from.
//
// Threading: any threads may take chunks of one pool, as a file's tracks are read by several; chunks may be let go of
// by any. Ownership: a chunk keeps the memory that it shares with others alive.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>

#include "core/trace/chunk_levels.h"

namespace interleave {

struct SliceChunk {
  ChunkLevels levels;
  std::array<PackedSlice, ChunkLevels::kSlices> slices;
};

/// Hands out chunks that are not set to anything. The first few lie by themselves. All others share huge pages, as many
/// as go into one: a walk over all of a long run would miss the small ones' translations at each step.
class SliceChunkPool {
 public:
  std::shared_ptr<SliceChunk> take();

 private:
  struct Slab;
  std::mutex m_mutex;
  std::size_t m_alone = 0;  // chunks handed out by themselves
  std::shared_ptr<Slab> m_slab;
  std::size_t m_slab_used = 0;  // chunks of it
};

}  // namespace interleave
