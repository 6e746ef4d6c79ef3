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

bool isCoarse(std::int64_t step_ns, std::int64_t coarse_ns) {
  return coarse_ns >= kStepsOfColumn * step_ns;
}

}  // namespace

// The last chunk that begins at or before the instant; the number of chunks when there is none.
std::size_t SliceColumnView::chunkAt(std::int64_t time_ns, std::size_t guess) const {
  const std::size_t begun =
      m_stored ? countBegunBy(m_stored->begins_ns(), time_ns, guess) : m_chunks.countBegunBy(time_ns, guess);
  return begun == 0 ? chunks() : begun - 1;
}

const ChunkLevels* SliceColumnView::stepsOf(std::size_t chunk, std::int64_t coarse_ns) const {
  if (!isFull(chunk) || (m_stored && isCoarse(m_stored->top(chunk).steps().step_ns(), coarse_ns))) {
    return nullptr;
  }
  return levels(chunk);
}

// Of a stored chunk what is known without reading it.
std::optional<SliceColumnView::ExactCut> SliceColumnView::cutAtEdge(std::size_t chunk, std::int64_t time_ns) const {
  const StoredColumn::Edges at = m_stored->edges(chunk);
  if (time_ns > at.begin_ns && time_ns < at.end_ns) {
    return std::nullopt;
  }
  const bool is_begin = time_ns <= at.begin_ns;
  const std::size_t i = chunk * kChunk + (is_begin ? 0 : sizeOf(chunk));
  const StateTimes before = unpackedTimes(is_begin ? at.before : at.after);
  return ExactCut{{i, i, before[index(State::Running)]}, before};
}

// What states there were is told evenly: from the chunk's begin to its end it comes to what is known.
SliceColumnView::ExactCut SliceColumnView::cutInLost(std::size_t chunk, std::int64_t time_ns) const {
  const StoredColumn::Edges at = m_stored->edges(chunk);
  const double part = static_cast<double>(time_ns - at.begin_ns) / static_cast<double>(at.end_ns - at.begin_ns);
  StoredTimes before = at.before;
  for (std::size_t state = 0; state < kStoredStates; ++state) {
    before[state] += static_cast<std::int64_t>(part * static_cast<double>(at.after[state] - at.before[state]));
  }
  const std::span<const PackedSlice> all(slices(chunk), sizeOf(chunk));
  const auto first = std::upper_bound(all.begin(), all.end(), time_ns, [](std::int64_t time, const PackedSlice& slice) {
    return time < slice.end_ns();
  });
  const std::size_t within = first != all.end() && first->begin_ns() < time_ns ? 1 : 0;
  const std::size_t i = chunk * kChunk + static_cast<std::size_t>(first - all.begin());
  ExactCut found{{i, i + within, 0}, unpackedTimes(before)};
  found.cut.running_ns = found.before[index(State::Running)];
  return found;
}

// From a block's begin on. REQUIRES: the chunk has levels.
SliceColumnView::ExactCut SliceColumnView::walkOn(std::size_t chunk, std::size_t block, std::int64_t time_ns) const {
  const PackedSlice* const all = slices(chunk);
  ExactCut found{{}, levels(chunk)->timesBefore(block)};
  const std::size_t last = std::min((block + 1) * kBlock, sizeOf(chunk));
  std::size_t i = block * kBlock;
  std::size_t within = 0;  // whether one goes on at the instant
  for (; i < last; ++i) {
    const PackedSlice slice = all[i];
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

// From a block's end back. REQUIRES: the chunk has levels, and is full.
SliceColumnView::ExactCut SliceColumnView::walkBack(std::size_t chunk, std::size_t block, std::int64_t time_ns) const {
  const PackedSlice* const all = slices(chunk);
  ExactCut found{{}, levels(chunk)->timesBefore(block + 1)};
  std::size_t i = (block + 1) * kBlock;
  std::size_t within = 0;
  for (; i > block * kBlock && all[i - 1].end_ns() > time_ns; --i) {
    const PackedSlice slice = all[i - 1];
    within = slice.begin_ns() < time_ns ? 1 : 0;
    found.before[index(slice.state())] -= slice.end_ns() - std::max(slice.begin_ns(), time_ns);
  }
  i += chunk * kChunk;
  found.cut = {i, i + within, found.before[index(State::Running)]};
  return found;
}

SliceColumnView::ExactCut SliceColumnView::exactCut(std::size_t chunk, std::int64_t time_ns) const {
  if (chunk == chunks()) {
    return {{0, 0, m_dropped[index(State::Running)]}, m_dropped};
  }
  if (m_stored) {
    if (const std::optional<ExactCut> found = cutAtEdge(chunk, time_ns)) {
      return *found;
    }
    slices(chunk);  // then it is known whether the levels hold
    if (levels(chunk) == nullptr) {
      return cutInLost(chunk, time_ns);
    }
  }
  const ChunkLevels& in = *levels(chunk);
  if (!isFull(chunk)) {
    return walkOn(chunk, in.blockAt(time_ns, sizeOf(chunk)), time_ns);
  }
  const std::size_t block = in.blockAt(time_ns);
  const bool is_nearer_end = in.beforeStep(in.stepAt(time_ns)).begun > block * kBlock + kBlock / 2;
  return is_nearer_end ? walkBack(chunk, block, time_ns) : walkOn(chunk, block, time_ns);
}

// Of the slices only those of one step are read, if any.
TimeCut SliceColumnView::cutIn(std::size_t chunk, std::int64_t time_ns, std::int64_t coarse_ns) const {
  if (chunk == chunks() || !isFull(chunk)) {
    return exactCut(chunk, time_ns).cut;
  }
  const std::size_t base = chunk * kChunk;
  const auto estimate = [&](const LevelSteps& steps) {
    const LevelBefore before = steps.estimateAt(time_ns);
    return TimeCut{base + before.begun, base + before.begun, before.running_ns};
  };
  if (m_stored) {
    if (const LevelSteps top = m_stored->top(chunk).steps(); isCoarse(top.step_ns(), coarse_ns)) {
      return estimate(top);
    }
  }
  const ChunkLevels* const in = levels(chunk);
  if (in != nullptr && isCoarse(in->step_ns(), coarse_ns)) {
    return estimate(in->steps());
  }
  const PackedSlice* const all = slices(chunk);
  if (in == nullptr || levels(chunk) == nullptr) {  // known of stored chunks when their slices were read
    return exactCut(chunk, time_ns).cut;
  }
  const std::size_t step = in->stepAt(time_ns);
  const LevelBefore before = in->beforeStep(step);
  if (step < ChunkLevels::kSteps && in->beforeStep(step + 1).begun > before.begun + kMostInStep) {
    return exactCut(chunk, time_ns).cut;
  }
  const std::int64_t from_ns = in->stepBegin_ns(step);
  std::size_t i = before.begun > 0 ? before.begun - 1 : 0;  // one that may go on at the step
  std::size_t within = 0;
  std::int64_t running_ns = before.running_ns;
  for (; i < kChunk; ++i) {
    const PackedSlice slice = all[i];
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
  std::array<std::size_t, kAhead> in_chunks;
  std::array<const ChunkLevels*, kAhead> steps;  // null: none are asked for
  std::size_t near = 0;
  for (std::size_t group = 0; group < times_ns.size(); group += kAhead) {
    const std::size_t count = std::min(kAhead, times_ns.size() - group);
    const std::span<const std::int64_t> times = times_ns.subspan(group, count);
    for (std::size_t i = 0; i < count; ++i) {
      in_chunks[i] = chunkAt(times[i], near);
      near = in_chunks[i];
      if (m_stored && near < chunks() && isFull(near)) {
        prefetch(&m_stored->top(near).whole_job, kCacheLine + sizeof(JobId));  // its head, its parts
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      steps[i] = in_chunks[i] < chunks() ? stepsOf(in_chunks[i], coarse_ns) : nullptr;
      if (steps[i] != nullptr) {
        prefetch(steps[i], 2 * kCacheLine);
      } else if (m_stored && in_chunks[i] < chunks() && isFull(in_chunks[i])) {
        const LevelSteps top = m_stored->top(in_chunks[i]).steps();
        prefetch(top.steps + top.at(times[i]), 2 * sizeof(LevelStep));
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (steps[i] != nullptr) {
        prefetch(steps[i]->stepAddress(steps[i]->stepAt(times[i])), 12);
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (steps[i] == nullptr) {
        continue;
      }
      const std::size_t begun = steps[i]->beforeStep(steps[i]->stepAt(times[i])).begun;
      __builtin_prefetch(steps[i]->restAddress(std::min(begun / ChunkLevels::kGroup, ChunkLevels::kGroups - 1)));
      if (!isCoarse(steps[i]->step_ns(), coarse_ns)) {
        prefetch(slices(in_chunks[i]) + (begun > 0 ? begun - 1 : 0), 6 * sizeof(PackedSlice));
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      cuts[group + i] = cutIn(in_chunks[i], times[i], coarse_ns);
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

}  // namespace interleave
