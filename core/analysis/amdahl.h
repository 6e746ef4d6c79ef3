// SPDX-License-Identifier: GPL-3.0-or-later
// Amdahl's law fitted to measured run times: T(w) = T1 · (s + (1 - s) / w), where s is the serial fraction, w the
// workers. Pure functions. Times in seconds.
//
// The law is a straight line in 1/w: T = a + b / w with s = a / (a + b), found by least squares, each point weighed by
// 1 / T², so that relative deviations count alike. The interval is where 95 % of fits to such measurements would have
// s, from the spread of the measurements around the line (first-order propagation, Student's t); without spread it is a
// point. s is kept within 0..1.
// Source: G. M. Amdahl, "Validity of the single processor approach ...", AFIPS 1967.
#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"

namespace interleave {

struct ScalingPoint {
  int workers = 1;
  double elapsed_s = 0.0;
};

struct AmdahlFit {
  double serial_fraction = 0.0;
  double least = 0.0;  // the interval
  double most = 0.0;
  double one_worker_s = 0.0;  // T1, as fitted

  double predicted_s(double workers) const;
  double speedUp(double workers) const;
  /// 1 / s; nothing when the fit has no serial part.
  std::optional<double> limit() const;
};

/// REQUIRES nothing of the order. An error with fewer than three points, fewer than two numbers of workers, or times
/// that are not positive; no fit either where more workers take more time on the whole: s would be over 1.
Result<AmdahlFit> fitAmdahl(const std::vector<ScalingPoint>& points);

/// The number of workers, of those measured, beyond which more stop paying: the last before the first step that gains
/// less than kKneeGain of the speed-up that it could have gained. Of repeated points the fastest counts. Nothing where
/// every step paid, or with fewer than two numbers of workers.
inline constexpr double kKneeGain = 0.25;
std::optional<int> kneeOf(const std::vector<ScalingPoint>& points);

}  // namespace interleave
