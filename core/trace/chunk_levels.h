// SPDX-License-Identifier: GPL-3.0-or-later
// The levels of detail over one chunk of a track's slices, from which ranges are measured and columns drawn.
//
// Three of them and a head, 3.1 bytes a slice in all (20 % on top of a slice's 16):
//   * steps, by time: at every 2^step_shift ns (512 to 1024 a chunk), how many slices have begun and how long one has
//     run. With the few slices of one step they tell what ran before any instant exactly. Without any slice they tell
//     it to a quarter of a step, taken that it grew evenly from one step to the next; differences of such instants lose
//     nothing and count nothing twice, however coarse they are.
//   * groups, of 16 slices: the job that ran longest in them, the state that most of the rest was, whether samples of
//   it
//     were lost.
//   * blocks, of 64 slices: where each begins, and the time in every state before it: with at most 32 slices behind or
//     before it, the time in every state before any instant, exactly.
//   * the head says of parts of 256 slices and of the whole what groups say, so that who looks at whole chunks reads
//   one
//     cache line of each, or three.
//
// Threading: a block is written once, before a view counts the first of its slices; all else is written once, before a
// view counts the whole chunk. So a reader needs no lock.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/trace/level_steps.h"
#include "core/trace/packed_slice.h"

namespace interleave {

/// What slices were besides running.
struct Rest {
  State state = State::Idle;  // most of it; Idle: between slices, or there is none
  bool has_loss = false;
};
/// In a byte.
inline constexpr std::uint8_t kRestHasLoss = 0x80;
inline std::uint8_t packedRest(const Rest& rest) {
  return static_cast<std::uint8_t>(index(rest.state) | (rest.has_loss ? kRestHasLoss : 0));
}
inline Rest unpackedRest(std::uint8_t rest) {
  return {static_cast<State>(rest & ~kRestHasLoss), (rest & kRestHasLoss) != 0};
}

/// Idle, the first state, and Gone, the last, are never stored.
inline constexpr std::size_t kStoredStates = kStateCount - 2;
using StoredTimes = std::array<std::int64_t, kStoredStates>;
StoredTimes storedTimes(const StateTimes& times);
StateTimes unpackedTimes(const StoredTimes& times);

struct ChunkTop;

class alignas(64) ChunkLevels {
 public:
  static constexpr std::size_t kSlices = 4096;
  static constexpr std::size_t kBlock = 64;
  static constexpr std::size_t kBlocks = kSlices / kBlock;
  static constexpr std::size_t kGroup = 16;
  static constexpr std::size_t kGroups = kSlices / kGroup;
  static constexpr std::size_t kPart = 256;
  static constexpr std::size_t kParts = kSlices / kPart;
  static constexpr std::size_t kSteps = 1024;

  ChunkLevels() = default;  // not set to anything

  // Of a chunk that may still grow.
  void beginBlock(std::size_t block, std::int64_t begin_ns, const StateTimes& before);
  std::int64_t blockBegin_ns(std::size_t block) const { return m_blocks[block].begin_ns; }
  /// Time in each state before a block, from the track's begin; kBlocks stands for a full chunk's end.
  StateTimes timesBefore(std::size_t block) const;
  /// The last block that begins at or before an instant, of a chunk of `size` slices. REQUIRES: there is one.
  std::size_t blockAt(std::int64_t time_ns, std::size_t size) const;

  /// Makes the levels of the chunk that has become full. `end_ns`: of its last slice; `total`: before that.
  void finish(std::span<const PackedSlice, kSlices> slices, std::int64_t end_ns, const StateTimes& total);
  /// All of a full chunk at once, every byte: the same for the same slices. `before`: what lies before them. REQUIRES:
  /// they are in order, and each has a length.
  void make(std::span<const PackedSlice, kSlices> slices, const StateTimes& before);

  // Of a full chunk. REQUIRES: time_ns is not before its begin.
  std::int64_t begin_ns() const { return m_begin_ns; }
  std::int64_t step_ns() const { return std::int64_t{1} << m_step_shift; }
  LevelSteps steps() const {
    return {m_steps.data(), kSteps, m_begin_ns, m_running_before, m_step_shift, m_unit_shift};
  }
  std::size_t stepAt(std::int64_t time_ns) const { return steps().at(time_ns); }
  std::int64_t stepBegin_ns(std::size_t step) const {
    return m_begin_ns + (static_cast<std::int64_t>(step) << m_step_shift);
  }
  using Before = LevelBefore;
  /// What lies before a step, which may be kSteps: all of the chunk.
  Before beforeStep(std::size_t step) const { return steps().before(step); }
  /// The same for any instant, between two steps in proportion.
  Before estimateAt(std::int64_t time_ns) const { return steps().estimateAt(time_ns); }
  std::size_t blockAt(std::int64_t time_ns) const;
  JobId groupJob(std::size_t group) const { return m_group_jobs[group]; }
  Rest groupRest(std::size_t group) const { return unpackedRest(m_group_rests[group]); }
  JobId partJob(std::size_t part) const { return m_part_jobs[part]; }
  Rest partRest(std::size_t part) const { return unpackedRest(m_part_rests[part]); }
  JobId job() const { return m_job; }
  Rest rest() const { return unpackedRest(m_rest); }

  /// What stands above them (chunk_top.h), without checksums.
  ChunkTop top() const;
  /// Of levels that somebody else wrote: whether `top` stands above them, `after` is what they add up to, and every
  /// number is in its range, jobs below `jobs` among them, so that no query can go astray.
  bool fit(const ChunkTop& top, const StoredTimes& after, std::uint32_t jobs) const;

  // To ask memory for them ahead.
  const void* stepAddress(std::size_t step) const { return &m_steps[step]; }
  const void* restAddress(std::size_t group) const { return &m_group_rests[group]; }

 private:
  using Step = LevelStep;
  struct Block {
    std::int64_t begin_ns;
    StoredTimes before;
  };

  void makeSteps(std::span<const PackedSlice, kSlices> slices, std::uint64_t length_ns);
  void makeGroups(std::span<const PackedSlice, kSlices> slices);
  void makeParts();
  static JobId mostOf(std::span<const JobId> jobs);
  static std::uint8_t mostRest(std::span<const std::uint8_t> rests);

  // The head: a cache line, and one of jobs.
  std::int64_t m_begin_ns;
  std::int64_t m_running_before;  // from the track's begin
  std::uint8_t m_step_shift;
  std::uint8_t m_unit_shift;
  std::uint8_t m_rest;
  JobId m_job;
  std::array<std::uint8_t, kParts> m_part_rests;
  alignas(64) std::array<JobId, kParts> m_part_jobs;

  alignas(64) std::array<Block, kBlocks + 1> m_blocks;
  std::array<JobId, kGroups> m_group_jobs;
  std::array<std::uint8_t, kGroups> m_group_rests;
  std::array<Step, kSteps + 1> m_steps;
};
static_assert(sizeof(ChunkLevels) <= ChunkLevels::kSlices * sizeof(PackedSlice) / 5);

/// Stands for the job where nothing ran: what runs may as well be in no job.
inline constexpr JobId kNobody{number(kNoJob) - 1};
/// The job that ran longest in `slices`.
JobId longestRunning(std::span<const PackedSlice> slices);
/// What they and the time between them were within [begin, end).
Rest restOf(std::span<const PackedSlice> slices, std::int64_t begin_ns, std::int64_t end_ns);

}  // namespace interleave
