// SPDX-License-Identifier: GPL-3.0-or-later
// How alike two runs of one experiment are, such as the emulated GIL's and CPython's: four parts, each from 0 (nothing
// in common) to 1 (the same), and their mean. Threading: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/trace/statistics.h"

namespace interleave {

/// What of a run is compared.
struct RunTraits {
  std::vector<double> slices_ms;     // in any order
  std::vector<double> hand_offs_us;  // from the end of one worker's slice to the begin of the next one's
  std::optional<double> overlap;
  std::int64_t elapsed_ns = 0;
};
RunTraits traitsOf(const TraceSnapshot& snapshot, const RunFigures& figures);

/// A part is nothing where one of the runs has nothing to compare.
struct Likeness {
  std::optional<double> hand_off;  // ratio of the medians, the smaller by the larger
  std::optional<double> slices;    // 1 - the Kolmogorov-Smirnov distance of the slices' lengths
  std::optional<double> overlap;   // 1 - the difference
  std::optional<double> elapsed;   // ratio, the shorter by the longer

  /// Mean of the parts there are.
  std::optional<double> score() const;
};
Likeness likeness(const RunTraits& one, const RunTraits& other);

/// A part in words: what was measured of either run; of hand-offs and slices the medians. A dash where there is
/// nothing.
struct LikenessPart {
  std::string name;
  std::string one;
  std::string other;
  std::optional<double> alike;
};
struct LikenessReport {
  Likeness alike;
  std::string words;  // "0.97 alike: hardly to be told apart."
  std::vector<LikenessPart> parts;
};
LikenessReport likenessReport(const RunTraits& one, const RunTraits& other);

/// The largest difference of the two distributions, 0 to 1. REQUIRES: neither is empty.
double kolmogorovSmirnov(std::vector<double> one, std::vector<double> other);

}  // namespace interleave
