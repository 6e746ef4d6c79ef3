// SPDX-License-Identifier: GPL-3.0-or-later
// What a sweep measured, how two of its points compare, and the words for a point. Times in seconds. Threading: pure
// functions.
//
// Two points compare, by the medians of their repeats:
//   equal      the slower takes less than kClear times as long
//   clear      the slower takes at least kClear times as long, and its shortest repeat longer than the faster one's
//              longest; with a single measurement of either, at least kClearOnce times as long
//   unclear    neither
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/amdahl.h"
#include "core/experiment/experiment.h"

namespace interleave {

inline constexpr double kClear = 1.1;
inline constexpr double kClearOnce = 1.25;

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

using SweptPoints = std::vector<const SweptPoint*>;
/// Of all series; they live as long as `runs`.
SweptPoints pointsOf(const SweptRuns& runs);

bool isFaster(const SweptPoint* a, const SweptPoint* b);

enum class Difference { Equal, Clear, Unclear };
/// How the slower one differs. REQUIRES: fast.median_s <= slow.median_s.
Difference difference(const SweptPoint& fast, const SweptPoint& slow);

/// "1.9 times".
std::string timesText(double ratio);
/// "2 processes", "1 thread", "an event loop".
std::string counted(Model model, int workers);
/// "2 processes take 0.35 s".
std::string takes(const SweptPoint& point);

}  // namespace interleave
