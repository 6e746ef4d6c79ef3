// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_column_view.h"

#include <algorithm>

namespace interleave {
namespace {

constexpr std::size_t kCacheLine = 64;
constexpr std::size_t kAhead = 16;           // instants whose memory is on its way at once
constexpr std::int64_t kStepsOfColumn = 16;  // from that many on, its edges need no slices
constexpr std::size_t kMostInStep = 64;      // slices that are walked through before it is divided otherwise

void prefetch(const void* from, std::size_t bytes) {
  __builtin_prefetch(from);
  __builtin_prefetch(static_cast<const char*>(from) + bytes - 1);
}

bool isCoarse(const ChunkLevels& levels, std::int64_t coarse_ns) {
  return coarse_ns >= kStepsOfColumn * levels.step_ns();
}

}  // namespace

// The last chunk that begins at or before the instant; the number of chunks when there is none.
std::size_t SliceColumnView::chunkAt(std::int64_t time_ns, std::size_t guess) const {
  const std::size_t begun = m_chunks.countBegunBy(time_ns, guess);
  return begun == 0 ? m_chunks.size() : begun - 1;
}

// From a block's begin on.
SliceColumnView::ExactCut SliceColumnView::walkOn(std::size_t chunk, std::size_t block, std::int64_t time_ns) const {
  const SliceChunk& in = m_chunks[chunk];
  ExactCut found{{}, in.levels.timesBefore(block)};
  const std::size_t last =
      isFull(chunk) ? (block + 1) * kBlock : std::min((block + 1) * kBlock, m_size - chunk * kChunk);
  std::size_t i = block * kBlock;
  std::size_t within = 0;  // whether one goes on at the instant
  for (; i < last; ++i) {
    const PackedSlice slice = in.slices[i];
    const std::int64_t begin_ns = slice.begin_ns();
    if (slice.end_ns() > time_ns) {
      within = begin_ns < time_ns ? 1 : 0;
      found.before[index(slice.state())] += within > 0 ? time_ns - begin_ns : 0;
      break;
    }
    found.before[index(slice.state())] += slice.length_ns();
  }
  i += chunk * kChunk;
  found.cut = {i, i + within, found.before[index(State::Running)]};
  return found;
}

// From a block's end back. REQUIRES: the chunk is full.
SliceColumnView::ExactCut SliceColumnView::walkBack(std::size_t chunk, std::size_t block, std::int64_t time_ns) const {
  const SliceChunk& in = m_chunks[chunk];
  ExactCut found{{}, in.levels.timesBefore(block + 1)};
  std::size_t i = (block + 1) * kBlock;
  std::size_t within = 0;
  for (; i > block * kBlock && in.slices[i - 1].end_ns() > time_ns; --i) {
    const PackedSlice slice = in.slices[i - 1];
    within = slice.begin_ns() < time_ns ? 1 : 0;
    found.before[index(slice.state())] -= slice.end_ns() - std::max(slice.begin_ns(), time_ns);
  }
  i += chunk * kChunk;
  found.cut = {i, i + within, found.before[index(State::Running)]};
  return found;
}

SliceColumnView::ExactCut SliceColumnView::exactCut(std::size_t chunk, std::int64_t time_ns) const {
  if (chunk == m_chunks.size()) {
    return {{0, 0, m_dropped[index(State::Running)]}, m_dropped};
  }
  const ChunkLevels& levels = m_chunks[chunk].levels;
  if (!isFull(chunk)) {
    return walkOn(chunk, levels.blockAt(time_ns, m_size - chunk * kChunk), time_ns);
  }
  const std::size_t block = levels.blockAt(time_ns);
  const bool is_nearer_end = levels.beforeStep(levels.stepAt(time_ns)).begun > block * kBlock + kBlock / 2;
  return is_nearer_end ? walkBack(chunk, block, time_ns) : walkOn(chunk, block, time_ns);
}

// Of the slices only those of one step are read, if any.
TimeCut SliceColumnView::cutIn(std::size_t chunk, std::int64_t time_ns, std::int64_t coarse_ns) const {
  if (chunk == m_chunks.size() || !isFull(chunk)) {
    return exactCut(chunk, time_ns).cut;
  }
  const SliceChunk& in = m_chunks[chunk];
  const std::size_t base = chunk * kChunk;
  if (isCoarse(in.levels, coarse_ns)) {
    const ChunkLevels::Before before = in.levels.estimateAt(time_ns);
    return {base + before.begun, base + before.begun, before.running_ns};
  }
  const std::size_t step = in.levels.stepAt(time_ns);
  const ChunkLevels::Before before = in.levels.beforeStep(step);
  if (step < ChunkLevels::kSteps && in.levels.beforeStep(step + 1).begun > before.begun + kMostInStep) {
    return exactCut(chunk, time_ns).cut;
  }
  const std::int64_t from_ns = in.levels.stepBegin_ns(step);
  std::size_t i = before.begun > 0 ? before.begun - 1 : 0;  // one that may go on at the step
  std::size_t within = 0;
  std::int64_t running_ns = before.running_ns;
  for (; i < kChunk; ++i) {
    const PackedSlice slice = in.slices[i];
    const std::int64_t begin_ns = slice.begin_ns();
    if (begin_ns >= time_ns) {
      break;
    }
    const std::int64_t end_ns = slice.end_ns();
    if (slice.state() == State::Running) {
      running_ns += std::max<std::int64_t>(0, std::min(end_ns, time_ns) - std::max(begin_ns, from_ns));
    }
    if (end_ns > time_ns) {
      within = 1;
      break;
    }
  }
  return {base + i, base + i + within, running_ns};
}

std::size_t SliceColumnView::firstEndingAfter(std::int64_t time_ns) const {
  return cutIn(chunkAt(time_ns, 0), time_ns, 0).first;
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
        prefetch(&m_chunks[chunks[i]].levels, 2 * kCacheLine);
      }
    }
    const auto hasSteps = [&](std::size_t i) { return chunks[i] < m_chunks.size() && isFull(chunks[i]); };
    for (std::size_t i = 0; i < count; ++i) {
      if (hasSteps(i)) {
        const ChunkLevels& levels = m_chunks[chunks[i]].levels;
        prefetch(levels.stepAddress(levels.stepAt(times[i])), 12);
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (!hasSteps(i)) {
        continue;
      }
      const SliceChunk& in = m_chunks[chunks[i]];
      const std::size_t begun = in.levels.beforeStep(in.levels.stepAt(times[i])).begun;
      __builtin_prefetch(in.levels.restAddress(std::min(begun / ChunkLevels::kGroup, ChunkLevels::kGroups - 1)));
      if (!isCoarse(in.levels, coarse_ns)) {
        prefetch(&in.slices[begun > 0 ? begun - 1 : 0], 6 * sizeof(PackedSlice));
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      cuts[group + i] = cutIn(chunks[i], times[i], coarse_ns);
    }
  }
}

StateTimes SliceColumnView::timesIn(std::int64_t begin_ns, std::int64_t end_ns) const {
  if (end_ns <= begin_ns) {
    return {};
  }
  StateTimes times = exactCut(chunkAt(end_ns, 0), end_ns).before;
  const StateTimes before = exactCut(chunkAt(begin_ns, 0), begin_ns).before;
  for (std::size_t i = 0; i < kStateCount; ++i) {
    times[i] -= before[i];
  }
  return times;
}

// Looks at slices [first, last): at all where they are few, else at groups, parts or whole chunks, some 32 of them at
// most before it takes the next larger. Of a chunk without levels at all its slices.
template <class OfSlices, class OfUnit>
void SliceColumnView::visit(std::size_t first, std::size_t last, const OfSlices& of_slices,
                            const OfUnit& of_unit) const {
  constexpr std::size_t kMost = 32;
  const std::size_t count = last - first;
  const std::size_t unit = count < 2 * ChunkLevels::kGroup        ? 1
                           : count <= kMost * ChunkLevels::kGroup ? ChunkLevels::kGroup
                           : count <= kMost * ChunkLevels::kPart  ? ChunkLevels::kPart
                                                                  : kChunk;
  for (std::size_t i = first; i < last;) {
    const std::size_t chunk = i / kChunk;
    const std::size_t end = std::min(last, (chunk + 1) * kChunk);
    if (unit == 1 || !isFull(chunk)) {
      of_slices(std::span(m_chunks[chunk].slices).subspan(i % kChunk, end - i));
      i = end;
      continue;
    }
    const ChunkLevels& levels = m_chunks[chunk].levels;
    for (i = i / unit * unit; i < end; i += unit) {
      of_unit(levels, unit, i % kChunk / unit);
    }
  }
}

JobId SliceColumnView::jobAround(std::size_t i) const {
  return isFull(i / kChunk) ? m_chunks[i / kChunk].levels.partJob(i % kChunk / ChunkLevels::kPart) : packedAt(i).job();
}

JobId SliceColumnView::dominantJob(std::size_t first, std::size_t last) const {
  constexpr std::size_t kMost = 64;  // jobs told apart
  struct Tally {
    JobId job;
    std::int64_t weight;
  };
  std::array<Tally, kMost> tallies;
  std::size_t known = 0;
  const auto add = [&](JobId job, std::int64_t weight) {
    std::size_t i = 0;
    while (i < known && tallies[i].job != job) {
      ++i;
    }
    if (i == known && known < kMost) {
      tallies[known++] = {job, 0};
    }
    if (i < known) {
      tallies[i].weight += weight;
    }
  };
  visit(
      first, last,
      [&](std::span<const PackedSlice> slices) {
        while (!slices.empty()) {
          const auto some = slices.first(std::min(slices.size(), 2 * ChunkLevels::kGroup));
          add(longestRunning(some), std::ssize(some));
          slices = slices.subspan(some.size());
        }
      },
      [&](const ChunkLevels& levels, std::size_t unit, std::size_t i) {
        const JobId job = unit == ChunkLevels::kGroup  ? levels.groupJob(i)
                          : unit == ChunkLevels::kPart ? levels.partJob(i)
                                                       : levels.job();
        add(job, static_cast<std::int64_t>(unit));
      });
  JobId most = kNoJob;
  std::int64_t weight = 0;
  for (const Tally& tally : std::span(tallies).first(known)) {
    if (tally.job != kNobody && tally.weight > weight) {
      most = tally.job;
      weight = tally.weight;
    }
  }
  return most;
}

Rest SliceColumnView::restOf(std::size_t first, std::size_t last, std::int64_t begin_ns, std::int64_t end_ns) const {
  std::array<std::size_t, kStateCount> votes{};
  bool has_loss = false;
  const auto add = [&](Rest rest, std::size_t weight) {
    votes[index(rest.state)] += weight;
    has_loss = has_loss || rest.has_loss;
  };
  visit(
      first, last,
      [&](std::span<const PackedSlice> slices) {
        const bool is_all = slices.size() == last - first;
        const std::int64_t from_ns = is_all ? begin_ns : std::max(begin_ns, slices.front().begin_ns());
        const std::int64_t to_ns = is_all ? end_ns : std::min(end_ns, slices.back().end_ns());
        add(interleave::restOf(slices, from_ns, to_ns), slices.size());
      },
      [&](const ChunkLevels& levels, std::size_t unit, std::size_t i) {
        const Rest rest = unit == ChunkLevels::kGroup  ? levels.groupRest(i)
                          : unit == ChunkLevels::kPart ? levels.partRest(i)
                                                       : levels.rest();
        add(rest, unit);
      });
  const auto most = std::max_element(votes.begin(), votes.end());
  return {static_cast<State>(most - votes.begin()), has_loss};
}

}  // namespace interleave
