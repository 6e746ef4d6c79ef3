// SPDX-License-Identifier: GPL-3.0-or-later
// What had happened by instants that lie evenly in a chunk: how many of its slices have begun, and how long one has
// run. Between two of them it is told in proportion. Threading: values; a LevelSteps is good as long as what it looks
// at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace interleave {

struct LevelStep {
  std::uint16_t begun;
  std::uint16_t running_low;
  std::uint16_t running_high;
  /// From the chunk's begin, in units of 2^unit_shift ns: 1 but in chunks of 4 s and more.
  std::uint32_t running() const { return static_cast<std::uint32_t>(running_high) << 16 | running_low; }
  friend bool operator==(const LevelStep&, const LevelStep&) = default;
};
static_assert(sizeof(LevelStep) == 6);

/// What lies before an instant. Slices of the chunk that have begun; time that one ran, from the track's begin.
struct LevelBefore {
  std::size_t begun = 0;
  std::int64_t running_ns = 0;
};

/// The steps of one chunk, one more than there are pieces of time: the last stands for all of the chunk.
struct LevelSteps {
  const LevelStep* steps;
  std::size_t count;  // the last one's number
  std::int64_t begin_ns;
  std::int64_t running_before;  // from the track's begin
  int step_shift;               // they lie 2^step_shift ns apart
  int unit_shift;

  std::int64_t step_ns() const { return std::int64_t{1} << step_shift; }
  /// REQUIRES: time_ns is not before the chunk's begin.
  std::size_t at(std::int64_t time_ns) const {
    const auto step = static_cast<std::size_t>((time_ns - begin_ns) >> step_shift);
    return step < count ? step : count;
  }
  LevelBefore before(std::size_t step) const {
    return {steps[step].begun, running_before + (static_cast<std::int64_t>(steps[step].running()) << unit_shift)};
  }
  /// At any instant. REQUIRES: as at().
  LevelBefore estimateAt(std::int64_t time_ns) const {
    const std::size_t step = at(time_ns);
    LevelBefore found = before(step);
    if (step < count) {
      const LevelBefore next = before(step + 1);
      const std::int64_t from_ns = begin_ns + (static_cast<std::int64_t>(step) << step_shift);
      const double part = static_cast<double>(time_ns - from_ns) / static_cast<double>(step_ns());
      found.begun += static_cast<std::size_t>(part * static_cast<double>(next.begun - found.begun));
      found.running_ns += static_cast<std::int64_t>(part * static_cast<double>(next.running_ns - found.running_ns));
    }
    return found;
  }
};

}  // namespace interleave
