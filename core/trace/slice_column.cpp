// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <new>

namespace interleave {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kAhead = 16;  // instants whose memory is on its way at once

void prefetchRange(const void* from, const void* to) {
  for (const char* line = static_cast<const char*>(from); line < static_cast<const char*>(to); line += kCacheLine) {
    __builtin_prefetch(line);
  }
}

constexpr std::size_t stored(State state) {
  return index(state) - 1;
}

// Of a chunk's full levels; the last one stands for its end.
template <class Levels>
std::size_t levelBefore(const Levels& levels, std::int64_t offset_ns, int shift) {
  return std::min(static_cast<std::size_t>(offset_ns >> shift), levels.size() - 1);
}

}  // namespace

// The last chunk that begins at or before the instant; the number of chunks when there is none.
std::size_t SliceColumnView::chunkAt(std::int64_t time_ns, std::size_t guess) const {
  const std::size_t begun = m_chunks.countBegunBy(time_ns, guess);
  return begun == 0 ? m_chunks.size() : begun - 1;
}

// `cut` holds the totals before `from_ns`, at which slices [0, low) of the chunk have begun; those from `high` on begin
// after `time_ns`.
TimeCut SliceColumnView::walk(TimeCut cut, std::size_t chunk, std::size_t low, std::size_t high, std::int64_t from_ns,
                              std::int64_t time_ns) const {
  const PackedSlice* slices = m_chunks[chunk].slices.data();
  std::size_t i = low > 0 ? low - 1 : 0;  // one that goes on at from_ns
  for (; i < high; ++i) {
    const std::int64_t begin_ns = slices[i].begin_ns();
    if (begin_ns > time_ns) {
      break;
    }
    const std::int64_t end_ns = slices[i].end_ns();
    cut.before[index(slices[i].state())] +=
        std::max<std::int64_t>(0, std::min(end_ns, time_ns) - std::max(begin_ns, from_ns));
    if (end_ns > time_ns) {
      break;
    }
  }
  cut.first = chunk * kChunk + i;
  return cut;
}

template <class Levels>
TimeCut SliceColumnView::cutAmong(const Levels& levels, std::size_t chunk, std::int64_t time_ns) const {
  const Chunk& in = m_chunks[chunk];
  const std::int64_t begin_ns = m_chunks.begin_ns(chunk);
  const std::size_t step = levelBefore(levels, time_ns - begin_ns, in.step_shift);
  TimeCut cut{0, in.before};
  for (std::size_t s = 0; s < kStored; ++s) {
    cut.before[s + 1] += static_cast<std::int64_t>(levels[step].before[s]);
  }
  const bool is_behind = step + 1 == levels.size();
  return walk(cut, chunk, levels[step].begun, is_behind ? kChunk : levels[step + 1].begun,
              begin_ns + (static_cast<std::int64_t>(step) << in.step_shift), time_ns);
}

TimeCut SliceColumnView::cutInDraft(std::size_t chunk, std::int64_t time_ns) const {
  const std::size_t size = m_size - chunk * kChunk;
  const auto blocks = static_cast<std::ptrdiff_t>((size + kBlock - 1) / kBlock);
  const auto* begins = m_draft->begins_ns.data();
  const auto block = static_cast<std::size_t>(std::upper_bound(begins, begins + blocks, time_ns) - begins - 1);
  return walk({0, m_draft->before[block]}, chunk, block * kBlock, std::min((block + 1) * kBlock, size), begins[block],
              time_ns);
}

TimeCut SliceColumnView::cutIn(std::size_t chunk, std::int64_t time_ns) const {
  if (chunk == m_chunks.size()) {
    return chunk == 0 ? TimeCut{} : TimeCut{0, m_chunks[0].before};
  }
  if (!isFull(chunk)) {
    return cutInDraft(chunk, time_ns);
  }
  const Chunk& in = m_chunks[chunk];
  return in.is_long ? cutAmong(in.long_levels, chunk, time_ns) : cutAmong(in.short_levels, chunk, time_ns);
}

void SliceColumnView::prefetchLevel(std::size_t chunk, std::int64_t time_ns) const {
  if (chunk == m_chunks.size() || !isFull(chunk)) {
    return;
  }
  const Chunk& in = m_chunks[chunk];
  const std::int64_t offset_ns = time_ns - m_chunks.begin_ns(chunk);
  if (in.is_long) {
    const LongLevel* level = &in.long_levels[levelBefore(in.long_levels, offset_ns, in.step_shift)];
    prefetchRange(level, level + 2);
  } else {
    const ShortLevel* level = &in.short_levels[levelBefore(in.short_levels, offset_ns, in.step_shift)];
    prefetchRange(level, level + 2);
  }
}

void SliceColumnView::prefetchSlices(std::size_t chunk, std::int64_t time_ns) const {
  if (chunk == m_chunks.size() || !isFull(chunk)) {
    return;
  }
  const Chunk& in = m_chunks[chunk];
  const std::int64_t offset_ns = time_ns - m_chunks.begin_ns(chunk);
  std::size_t low = 0;
  std::size_t high = 0;
  if (in.is_long) {
    const std::size_t step = levelBefore(in.long_levels, offset_ns, in.step_shift);
    low = in.long_levels[step].begun;
    high = in.long_levels[std::min(step + 1, kLongLevels)].begun;
  } else {
    const std::size_t step = levelBefore(in.short_levels, offset_ns, in.step_shift);
    low = in.short_levels[step].begun;
    high = in.short_levels[std::min(step + 1, kShortLevels)].begun;
  }
  constexpr std::size_t kMost = 64;
  low -= low > 0 ? 1 : 0;
  prefetchRange(&in.slices[low], in.slices.data() + std::min(high + 1, low + kMost));
}

std::size_t SliceColumnView::firstEndingAfter(std::int64_t time_ns) const {
  return cutIn(chunkAt(time_ns, 0), time_ns).first;
}

void SliceColumnView::cutAt(std::span<const std::int64_t> times_ns, std::span<TimeCut> cuts) const {
  std::array<std::size_t, kAhead> chunks;
  std::size_t near = 0;
  for (std::size_t group = 0; group < times_ns.size(); group += kAhead) {
    const std::size_t count = std::min(kAhead, times_ns.size() - group);
    const std::span<const std::int64_t> times = times_ns.subspan(group, count);
    for (std::size_t i = 0; i < count; ++i) {
      chunks[i] = chunkAt(times[i], near);
      near = chunks[i];
      prefetchLevel(chunks[i], times[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      prefetchSlices(chunks[i], times[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      cuts[group + i] = cutIn(chunks[i], times[i]);
    }
  }
}

StateTimes SliceColumnView::timesIn(std::int64_t begin_ns, std::int64_t end_ns) const {
  if (end_ns <= begin_ns) {
    return {};
  }
  StateTimes times = cutIn(chunkAt(end_ns, 0), end_ns).before;
  const StateTimes before = cutIn(chunkAt(begin_ns, 0), begin_ns).before;
  for (std::size_t i = 0; i < kStateCount; ++i) {
    times[i] -= before[i];
  }
  return times;
}

JobId SliceColumnView::dominantJob(std::size_t first, std::size_t last) const {
  constexpr std::size_t kFew = 2 * kBlock;
  constexpr std::size_t kMost = 16;
  std::array<std::pair<JobId, std::int64_t>, kFew> jobs;
  std::size_t known = 0;
  const auto add = [&](JobId job, std::int64_t weight) {
    const auto end = jobs.begin() + static_cast<std::ptrdiff_t>(known);
    const auto found = std::find_if(jobs.begin(), end, [&](const auto& entry) { return entry.first == job; });
    if (found != end) {
      found->second += weight;
    } else {
      jobs[known++] = {job, weight};
    }
  };
  if (last - first <= kFew) {
    for (std::size_t i = first; i < last; ++i) {
      const PackedSlice& slice = packedAt(i);
      if (slice.state() == State::Running) {
        add(slice.job(), slice.length_ns());
      }
    }
  } else {
    // A few whole blocks, evenly spread: a colour, not a measurement.
    const std::size_t begin_block = (first + kBlock - 1) / kBlock;
    const std::size_t end_block = last / kBlock;
    const std::size_t step = (end_block - begin_block + kMost - 1) / kMost;
    for (std::size_t i = begin_block; i < end_block; i += step) {
      add(m_chunks[i / kBlocks].dominant[i % kBlocks], 1);
    }
  }
  const auto most = std::max_element(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(known),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return known == 0 ? kNoJob : most->first;
}

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
  constexpr std::size_t kBlock = SliceColumnView::kBlock;
  const std::size_t at = m_view.m_size % SliceColumnView::kChunk;
  if (at == 0) {
    std::shared_ptr<Chunk> chunk = newChunk();
    m_chunk = chunk.get();
    m_chunk->before = m_total;
    m_view.m_chunks.push_back(std::move(chunk), slice.begin_ns);
    m_draft = std::make_shared_for_overwrite<SliceColumnView::Draft>();
    m_view.m_draft = m_draft;
  }
  if (at % kBlock == 0) {
    m_draft->before[at / kBlock] = m_total;
    m_draft->begins_ns[at / kBlock] = slice.begin_ns;
    m_block_jobs.clear();
  }
  m_chunk->slices[at] = PackedSlice(slice);
  m_total[index(slice.state)] += slice.length_ns();
  if (slice.state == State::Running) {
    countJob(slice.job, slice.length_ns());
  }
  if (at % kBlock == kBlock - 1) {
    finishBlock(at / kBlock);
  }
  m_end_ns = slice.end_ns;
  if (at == SliceColumnView::kChunk - 1) {
    finishChunk();
  }
  ++m_view.m_size;
}

void SliceColumn::countJob(JobId job, std::int64_t length_ns) {
  const auto found =
      std::find_if(m_block_jobs.begin(), m_block_jobs.end(), [&](const auto& entry) { return entry.first == job; });
  if (found != m_block_jobs.end()) {
    found->second += length_ns;
  } else {
    m_block_jobs.emplace_back(job, length_ns);
  }
}

// Only a full block's dominant job is ever read, so no view sees this write happen.
void SliceColumn::finishBlock(std::size_t block) {
  const auto most = std::max_element(m_block_jobs.begin(), m_block_jobs.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  m_chunk->dominant[block] = most == m_block_jobs.end() ? kNoJob : most->first;
}

// Levels are read by views that count the whole chunk alone, and those have no need of the draft.
void SliceColumn::finishChunk() {
  const std::int64_t begin_ns = m_chunk->slices.front().begin_ns();
  const std::int64_t length_ns = m_end_ns - begin_ns;
  m_chunk->is_long = length_ns > std::numeric_limits<std::uint32_t>::max();
  const auto fill = [&](auto& levels) {
    m_chunk->step_shift = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(length_ns) / (levels.size() - 1)));
    std::array<std::int64_t, SliceColumnView::kStored> before{};
    std::size_t i = 0;
    for (std::size_t step = 0; step < levels.size(); ++step) {
      const std::int64_t step_ns = begin_ns + (static_cast<std::int64_t>(step) << m_chunk->step_shift);
      // Whole slices before the step; the last of them may go on behind it.
      std::int64_t over_ns = 0;
      for (; i < SliceColumnView::kChunk && m_chunk->slices[i].begin_ns() < step_ns; ++i) {
        before[stored(m_chunk->slices[i].state())] += m_chunk->slices[i].length_ns();
      }
      auto& level = levels[step];
      level.begun = static_cast<std::uint16_t>(i);
      if (i > 0) {
        over_ns = std::max<std::int64_t>(0, m_chunk->slices[i - 1].end_ns() - step_ns);
        before[stored(m_chunk->slices[i - 1].state())] -= over_ns;
      }
      for (std::size_t s = 0; s < before.size(); ++s) {
        level.before[s] = static_cast<typename std::decay_t<decltype(level.before)>::value_type>(before[s]);
      }
      if (i > 0) {
        before[stored(m_chunk->slices[i - 1].state())] += over_ns;
      }
    }
  };
  m_chunk->is_long ? fill(m_chunk->long_levels) : fill(m_chunk->short_levels);
  m_view.m_draft = nullptr;
  m_draft = nullptr;
}

}  // namespace interleave
