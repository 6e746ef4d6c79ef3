// SPDX-License-Identifier: GPL-3.0-or-later
// What most of a range of slices was: the job, the state.
#include <algorithm>
#include <array>

#include "core/trace/slice_column_view.h"

namespace interleave {
namespace {

// Of a group, a part or all of a chunk; of tops there are no groups.
JobId jobOf(const ChunkLevels& levels, std::size_t unit, std::size_t i) {
  return unit == ChunkLevels::kGroup  ? levels.groupJob(i)
         : unit == ChunkLevels::kPart ? levels.partJob(i)
                                      : levels.job();
}
JobId jobOf(const ChunkTop& top, std::size_t unit, std::size_t i) {
  return unit == ChunkLevels::kPart ? top.partJob(i) : top.job();
}
Rest restIn(const ChunkLevels& levels, std::size_t unit, std::size_t i) {
  return unit == ChunkLevels::kGroup  ? levels.groupRest(i)
         : unit == ChunkLevels::kPart ? levels.partRest(i)
                                      : levels.rest();
}
Rest restIn(const ChunkTop& top, std::size_t unit, std::size_t i) {
  return unit == ChunkLevels::kPart ? top.partRest(i) : top.rest();
}

}  // namespace

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
      of_slices(std::span(slices(chunk) + i % kChunk, end - i));
      i = end;
      continue;
    }
    const auto ofUnits = [&](const auto& in) {
      for (i = i / unit * unit; i < end; i += unit) {
        of_unit(in, unit, i % kChunk / unit);
      }
    };
    if (m_stored && unit >= ChunkLevels::kPart) {
      ofUnits(m_stored->top(chunk));
    } else if (const ChunkLevels* const in = levels(chunk); in != nullptr) {
      ofUnits(*in);
    } else {
      of_slices(std::span(slices(chunk) + i % kChunk, end - i));
      i = end;
    }
  }
}

JobId SliceColumnView::jobAround(std::size_t i) const {
  const std::size_t chunk = i / kChunk;
  const std::size_t part = i % kChunk / ChunkLevels::kPart;
  return !isFull(chunk) ? packedAt(i).job()
         : m_stored     ? m_stored->top(chunk).partJob(part)
                        : m_chunks[chunk].levels.partJob(part);
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
      [&](const auto& in, std::size_t unit, std::size_t i) {
        add(jobOf(in, unit, i), static_cast<std::int64_t>(unit));
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
      [&](const auto& in, std::size_t unit, std::size_t i) { add(restIn(in, unit, i), unit); });
  const auto most = std::max_element(votes.begin(), votes.end());
  return {static_cast<State>(most - votes.begin()), has_loss};
}

}  // namespace interleave
