// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/chunk_levels.h"

#include <algorithm>
#include <bit>

namespace interleave {

void ChunkLevels::Block::set(std::int64_t begins_ns, const StateTimes& times) {
  begin_ns = begins_ns;
  std::copy_n(times.begin() + 1, kStored, before.begin());
}

StateTimes ChunkLevels::Block::times() const {
  StateTimes times{};
  std::copy_n(before.begin(), kStored, times.begin() + 1);
  return times;
}

std::size_t ChunkLevels::blockAt(std::int64_t time_ns) const {
  const std::size_t step = stepAt(time_ns);
  const std::size_t begun = steps[step].begun;
  std::size_t low = begun > 0 ? (begun - 1) / kBlock : 0;  // begins at or before the step
  std::size_t high = step < kSteps ? (steps[step + 1].begun + kBlock - 1) / kBlock : kBlocks;  // or later than it
  high = std::max(high, low + 1);
  while (high - low > 1) {  // seldom more than once: a step has a few slices
    const std::size_t middle = (low + high) / 2;
    (blocks[middle].begin_ns <= time_ns ? low : high) = middle;
  }
  return low;
}

std::size_t ChunkLevels::blockAt(std::int64_t time_ns, std::size_t size) const {
  const auto last = blocks.begin() + static_cast<std::ptrdiff_t>((size + kBlock - 1) / kBlock);
  const auto after = std::upper_bound(blocks.begin(), last, time_ns,
                                      [](std::int64_t time, const Block& block) { return time < block.begin_ns; });
  return static_cast<std::size_t>(after - blocks.begin() - 1);
}

ChunkLevels::Estimate ChunkLevels::estimateAt(std::int64_t time_ns) const {
  const std::size_t step = stepAt(time_ns);
  const Step& before = steps[step];
  std::size_t begun = before.begun;
  std::int64_t running = static_cast<std::int64_t>(before.running()) << unit_shift;
  if (step < kSteps) {
    const Step& after = steps[step + 1];
    const std::int64_t over_ns = time_ns - begin_ns - (static_cast<std::int64_t>(step) << step_shift);
    const double part = static_cast<double>(over_ns) / static_cast<double>(std::int64_t{1} << step_shift);
    begun += static_cast<std::size_t>(part * (after.begun - before.begun));
    running += static_cast<std::int64_t>(
        part * static_cast<double>(static_cast<std::int64_t>(after.running() - before.running()) << unit_shift));
  }
  return {begun, running_before + running};
}

void ChunkLevels::finish(std::span<const PackedSlice, kSlices> slices, std::int64_t end_ns, const StateTimes& total) {
  const auto length_ns = static_cast<std::uint64_t>(end_ns - begin_ns);
  step_shift = static_cast<int>(std::bit_width(length_ns / kSteps));
  unit_shift = std::max(0, static_cast<int>(std::bit_width(length_ns)) - 32);
  blocks[kBlocks].set(end_ns, total);
  std::size_t step = 0;
  std::int64_t step_ns = begin_ns;
  const auto put = [&](std::size_t begun, std::int64_t running_ns) {
    const auto running = static_cast<std::uint32_t>(running_ns >> unit_shift);
    steps[step++] = {static_cast<std::uint16_t>(begun), static_cast<std::uint16_t>(running),
                     static_cast<std::uint16_t>(running >> 16)};
    step_ns += std::int64_t{1} << step_shift;
  };
  std::int64_t running_ns = 0;
  for (std::size_t i = 0; i < kSlices; ++i) {
    const std::int64_t begins_ns = slices[i].begin_ns();
    const std::int64_t ends_ns = slices[i].end_ns();
    const bool runs = slices[i].state() == State::Running;
    while (step_ns <= begins_ns && step <= kSteps) {
      put(i, running_ns);
    }
    while (step_ns <= ends_ns && step <= kSteps) {
      put(i + 1, running_ns + (runs ? step_ns - begins_ns : 0));
    }
    running_ns += runs ? ends_ns - begins_ns : 0;
  }
  while (step <= kSteps) {
    put(kSlices, running_ns);
  }
  for (std::size_t part = 0; part < kParts; ++part) {
    const auto first = jobs.begin() + static_cast<std::ptrdiff_t>(part * kBlocks / kParts);
    const auto last = first + static_cast<std::ptrdiff_t>(kBlocks / kParts);
    part_jobs[part] = *std::max_element(
        first, last, [&](JobId a, JobId b) { return std::count(first, last, a) < std::count(first, last, b); });
  }
}

}  // namespace interleave
