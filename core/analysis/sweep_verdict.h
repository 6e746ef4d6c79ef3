// SPDX-License-Identifier: GPL-3.0-or-later
// What a sweep showed, in plain words: which model and how many workers to use, how much of the work is serial, and
// why. A pure function of what was measured; silent where the evidence is thin. Any thread. How two points compare
// stands in swept_points.h.
//
// Thin: fewer than two points measured; none that takes kShortestRun_ns; runs that compute (kComputing cores or more)
// while other programs had more than kMostOthers of the cores, for then the times are those programs' as well.
//
// The same work at every point (workers, model, switch-interval): of the points equal to the fastest, the one with the
// fewest workers and then the simplest model is what to use; silent where a point with fewer workers is unclear against
// it. Another work at every point (jobs, a parameter): which model is clearly the fastest, at every value or up to one
// and from one on; of a single model, how the time grows with the value.
#pragma once

#include <optional>
#include <string>

#include "core/analysis/swept_points.h"
#include "core/analysis/verdict.h"

namespace interleave {

inline constexpr double kComputing = 0.2;
inline constexpr double kMostOthers = 0.15;

struct SweepVerdict {
  std::string headline;
  std::string explanation;
  std::string advice;  // may be empty
  std::optional<Recommendation> recommended;

  /// All three, as one paragraph.
  std::string text() const;
};

std::optional<SweepVerdict> verdictOf(const SweptRuns& runs);

}  // namespace interleave
