// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column_view.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace interleave {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kAhead = 16;           // instants whose memory is on its way at once
constexpr std::int64_t kStepsOfColumn = 64;  // from that many on, its edges need no slices

void prefetchRange(const void* from, std::size_t bytes) {
  const char* const begin = static_cast<const char*>(from);
  for (std::size_t at = 0; at < bytes; at += kCacheLine) {
    __builtin_prefetch(begin + at);
  }
  __builtin_prefetch(begin + bytes - 1);
}

}  // namespace

// The last chunk that begins at or before the instant; the number of chunks when there is none.
std::size_t SliceColumnView::chunkAt(std::int64_t time_ns, std::size_t guess) const {
  const std::size_t begun = m_chunks.countBegunBy(time_ns, guess);
  return begun == 0 ? m_chunks.size() : begun - 1;
}

bool SliceColumnView::hasSteps(std::size_t chunk, std::int64_t coarse_ns) const {
  return isFull(chunk) && coarse_ns >> m_chunks[chunk].levels.step_shift >= kStepsOfColumn;
}

// From a block's begin on.
TimeCut SliceColumnView::walk(std::size_t chunk, std::size_t block, std::int64_t time_ns) const {
  const Chunk& in = m_chunks[chunk];
  TimeCut cut{0, 0, in.levels.blocks[block].times()};
  const std::size_t last = std::min((block + 1) * kBlock, filled(chunk));
  std::size_t i = block * kBlock;
  bool is_within = false;
  for (; i < last; ++i) {
    const std::int64_t begin_ns = in.slices[i].begin_ns();
    const std::int64_t end_ns = in.slices[i].end_ns();
    if (end_ns > time_ns) {
      is_within = begin_ns < time_ns;
      cut.before[index(in.slices[i].state())] += is_within ? time_ns - begin_ns : 0;
      break;
    }
    cut.before[index(in.slices[i].state())] += end_ns - begin_ns;
  }
  cut.first = chunk * kChunk + i;
  cut.begun = cut.first + (is_within ? 1 : 0);
  return cut;
}

// From a block's end back. REQUIRES: the chunk is full, or holds more than the block.
TimeCut SliceColumnView::walkBack(std::size_t chunk, std::size_t block, std::int64_t time_ns) const {
  const Chunk& in = m_chunks[chunk];
  TimeCut cut{0, 0, in.levels.blocks[block + 1].times()};
  std::size_t i = (block + 1) * kBlock;
  bool is_within = false;
  for (; i > block * kBlock; --i) {
    const std::int64_t begin_ns = in.slices[i - 1].begin_ns();
    const std::int64_t end_ns = in.slices[i - 1].end_ns();
    if (end_ns <= time_ns) {
      break;
    }
    is_within = begin_ns < time_ns;
    cut.before[index(in.slices[i - 1].state())] -= end_ns - std::max(begin_ns, time_ns);
  }
  cut.first = chunk * kChunk + i;
  cut.begun = cut.first + (is_within ? 1 : 0);
  return cut;
}

TimeCut SliceColumnView::cutIn(std::size_t chunk, std::int64_t time_ns) const {
  if (chunk == m_chunks.size()) {
    return chunk == 0 ? TimeCut{} : TimeCut{0, 0, m_chunks[0].levels.blocks[0].times()};
  }
  const ChunkLevels& levels = m_chunks[chunk].levels;
  if (!isFull(chunk)) {
    return walk(chunk, levels.blockAt(time_ns, filled(chunk)), time_ns);
  }
  const std::size_t block = levels.blockAt(time_ns);
  const bool is_nearer_end = levels.steps[levels.stepAt(time_ns)].begun > block * kBlock + kBlock / 2;
  return is_nearer_end ? walkBack(chunk, block, time_ns) : walk(chunk, block, time_ns);
}

// REQUIRES: the chunk is full.
TimeCut SliceColumnView::estimateIn(std::size_t chunk, std::int64_t time_ns) const {
  const ChunkLevels& levels = m_chunks[chunk].levels;
  const ChunkLevels::Estimate estimate = levels.estimateAt(time_ns);
  const std::size_t begun = chunk * kChunk + estimate.begun;
  TimeCut cut{begun, begun, levels.blocks[estimate.begun / kBlock].times()};
  cut.before[index(State::Running)] = estimate.running_ns;
  return cut;
}

std::size_t SliceColumnView::firstEndingAfter(std::int64_t time_ns) const {
  return cutIn(chunkAt(time_ns, 0), time_ns).first;
}

// What is read next of each instant's chunk is asked for while the others' is on its way.
void SliceColumnView::cutAt(std::span<const std::int64_t> times_ns, std::int64_t coarse_ns,
                            std::span<TimeCut> cuts) const {
  std::array<std::size_t, kAhead> chunks;
  std::size_t near = 0;
  for (std::size_t group = 0; group < times_ns.size(); group += kAhead) {
    const std::size_t count = std::min(kAhead, times_ns.size() - group);
    const std::span<const std::int64_t> times = times_ns.subspan(group, count);
    for (std::size_t i = 0; i < count; ++i) {
      chunks[i] = chunkAt(times[i], near);
      near = chunks[i];
      if (chunks[i] < m_chunks.size()) {
        __builtin_prefetch(&m_chunks[chunks[i]].levels);
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (chunks[i] < m_chunks.size() && isFull(chunks[i])) {
        const ChunkLevels& levels = m_chunks[chunks[i]].levels;
        prefetchRange(&levels.steps[levels.stepAt(times[i])], 2 * sizeof(ChunkLevels::Step));
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (chunks[i] == m_chunks.size() || !isFull(chunks[i])) {
        continue;
      }
      const Chunk& in = m_chunks[chunks[i]];
      const std::size_t begun = in.levels.steps[in.levels.stepAt(times[i])].begun;
      prefetchRange(&in.levels.blocks[begun / kBlock], sizeof(ChunkLevels::Block));
      if (!hasSteps(chunks[i], coarse_ns)) {
        // To the nearer end of the block.
        const std::size_t within = begun % kBlock;
        const bool is_nearer_end = within > kBlock / 2;
        const std::size_t first = is_nearer_end ? begun : begun - within;
        prefetchRange(&in.slices[std::min(first, kChunk - 1)],
                      (is_nearer_end ? kBlock - within : within + 4) * sizeof(PackedSlice));
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      const bool is_estimated = chunks[i] < m_chunks.size() && hasSteps(chunks[i], coarse_ns);
      cuts[group + i] = is_estimated ? estimateIn(chunks[i], times[i]) : cutIn(chunks[i], times[i]);
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

JobId SliceColumnView::jobAround(std::size_t i) const {
  const bool is_in_full_block = i / kBlock * kBlock + kBlock <= m_size;
  return is_in_full_block ? m_chunks[i / kChunk].levels.jobs[i % kChunk / kBlock] : packedAt(i).job();
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
  // Evenly spread over the range, at places that stay where they are when the range moves: a colour, not a measurement.
  const auto addEach = [&](std::size_t unit, const auto& jobOf) {
    const std::size_t count = (last - first) / unit;
    const std::size_t step = std::bit_ceil((count + kMost - 1) / kMost);
    const std::size_t begin = (first + unit - 1) / unit;
    for (std::size_t i = (begin + step - 1) / step * step; i < last / unit; i += step) {
      add(jobOf(i), 1);
    }
  };
  if (last - first <= kFew) {
    for (std::size_t i = first; i < last; ++i) {
      const PackedSlice& slice = packedAt(i);
      if (slice.state() == State::Running) {
        add(slice.job(), slice.length_ns());
      }
    }
  } else if (last - first >= 2 * ChunkLevels::kPart && last <= m_size / kChunk * kChunk) {
    addEach(ChunkLevels::kPart, [&](std::size_t part) {
      return m_chunks[part / ChunkLevels::kParts].levels.part_jobs[part % ChunkLevels::kParts];
    });
  } else {
    addEach(kBlock, [&](std::size_t block) {
      return m_chunks[block / ChunkLevels::kBlocks].levels.jobs[block % ChunkLevels::kBlocks];
    });
  }
  const auto most = std::max_element(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(known),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return known == 0 ? kNoJob : most->first;
}

}  // namespace interleave
