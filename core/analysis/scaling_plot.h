// SPDX-License-Identifier: GPL-3.0-or-later
// What a sweep's plot shows, as a value: for each curve how often faster, or how long, at each value, with the spread
// of its repeats, the fit by Amdahl's law and the knee. Who draws it needs to know nothing of sweeps. Times in seconds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/amdahl.h"

namespace interleave {

enum class ScalingQuantity { SpeedUp, Elapsed };

struct ScalingMark {
  double x = 0.0;
  double y = 0.0;
  double least = 0.0;  // of the repeats; least = most: no bar is drawn
  double most = 0.0;
  std::size_t point = 0;  // of its series
};

struct ScalingCurve {
  std::string name;
  std::size_t series = 0;
  std::vector<ScalingMark> marks;  // by x
  std::optional<AmdahlFit> fit;
  double fit_reference_s = 0.0;  // the time that stands for a speed-up of 1
  std::optional<double> knee;    // an x
};

struct ScalingPlot {
  ScalingQuantity quantity = ScalingQuantity::SpeedUp;
  std::string x_label;
  std::string y_label;
  std::vector<double> places;        // every x that is measured in the end, ascending; the axis reaches over them
  std::vector<std::string> x_names;  // where x is a place in a list: the words at 0, 1, 2, ...
  bool has_ideal = false;            // the line y = x
  bool has_log_x = false;
  std::vector<ScalingCurve> curves;  // also those without marks, so that colours stay

  bool isEmpty() const {
    for (const ScalingCurve& curve : curves) {
      if (!curve.marks.empty()) {
        return false;
      }
    }
    return true;
  }
};

}  // namespace interleave
