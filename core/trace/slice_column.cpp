// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column.h"

#include <algorithm>

namespace interleave {

PackedSlice::PackedSlice(const Slice& slice) {
  const auto begin = static_cast<std::uint64_t>(slice.begin_ns);
  const auto length = static_cast<std::uint64_t>(slice.length_ns());
  m_begin_and_length_low = begin << 16 | (length & 0xFFFF);
  m_job_length_high_state = static_cast<std::uint64_t>(number(slice.job)) << 32 | (length >> 16) << 8 |
                            static_cast<std::uint64_t>(slice.state);
}

Slice PackedSlice::unpacked() const {
  Slice slice;
  slice.begin_ns = begin_ns();
  const std::uint64_t length = (m_job_length_high_state >> 8 & 0xFFFFFF) << 16 | (m_begin_and_length_low & 0xFFFF);
  slice.end_ns = slice.begin_ns + static_cast<std::int64_t>(length);
  slice.job = JobId{static_cast<std::uint32_t>(m_job_length_high_state >> 32)};
  slice.state = static_cast<State>(m_job_length_high_state & 0xFF);
  return slice;
}

Slice SliceColumnView::at(std::size_t i) const { return m_chunks[i / kChunk]->slices[i % kChunk].unpacked(); }

std::size_t SliceColumnView::firstEndingAfter(std::int64_t time_ns) const {
  std::size_t low = 0;
  std::size_t high = m_size;
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (at(middle).end_ns > time_ns) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
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
    const Slice slice = at(i);
    times[index(slice.state)] += slice.length_ns();
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
  const auto most = std::max_element(jobs.begin(), jobs.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
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
  }
  SliceColumnView::Chunk& chunk = *m_view.m_chunks.back();
  SliceBlock& block = chunk.blocks[at % kChunk / kBlock];
  if (at % kBlock == 0) {
    block.before = m_total;
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
