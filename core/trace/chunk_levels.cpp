// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/chunk_levels.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace interleave {

StoredTimes storedTimes(const StateTimes& times) {
  StoredTimes stored;
  std::copy_n(times.begin() + 1, kStoredStates, stored.begin());
  return stored;
}

StateTimes unpackedTimes(const StoredTimes& times) {
  StateTimes all{};
  std::copy(times.begin(), times.end(), all.begin() + 1);
  return all;
}

void ChunkLevels::beginBlock(std::size_t block, std::int64_t begin_ns, const StateTimes& before) {
  if (block == 0) {
    m_begin_ns = begin_ns;
    m_running_before = before[index(State::Running)];
  }
  m_blocks[block].begin_ns = begin_ns;
  m_blocks[block].before = storedTimes(before);
}

StateTimes ChunkLevels::timesBefore(std::size_t block) const {
  return unpackedTimes(m_blocks[block].before);
}

std::size_t ChunkLevels::blockAt(std::int64_t time_ns, std::size_t size) const {
  const auto last = m_blocks.begin() + static_cast<std::ptrdiff_t>((size + kBlock - 1) / kBlock);
  const auto after = std::upper_bound(m_blocks.begin(), last, time_ns,
                                      [](std::int64_t time, const Block& block) { return time < block.begin_ns; });
  return static_cast<std::size_t>(after - m_blocks.begin() - 1);
}

std::size_t ChunkLevels::blockAt(std::int64_t time_ns) const {
  const std::size_t step = stepAt(time_ns);
  const std::size_t begun = m_steps[step].begun;
  std::size_t low = begun > 0 ? (begun - 1) / kBlock : 0;  // begins at or before the step
  std::size_t high = step < kSteps ? (m_steps[step + 1].begun + kBlock - 1) / kBlock : kBlocks;  // begins after it
  while (high > low + 1) {  // seldom more than once: a step has a few slices
    const std::size_t middle = (low + high) / 2;
    (m_blocks[middle].begin_ns <= time_ns ? low : high) = middle;
  }
  return low;
}

void ChunkLevels::finish(std::span<const PackedSlice, kSlices> slices, std::int64_t end_ns, const StateTimes& total) {
  beginBlock(kBlocks, end_ns, total);
  makeSteps(slices, static_cast<std::uint64_t>(end_ns - m_begin_ns));
  makeGroups(slices);
  makeParts();
}

void ChunkLevels::make(std::span<const PackedSlice, kSlices> slices, const StateTimes& before) {
  std::memset(static_cast<void*>(this), 0, sizeof *this);  // what lies between the members too
  StateTimes total = before;
  for (std::size_t i = 0; i < kSlices; ++i) {
    if (i % kBlock == 0) {
      beginBlock(i / kBlock, slices[i].begin_ns(), total);
    }
    total[index(slices[i].state())] += slices[i].length_ns();
  }
  finish(slices, slices.back().end_ns(), total);
}

void ChunkLevels::makeSteps(std::span<const PackedSlice, kSlices> slices, std::uint64_t length_ns) {
  m_step_shift = static_cast<std::uint8_t>(std::bit_width(length_ns / kSteps));
  m_unit_shift = static_cast<std::uint8_t>(std::max(0, static_cast<int>(std::bit_width(length_ns)) - 32));
  const std::int64_t every_ns = step_ns();
  const int unit_shift = m_unit_shift;
  std::size_t step = 0;
  std::int64_t step_ns = m_begin_ns;
  const auto put = [&](std::size_t begun, std::int64_t running_ns) {
    const auto running = static_cast<std::uint32_t>(running_ns >> unit_shift);
    m_steps[step++] = {static_cast<std::uint16_t>(begun), static_cast<std::uint16_t>(running),
                       static_cast<std::uint16_t>(running >> 16)};
    step_ns += every_ns;
  };
  std::int64_t running_ns = 0;
  for (std::size_t i = 0; i < kSlices; ++i) {
    const std::int64_t begin_ns = slices[i].begin_ns();
    const std::int64_t end_ns = slices[i].end_ns();
    const bool runs = slices[i].state() == State::Running;
    while (step_ns <= begin_ns) {
      put(i, running_ns);
    }
    while (step_ns <= end_ns) {
      put(i + 1, running_ns + (runs ? step_ns - begin_ns : 0));
    }
    running_ns += runs ? end_ns - begin_ns : 0;
  }
  while (step <= kSteps) {  // none of them is written above: the last step lies behind the chunk's end
    put(kSlices, running_ns);
  }
}

void ChunkLevels::makeGroups(std::span<const PackedSlice, kSlices> slices) {
  std::int64_t from_ns = m_begin_ns;
  for (std::size_t group = 0; group < kGroups; ++group) {
    const std::span<const PackedSlice> of_group = slices.subspan(group * kGroup, kGroup);
    m_group_jobs[group] = longestRunning(of_group);
    const std::int64_t to_ns = of_group.back().end_ns();
    const Rest rest = restOf(of_group, from_ns, to_ns);
    m_group_rests[group] = packedRest(rest);
    from_ns = to_ns;
  }
}

// Of a part what most of its groups say, of the whole what most of its parts say.
void ChunkLevels::makeParts() {
  constexpr std::size_t kGroupsOfPart = kGroups / kParts;
  for (std::size_t part = 0; part < kParts; ++part) {
    const std::size_t first = part * kGroupsOfPart;
    m_part_jobs[part] = mostOf(std::span(m_group_jobs).subspan(first, kGroupsOfPart));
    m_part_rests[part] = mostRest(std::span(m_group_rests).subspan(first, kGroupsOfPart));
  }
  m_job = mostOf(m_part_jobs);
  m_rest = mostRest(m_part_rests);
}

JobId ChunkLevels::mostOf(std::span<const JobId> jobs) {
  JobId most = jobs.front();
  auto most_count = std::count(jobs.begin(), jobs.end(), most);
  for (std::size_t i = 1; i < jobs.size() && 2 * most_count <= std::ssize(jobs); ++i) {
    const auto count = std::count(jobs.begin(), jobs.end(), jobs[i]);
    if (count > most_count) {
      most = jobs[i];
      most_count = count;
    }
  }
  return most;
}

std::uint8_t ChunkLevels::mostRest(std::span<const std::uint8_t> rests) {
  std::array<int, kStateCount> votes{};
  bool has_loss = false;
  for (const std::uint8_t rest : rests) {
    ++votes[index(unpackedRest(rest).state)];
    has_loss = has_loss || unpackedRest(rest).has_loss;
  }
  const auto most = std::max_element(votes.begin(), votes.end()) - votes.begin();
  return packedRest({static_cast<State>(most), has_loss});
}

JobId longestRunning(std::span<const PackedSlice> slices) {
  const auto runs = [](const PackedSlice& slice) { return slice.state() == State::Running; };
  const auto first = std::find_if(slices.begin(), slices.end(), runs);
  if (first == slices.end()) {
    return kNobody;
  }
  const JobId job = first->job();
  if (std::all_of(first, slices.end(), [&](const PackedSlice& slice) { return !runs(slice) || slice.job() == job; })) {
    return job;  // as nearly always
  }
  JobId most = kNobody;
  std::int64_t most_ns = -1;
  for (auto slice = first; slice != slices.end(); ++slice) {
    if (!runs(*slice) || slice->job() == most) {
      continue;
    }
    std::int64_t ran_ns = 0;
    for (auto same = slice; same != slices.end(); ++same) {
      ran_ns += runs(*same) && same->job() == slice->job() ? same->length_ns() : 0;
    }
    if (ran_ns > most_ns) {
      most_ns = ran_ns;
      most = slice->job();
    }
  }
  return most;
}

Rest restOf(std::span<const PackedSlice> slices, std::int64_t begin_ns, std::int64_t end_ns) {
  StateTimes times{};
  std::int64_t idle_ns = end_ns - begin_ns;
  for (const PackedSlice& slice : slices) {
    const std::int64_t inside = std::min(end_ns, slice.end_ns()) - std::max(begin_ns, slice.begin_ns());
    if (inside > 0) {
      times[index(slice.state())] += inside;
      idle_ns -= inside;
    }
  }
  const bool has_loss = times[index(State::Lost)] > 0;
  times[index(State::Running)] = 0;
  const auto most = std::max_element(times.begin(), times.end());
  return {*most >= idle_ns && *most > 0 ? static_cast<State>(most - times.begin()) : State::Idle, has_loss};
}

}  // namespace interleave
