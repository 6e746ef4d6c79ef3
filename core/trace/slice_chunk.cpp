// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_chunk.h"

#include <sys/mman.h>

#include <new>

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

std::shared_ptr<SliceChunk> SliceChunkPool::take() {
  constexpr std::size_t kAlone = 32;
  const std::lock_guard lock(m_mutex);
  if (m_alone < kAlone) {
    ++m_alone;
    return std::make_shared_for_overwrite<SliceChunk>();
  }
  if (m_slab == nullptr || m_slab_used == Slab::kChunks) {
    m_slab.reset(new Slab);
    m_slab_used = 0;
  }
  return {m_slab, &m_slab->chunks[m_slab_used++]};
}

}  // namespace interleave
