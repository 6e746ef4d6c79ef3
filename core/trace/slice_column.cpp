// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column.h"

#include <algorithm>

namespace interleave {

// How many slices begin at or before the instant: by chunk, then by block, then within the block.
std::size_t SliceColumnView::countBegunBy(std::int64_t time_ns) const {
  const auto chunk_after = std::upper_bound(m_chunk_begins_ns.begin(), m_chunk_begins_ns.end(), time_ns);
  if (chunk_after == m_chunk_begins_ns.begin()) {
    return 0;
  }
  const auto chunk_number = static_cast<std::size_t>(chunk_after - m_chunk_begins_ns.begin()) - 1;
  const Chunk& chunk = *m_chunks[chunk_number];
  const std::size_t in_chunk = std::min(kChunk, m_size - chunk_number * kChunk);
  const std::size_t blocks = (in_chunk + kBlock - 1) / kBlock;
  const auto* block_after = std::upper_bound(chunk.block_begins_ns, chunk.block_begins_ns + blocks, time_ns);
  const auto first = (static_cast<std::size_t>(block_after - chunk.block_begins_ns) - 1) * kBlock;
  const PackedSlice* from = chunk.slices + first;
  const PackedSlice* to = chunk.slices + std::min(first + kBlock, in_chunk);
  const PackedSlice* after = std::upper_bound(
      from, to, time_ns, [](std::int64_t time, const PackedSlice& slice) { return time < slice.begin_ns(); });
  return chunk_number * kChunk + static_cast<std::size_t>(after - chunk.slices);
}

std::size_t SliceColumnView::firstEndingAfter(std::int64_t time_ns) const {
  // Slices don't overlap: of those that have begun, only the last can end later.
  const std::size_t begun = countBegunBy(time_ns);
  return begun > 0 && at(begun - 1).end_ns > time_ns ? begun - 1 : begun;
}

StateTimes SliceColumnView::timesBefore(std::int64_t time_ns) const {
  StateTimes times{};
  const std::size_t end = firstEndingAfter(time_ns);
  const std::size_t first_block = end / kBlock;
  if (m_size == 0) {
    return times;
  }
  std::size_t from = first_block * kBlock;
  if (from < m_size) {
    times = block(first_block).before;
  } else {
    // The range ends exactly behind the last full block, whose successor does not exist yet.
    times = block(first_block - 1).before;
    from -= kBlock;
  }
  for (std::size_t i = from; i < end; ++i) {
    const PackedSlice& slice = packedAt(i);
    times[index(slice.state())] += slice.length_ns();
  }
  if (end < m_size) {
    const Slice slice = at(end);
    times[index(slice.state)] += std::max<std::int64_t>(0, time_ns - slice.begin_ns);
  }
  return times;
}

StateTimes SliceColumnView::timesIn(std::int64_t begin_ns, std::int64_t end_ns) const {
  StateTimes times{};
  if (end_ns <= begin_ns) {
    return times;
  }
  times = timesBefore(end_ns);
  const StateTimes before = timesBefore(begin_ns);
  for (std::size_t i = 0; i < kStateCount; ++i) {
    times[i] -= before[i];
  }
  return times;
}

JobId SliceColumnView::dominantJob(std::size_t first, std::size_t last) const {
  constexpr std::size_t kFew = 2 * kBlock;
  std::vector<std::pair<JobId, std::int64_t>> jobs;
  const auto add = [&](JobId job, std::int64_t weight) {
    const auto found = std::find_if(jobs.begin(), jobs.end(), [&](const auto& entry) { return entry.first == job; });
    if (found != jobs.end()) {
      found->second += weight;
    } else if (jobs.size() < 64) {
      jobs.emplace_back(job, weight);
    }
  };
  if (last - first <= kFew) {
    for (std::size_t i = first; i < last; ++i) {
      const Slice slice = at(i);
      if (slice.state == State::Running) {
        add(slice.job, slice.length_ns());
      }
    }
  } else {
    // At most 64 whole blocks, evenly spread: a colour, not a measurement.
    const std::size_t begin_block = (first + kBlock - 1) / kBlock;
    const std::size_t end_block = last / kBlock;
    const std::size_t step = std::max<std::size_t>(1, (end_block - begin_block) / 64);
    for (std::size_t i = begin_block; i < end_block; i += step) {
      add(block(i).dominant, 1);
    }
  }
  const auto most =
      std::max_element(jobs.begin(), jobs.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == jobs.end() ? kNoJob : most->first;
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
  constexpr std::size_t kChunk = SliceColumnView::kChunk;
  const std::size_t at = m_view.m_size;
  if (at % kChunk == 0) {
    m_view.m_chunks.push_back(std::make_shared_for_overwrite<SliceColumnView::Chunk>());
    m_view.m_chunk_begins_ns.push_back(slice.begin_ns);
  }
  SliceColumnView::Chunk& chunk = *m_view.m_chunks.back();
  SliceBlock& block = chunk.blocks[at % kChunk / kBlock];
  if (at % kBlock == 0) {
    block.before = m_total;
    chunk.block_begins_ns[at % kChunk / kBlock] = slice.begin_ns;
    m_block_jobs.clear();
  }
  chunk.slices[at % kChunk] = PackedSlice(slice);
  m_total[index(slice.state)] += slice.length_ns();
  if (slice.state == State::Running) {
    const auto found = std::find_if(m_block_jobs.begin(), m_block_jobs.end(),
                                    [&](const auto& entry) { return entry.first == slice.job; });
    if (found != m_block_jobs.end()) {
      found->second += slice.length_ns();
    } else {
      m_block_jobs.emplace_back(slice.job, slice.length_ns());
    }
  }
  if (at % kBlock == kBlock - 1) {
    // Only a full block's dominant job is ever read, so no view sees this write happen.
    const auto most = std::max_element(m_block_jobs.begin(), m_block_jobs.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    block.dominant = most == m_block_jobs.end() ? kNoJob : most->first;
  }
  ++m_view.m_size;
  m_end_ns = slice.end_ns;
}

}  // namespace interleave
