// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/chunk_top.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace interleave {

bool areSteps(std::span<const LevelStep> steps) {
  const auto goesBack = [](const LevelStep& a, const LevelStep& b) {
    return b.begun < a.begun || b.running() < a.running();
  };
  return steps.back().begun == ChunkLevels::kSlices &&
         std::adjacent_find(steps.begin(), steps.end(), goesBack) == steps.end();
}

bool ChunkTop::isSound(std::uint32_t jobs) const {
  constexpr int kMostShift = 48;  // no chunk is longer than 2^48 ns
  return begin_ns >= 0 && end_ns <= PackedSlice::kLatest_ns &&
         end_ns - begin_ns >= static_cast<std::int64_t>(ChunkLevels::kSlices) && step_shift <= kMostShift - 10 + 1 &&
         unit_shift <= kMostShift - 32 + 1 && isRest(whole_rest) && isJobOf(whole_job, jobs) &&
         std::all_of(part_rests.begin(), part_rests.end(), isRest) &&
         std::all_of(part_jobs.begin(), part_jobs.end(), [&](JobId job) { return isJobOf(job, jobs); }) &&
         areSteps(step_befores);
}

ChunkTop ChunkLevels::top() const {
  ChunkTop top;
  std::memset(static_cast<void*>(&top), 0, sizeof top);
  top.begin_ns = m_begin_ns;
  top.end_ns = m_blocks[kBlocks].begin_ns;
  top.before = m_blocks[0].before;
  top.whole_job = m_job;
  top.step_shift = m_step_shift;
  top.unit_shift = m_unit_shift;
  top.whole_rest = m_rest;
  top.part_jobs = m_part_jobs;
  top.part_rests = m_part_rests;
  for (std::size_t step = 0; step <= ChunkTop::kSteps; ++step) {
    top.step_befores[step] = m_steps[step * ChunkTop::kEvery];
  }
  return top;
}

bool ChunkLevels::fit(const ChunkTop& top, const StoredTimes& after, std::uint32_t jobs) const {
  ChunkTop own = this->top();
  own.levels_sum = top.levels_sum;
  own.slices_sum = top.slices_sum;
  const auto goesBack = [](const Block& a, const Block& b) {
    return b.begin_ns < a.begin_ns ||
           !std::equal(a.before.begin(), a.before.end(), b.before.begin(), std::less_equal<>());
  };
  return std::memcmp(&own, &top, sizeof own) == 0 && top.isSound(jobs) &&
         m_running_before == top.before[index(State::Running) - 1] && m_blocks[0].begin_ns == m_begin_ns &&
         m_blocks[kBlocks].before == after && areSteps(m_steps) &&
         std::adjacent_find(m_blocks.begin(), m_blocks.end(), goesBack) == m_blocks.end() &&
         std::all_of(m_group_rests.begin(), m_group_rests.end(), isRest) &&
         std::all_of(m_group_jobs.begin(), m_group_jobs.end(), [&](JobId job) { return isJobOf(job, jobs); });
}

}  // namespace interleave
