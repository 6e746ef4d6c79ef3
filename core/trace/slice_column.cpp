// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <new>

namespace interleave {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kAhead = 16;  // instants whose memory is on its way at once

const PackedSlice* firstBegunAfter(const PackedSlice* from, const PackedSlice* to, std::int64_t time_ns) {
  return std::upper_bound(from, to, time_ns,
                          [](std::int64_t time, const PackedSlice& slice) { return time < slice.begin_ns(); });
}

}  // namespace

SliceColumnView::Place SliceColumnView::placeOf(std::int64_t time_ns, std::size_t chunk) const {
  if (chunk == m_chunks.size()) {
    return {chunk, 0, 0};
  }
  const Chunk& in = m_chunks[chunk];
  if (isFull(chunk)) {
    const auto step = static_cast<std::size_t>((time_ns - m_chunks.begin_ns(chunk)) >> in.step_shift);
    return step < kSteps ? Place{chunk, in.begun_before_step[step], in.begun_before_step[step + 1]}
                         : Place{chunk, kChunk, kChunk};
  }
  const std::size_t size = m_size - chunk * kChunk;
  const auto blocks = static_cast<std::ptrdiff_t>((size + kBlock - 1) / kBlock);
  const auto after = std::upper_bound(in.block_begins_ns.begin(), in.block_begins_ns.begin() + blocks, time_ns);
  const auto first = static_cast<std::size_t>(after - in.block_begins_ns.begin() - 1) * kBlock;
  return {chunk, first, std::min(first + kBlock, size)};
}

std::size_t SliceColumnView::firstEndingAfter(std::int64_t time_ns, const Place& place) const {
  if (place.chunk == m_chunks.size()) {
    return 0;
  }
  const PackedSlice* slices = m_chunks[place.chunk].slices.data();
  const PackedSlice* after = firstBegunAfter(slices + place.low, slices + place.high, time_ns);
  const std::size_t begun = place.chunk * kChunk + static_cast<std::size_t>(after - slices);
  // Slices don't overlap: of those that have begun, only the last can end later.
  return begun > 0 && packedAt(begun - 1).end_ns() > time_ns ? begun - 1 : begun;
}

std::size_t SliceColumnView::firstEndingAfter(std::int64_t time_ns) const {
  const std::size_t chunks = m_chunks.countBegunBy(time_ns);
  return firstEndingAfter(time_ns, placeOf(time_ns, chunks == 0 ? m_chunks.size() : chunks - 1));
}

TimeCut SliceColumnView::cutAt(std::int64_t time_ns, std::size_t first) const {
  TimeCut cut{first, {}};
  if (m_size == 0) {
    return cut;
  }
  // Behind the last full block its successor may not exist yet.
  const std::size_t nearest = first < m_size ? first / kBlock : (m_size - 1) / kBlock;
  cut.before = block(nearest).before;
  const PackedSlice* slice = &packedAt(nearest * kBlock);
  for (std::size_t i = nearest * kBlock; i < first; ++i, ++slice) {
    cut.before[index(slice->state())] += slice->length_ns();
  }
  if (first < m_size) {
    cut.before[index(slice->state())] += std::max<std::int64_t>(0, time_ns - slice->begin_ns());
  }
  return cut;
}

void SliceColumnView::prefetchStep(std::int64_t time_ns, std::size_t chunk) const {
  if (chunk < m_chunks.size() && isFull(chunk)) {
    const Chunk& in = m_chunks[chunk];
    const auto step = static_cast<std::size_t>((time_ns - m_chunks.begin_ns(chunk)) >> in.step_shift);
    __builtin_prefetch(&in.begun_before_step[std::min(step, kSteps)]);
  }
}

void SliceColumnView::prefetch(const Place& place) const {
  if (place.chunk == m_chunks.size()) {
    return;
  }
  const Chunk& in = m_chunks[place.chunk];
  const std::size_t at = std::min(place.low, kChunk - 1);
  const auto* totals = reinterpret_cast<const char*>(&in.blocks[at / kBlock]);
  __builtin_prefetch(totals);
  __builtin_prefetch(totals + sizeof(Block) - 1);
  const auto* from = reinterpret_cast<const char*>(&in.slices[at / kBlock * kBlock]);
  const auto* to = reinterpret_cast<const char*>(&in.slices[std::min(place.high, kChunk - 1)]);
  to = std::min(to, from + 2 * kBlock * sizeof(PackedSlice));
  for (const char* line = from; line <= to; line += kCacheLine) {
    __builtin_prefetch(line);
  }
}

void SliceColumnView::cutAt(std::span<const std::int64_t> times_ns, std::span<TimeCut> cuts) const {
  std::array<Place, kAhead> places;
  std::size_t chunk = 0;
  for (std::size_t group = 0; group < times_ns.size(); group += kAhead) {
    const std::size_t count = std::min(kAhead, times_ns.size() - group);
    const std::span<const std::int64_t> times = times_ns.subspan(group, count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t begun = m_chunks.countBegunBy(times[i], chunk);
      places[i].chunk = begun == 0 ? m_chunks.size() : begun - 1;
      chunk = begun == 0 ? 0 : begun - 1;
      prefetchStep(times[i], places[i].chunk);
    }
    for (std::size_t i = 0; i < count; ++i) {
      places[i] = placeOf(times[i], places[i].chunk);
      prefetch(places[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      cuts[group + i] = cutAt(times[i], firstEndingAfter(times[i], places[i]));
    }
  }
}

StateTimes SliceColumnView::timesIn(std::int64_t begin_ns, std::int64_t end_ns) const {
  if (end_ns <= begin_ns) {
    return {};
  }
  StateTimes times = cutAt(end_ns, firstEndingAfter(end_ns)).before;
  const StateTimes before = cutAt(begin_ns, firstEndingAfter(begin_ns)).before;
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
    const auto found = std::find_if(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(known),
                                    [&](const auto& entry) { return entry.first == job; });
    if (found != jobs.begin() + static_cast<std::ptrdiff_t>(known)) {
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
    const std::size_t step = std::max<std::size_t>(1, (end_block - begin_block) / kMost);
    for (std::size_t i = begin_block; i < end_block; i += step) {
      add(block(i).dominant, 1);
    }
  }
  const auto most = std::max_element(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(known),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return known == 0 ? kNoJob : most->first;
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
    m_view.m_chunks.push_back(std::move(chunk), slice.begin_ns);
  }
  if (at % kBlock == 0) {
    m_chunk->blocks[at / kBlock].before = m_total;
    m_chunk->block_begins_ns[at / kBlock] = slice.begin_ns;
    m_block_jobs.clear();
  }
  m_chunk->slices[at] = PackedSlice(slice);
  m_total[index(slice.state)] += slice.length_ns();
  if (slice.state == State::Running) {
    countJob(slice.job, slice.length_ns());
  }
  if (at % kBlock == kBlock - 1) {
    // Only a full block's dominant job is ever read, so no view sees this write happen.
    const auto most = std::max_element(m_block_jobs.begin(), m_block_jobs.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    m_chunk->blocks[at / kBlock].dominant = most == m_block_jobs.end() ? kNoJob : most->first;
  }
  m_end_ns = slice.end_ns;
  if (at == SliceColumnView::kChunk - 1) {
    indexByTime(*m_chunk, m_end_ns);  // read by views that count the whole chunk alone
  }
  ++m_view.m_size;
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

void SliceColumn::countJob(JobId job, std::int64_t length_ns) {
  const auto found =
      std::find_if(m_block_jobs.begin(), m_block_jobs.end(), [&](const auto& entry) { return entry.first == job; });
  if (found != m_block_jobs.end()) {
    found->second += length_ns;
  } else {
    m_block_jobs.emplace_back(job, length_ns);
  }
}

void SliceColumn::indexByTime(Chunk& chunk, std::int64_t end_ns) {
  const std::int64_t begin_ns = chunk.slices.front().begin_ns();
  const auto length_ns = static_cast<std::uint64_t>(end_ns - begin_ns);
  chunk.step_shift = std::max(0, static_cast<int>(std::bit_width(length_ns / SliceColumnView::kSteps)));
  std::size_t step = 0;
  for (std::size_t i = 0; i < chunk.slices.size(); ++i) {
    const auto last =
        static_cast<std::size_t>(chunk.slices[i].begin_ns() - begin_ns) >> static_cast<unsigned>(chunk.step_shift);
    for (; step <= last; ++step) {
      chunk.begun_before_step[step] = static_cast<std::uint16_t>(i);
    }
  }
  for (; step <= SliceColumnView::kSteps; ++step) {
    chunk.begun_before_step[step] = static_cast<std::uint16_t>(chunk.slices.size());
  }
}

}  // namespace interleave
