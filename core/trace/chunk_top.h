// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a full chunk without looking into it, for whoever keeps chunks elsewhere (stored_column.h): where it
// lies, what lies before it, and of its levels the top: every 16th step, the parts, the whole. In columns of 16 such
// steps and more (a quarter to half of the chunk) it tells what the levels tell, as exactly as they are asked to. 576
// bytes, 0.7 % of the chunk; as it is in memory it stands in files, too. Threading: a value.
#pragma once

#include <type_traits>

#include "core/trace/chunk_levels.h"

namespace interleave {

struct ChunkTop {
  static constexpr std::size_t kEvery = 16;
  static constexpr std::size_t kSteps = ChunkLevels::kSteps / kEvery;

  std::int64_t begin_ns;     // of its first slice
  std::int64_t end_ns;       // of its last
  StoredTimes before;        // from the track's begin
  std::uint32_t levels_sum;  // checksums, of those who store it
  std::uint32_t slices_sum;
  JobId whole_job;
  std::uint8_t step_shift;  // of the levels' steps
  std::uint8_t unit_shift;
  std::uint8_t whole_rest;
  std::uint8_t zero;
  std::array<JobId, ChunkLevels::kParts> part_jobs;
  std::array<std::uint8_t, ChunkLevels::kParts> part_rests;
  std::array<LevelStep, kSteps + 1> step_befores;
  std::uint16_t zero_too;

  LevelSteps steps() const {
    return {step_befores.data(), kSteps, begin_ns, before[index(State::Running) - 1], step_shift + 4, unit_shift};
  }
  JobId partJob(std::size_t part) const { return part_jobs[part]; }
  Rest partRest(std::size_t part) const { return unpackedRest(part_rests[part]); }
  JobId job() const { return whole_job; }
  Rest rest() const { return unpackedRest(whole_rest); }

  /// Whether every number is in its range, jobs below `jobs` among them, so that no query can go astray.
  bool isSound(std::uint32_t jobs) const;
};
static_assert(sizeof(ChunkTop) == 576 && std::is_trivially_copyable_v<ChunkTop> && ChunkTop::kEvery == 1 << 4);

/// Whether it is a job of `jobs`, none, or stands for nobody.
inline bool isJobOf(JobId job, std::uint32_t jobs) {
  return number(job) < jobs || job == kNoJob || job == kNobody;
}
inline bool isRest(std::uint8_t rest) {
  return (rest & ~kRestHasLoss) < kStateCount;
}
/// Whether `steps` go from nothing to a whole chunk, without ever going back.
bool areSteps(std::span<const LevelStep> steps);

}  // namespace interleave
