// SPDX-License-Identifier: GPL-3.0-or-later
// What a sweep showed, in plain words: which model and how many workers to use, how much of the work is serial, and
// why. A pure function of what was measured; silent where the evidence is thin. Any thread. Times in seconds.
//
// Two points compare, by the medians of their repeats:
//   equal      the slower takes less than kClear times as long
//   clear      the slower takes at least kClear times as long, and its shortest repeat longer than the faster one's
//              longest; with a single measurement of either, at least kClearOnce times as long
//   unclear    neither
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
#include <vector>

#include "core/analysis/amdahl.h"
#include "core/analysis/verdict.h"

namespace interleave {

inline constexpr double kClear = 1.1;
inline constexpr double kClearOnce = 1.25;

inline constexpr double kComputing = 0.2;
inline constexpr double kMostOthers = 0.15;

struct SweptPoint {
  std::string value;
  Model model = Model::Threads;
  int workers = 1;  // that were really started
  double least_s = 0.0;
  double median_s = 0.0;
  double most_s = 0.0;
  std::size_t measurements = 0;
  double parallelism = 0.0;  // cores that it kept busy
};

struct SweptSeries {
  std::string name;
  std::vector<SweptPoint> points;  // those that were measured, in the order of the values
  std::optional<AmdahlFit> fit;
  std::optional<int> knee;
};

struct SweptRuns {
  std::string key;
  int cores = 1;
  int jobs = 1;
  bool has_gil = false;               // of threads
  std::optional<double> others_load;  // of the machine's cores, the part that other programs had meanwhile
  std::vector<SweptSeries> series;
};

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
