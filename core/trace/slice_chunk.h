// SPDX-License-Identifier: GPL-3.0-or-later
// 4096 slices with their levels, and where such chunks come from.
//
// Threading: any thread may take chunks, and let go of them. Ownership: a chunk keeps the memory that it shares with
// others alive.
#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "core/trace/chunk_levels.h"

namespace interleave {

struct SliceChunk {
  ChunkLevels levels;
  std::array<PackedSlice, ChunkLevels::kSlices> slices;
};

/// Hands out chunks that are not set to anything. The first few lie by themselves. All others share huge pages, as many
/// as go into one: a walk over all of a long run would miss the small ones' translations at each step. Of these, one
/// that nobody has any more is handed out again, so that a run that drops its oldest ones needs no more than it has at
/// once.
class SliceChunkPool {
 public:
  SliceChunkPool();
  std::shared_ptr<SliceChunk> take();

 private:
  struct Slab;
  struct State;
  std::shared_ptr<State> m_state;  // outlives us while there are chunks
};

}  // namespace interleave
