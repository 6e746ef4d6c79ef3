// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace interleave {

// As many chunks as go into a huge page: a walk over all of a long run would miss the small ones' translations at each
// step. Memory that is not written to yet costs nothing, but for up to 2 MB of a track that has many already.
struct SliceColumn::Slab {
  static constexpr std::size_t kHugePage = std::size_t{2} << 20;
  static constexpr std::size_t kChunks = kHugePage / sizeof(Chunk);

  static void* operator new(std::size_t) {
    void* memory = ::operator new(kHugePage, std::align_val_t(kHugePage));
    madvise(memory, kHugePage, MADV_HUGEPAGE);  // refused: it works all the same
    return memory;
  }
  static void operator delete(void* memory) { ::operator delete(memory, std::align_val_t(kHugePage)); }

  Slab() = default;  // not set to anything
  std::array<Chunk, kChunks> chunks;
};

std::shared_ptr<SliceColumn::Chunk> SliceColumn::newChunk() {
  constexpr std::size_t kAlone = 8;
  if (m_view.m_chunks.size() < kAlone) {
    return std::make_shared_for_overwrite<Chunk>();
  }
  if (m_slab == nullptr || m_slab_used == Slab::kChunks) {
    m_slab.reset(new Slab);
    m_slab_used = 0;
  }
  return {m_slab, &m_slab->chunks[m_slab_used++]};
}

void SliceColumn::append(Slice slice) {
  slice.begin_ns = std::clamp(slice.begin_ns, m_end_ns, PackedSlice::kLatest_ns);
  slice.end_ns = std::min(slice.end_ns, PackedSlice::kLatest_ns);
  while (slice.begin_ns < slice.end_ns) {
    Slice part = slice;
    part.end_ns = std::min(slice.end_ns, slice.begin_ns + PackedSlice::kLongest_ns);
    appendPacked(part);
    slice.begin_ns = part.end_ns;
  }
}

void SliceColumn::appendPacked(const Slice& slice) {
  constexpr std::size_t kBlock = ChunkLevels::kBlock;
  const std::size_t at = m_view.m_size % ChunkLevels::kSlices;
  if (at == 0) {
    beginChunk(slice.begin_ns);
  }
  if (at % kBlock == 0) {
    m_chunk->levels.blocks[at / kBlock].set(slice.begin_ns, m_total);
  }
  m_chunk->slices[at] = PackedSlice(slice);
  m_total[index(slice.state)] += slice.length_ns();
  if (slice.state == State::Running) {
    if (slice.job != m_job) {
      countOtherJob(slice.job);
    }
    m_job_ns += slice.length_ns();
  }
  m_end_ns = slice.end_ns;
  if (at % kBlock == kBlock - 1) {
    m_chunk->levels.jobs[at / kBlock] = finishedBlockJob();
    if (at == ChunkLevels::kSlices - 1) {
      m_chunk->levels.finish(m_chunk->slices, m_end_ns, m_total);
    }
  }
  ++m_view.m_size;
}

void SliceColumn::beginChunk(std::int64_t begin_ns) {
  std::shared_ptr<Chunk> chunk = newChunk();
  m_chunk = chunk.get();
  m_chunk->levels.begin_ns = begin_ns;
  m_chunk->levels.running_before = m_total[index(State::Running)];
  m_view.m_chunks.push_back(std::move(chunk), begin_ns);
}

// Another one runs than before: what that one had is put with what it had earlier.
void SliceColumn::countOtherJob(JobId job) {
  const auto find = [this](JobId wanted) {
    return std::find_if(m_other_jobs.begin(), m_other_jobs.end(),
                        [&](const auto& entry) { return entry.first == wanted; });
  };
  if (m_job_ns > 0) {
    m_other_jobs.emplace_back(m_job, m_job_ns);
  }
  m_job = job;
  m_job_ns = 0;
  if (const auto found = find(job); found != m_other_jobs.end()) {
    m_job_ns = found->second;
    *found = m_other_jobs.back();
    m_other_jobs.pop_back();
  }
}

// Only a full block's job is ever read, so no view sees it being found out.
JobId SliceColumn::finishedBlockJob() {
  std::pair<JobId, std::int64_t> most{m_job_ns > 0 ? m_job : kNoJob, m_job_ns};
  for (const auto& other : m_other_jobs) {
    most = other.second > most.second ? other : most;
  }
  m_job_ns = 0;
  m_other_jobs.clear();
  return most.first;
}

}  // namespace interleave
