// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_chunk.h"

#include <sys/mman.h>

#include <mutex>
#include <new>
#include <vector>

namespace interleave {

// Up to 2 MB of it are never written to.
struct SliceChunkPool::Slab {
  static constexpr std::size_t kHugePage = std::size_t{2} << 20;
  static constexpr std::size_t kChunks = kHugePage / sizeof(SliceChunk);

  static void* operator new(std::size_t) {
    void* memory = ::operator new(kHugePage, std::align_val_t(kHugePage));
    madvise(memory, kHugePage, MADV_HUGEPAGE);  // refused: it works all the same
    return memory;
  }
  static void operator delete(void* memory) { ::operator delete(memory, std::align_val_t(kHugePage)); }

  Slab() = default;  // not set to anything
  std::array<SliceChunk, kChunks> chunks;
};

struct SliceChunkPool::State {
  std::mutex mutex;       // guards those below
  std::size_t alone = 0;  // chunks handed out by themselves
  std::vector<std::unique_ptr<Slab>> slabs;
  std::size_t last_used = 0;       // chunks of the last slab that were handed out at least once
  std::vector<SliceChunk*> spare;  // that nobody has any more; with room for all, so that giving back can't fail

  SliceChunk* next() {
    if (!spare.empty()) {
      SliceChunk* const chunk = spare.back();
      spare.pop_back();
      return chunk;
    }
    if (slabs.empty() || last_used == Slab::kChunks) {
      spare.reserve((slabs.size() + 1) * Slab::kChunks);
      slabs.emplace_back(new Slab);
      last_used = 0;
    }
    return &slabs.back()->chunks[last_used++];
  }
};

SliceChunkPool::SliceChunkPool() : m_state(std::make_shared<State>()) {}

std::shared_ptr<SliceChunk> SliceChunkPool::take() {
  constexpr std::size_t kAlone = 32;
  const std::lock_guard lock(m_state->mutex);
  if (m_state->alone < kAlone) {
    ++m_state->alone;
    return std::make_shared_for_overwrite<SliceChunk>();
  }
  const auto giveBack = [state = m_state](SliceChunk* chunk) {
    const std::lock_guard giving(state->mutex);
    state->spare.push_back(chunk);
  };
  return {m_state->next(), giveBack};
}

}  // namespace interleave
