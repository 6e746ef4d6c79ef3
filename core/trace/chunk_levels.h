// SPDX-License-Identifier: GPL-3.0-or-later
// The levels of detail over one chunk of a track's slices, from which ranges are measured and columns drawn.
//
// Two of them, 2.9 bytes a slice in all (18 % on top of a slice's 16):
//   * blocks, by slices: where every 64th slice begins, and the time in each state before it. With at most 32 of the
//     slices behind or before it, that is what lies before any instant, exactly.
//   * steps, by time: at every 2^step_shift ns, how many slices have begun and how long one has run. They find the
//   block
//     of an instant at once, and tell without any slice what ran before it: between two steps that is taken to grow
//     evenly, which is wrong by a quarter of a step at most. Differences of such instants lose nothing and count
//     nothing twice, however coarse they are.
//
// Threading: blocks and jobs are written once, before a view counts the slices that they speak of; steps and what
// follows from the whole chunk before a view counts all of it. So a reader needs no lock.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/trace/packed_slice.h"

namespace interleave {

struct ChunkLevels {
  static constexpr std::size_t kSlices = 4096;
  static constexpr std::size_t kBlock = 64;
  static constexpr std::size_t kBlocks = kSlices / kBlock;
  static constexpr std::size_t kParts = 4;  // of which each has a job of its own
  static constexpr std::size_t kPart = kSlices / kParts;
  static constexpr std::size_t kSteps = 1024;
  static constexpr std::size_t kStored = kStateCount - 2;  // Idle, the first, and Gone, the last, are never stored

  struct Block {
    std::int64_t begin_ns;
    std::array<std::int64_t, kStored> before;  // time in each state from the track's begin

    void set(std::int64_t begins_ns, const StateTimes& times);
    StateTimes times() const;
  };
  struct Step {
    std::uint16_t begun;  // slices of the chunk that begin before it
    std::uint16_t running_low;
    std::uint16_t running_high;
    /// In units of 2^unit_shift ns, from the chunk's begin.
    std::uint32_t running() const { return static_cast<std::uint32_t>(running_high) << 16 | running_low; }
  };
  static_assert(sizeof(Step) == 6);

  ChunkLevels() = default;  // not set to anything

  // Of a full chunk.
  int step_shift;
  int unit_shift;
  std::array<JobId, kParts> part_jobs;  // of each quarter, the job that most of its blocks name
  // From the first slice on.
  std::int64_t begin_ns;
  std::int64_t running_before;            // from the track's begin
  std::array<JobId, kBlocks> jobs;        // of each full block, the job that ran longest
  std::array<Block, kBlocks + 1> blocks;  // of a full chunk, the last stands for its end
  std::array<Step, kSteps + 1> steps;     // of a full chunk

  /// The step at or before an instant. REQUIRES: the chunk is full, time_ns >= begin_ns.
  std::size_t stepAt(std::int64_t time_ns) const {
    const auto step = static_cast<std::size_t>((time_ns - begin_ns) >> step_shift);
    return step < kSteps ? step : kSteps;
  }
  /// The last of the chunk's blocks that begins at or before an instant. REQUIRES: time_ns >= begin_ns.
  std::size_t blockAt(std::int64_t time_ns) const;                    // of a full chunk
  std::size_t blockAt(std::int64_t time_ns, std::size_t size) const;  // of one with `size` slices
  /// What lies before an instant, told from the steps alone. REQUIRES: the chunk is full, time_ns >= begin_ns.
  struct Estimate {
    std::size_t begun = 0;
    std::int64_t running_ns = 0;  // from the track's begin
  };
  Estimate estimateAt(std::int64_t time_ns) const;

  /// Makes the levels of the chunk that has become full. `end_ns`: of its last slice; `total`: before that.
  void finish(std::span<const PackedSlice, kSlices> slices, std::int64_t end_ns, const StateTimes& total);
};
static_assert(sizeof(ChunkLevels) <= ChunkLevels::kSlices * sizeof(PackedSlice) / 4);

}  // namespace interleave
