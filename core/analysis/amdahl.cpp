// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/amdahl.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace interleave {
namespace {

// Two-sided 95 % quantile of Student's t for 1..10 degrees of freedom; beyond, an expansion good to 0.1 %.
double studentT(std::size_t freedom) {
  constexpr double kTable[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};
  if (freedom <= std::size(kTable)) {
    return kTable[freedom - 1];
  }
  constexpr double kNormal = 1.95996;
  const auto n = static_cast<double>(freedom);
  return kNormal + (std::pow(kNormal, 3) + kNormal) / (4.0 * n) +
         (5.0 * std::pow(kNormal, 5) + 16.0 * std::pow(kNormal, 3) + 3.0 * kNormal) / (96.0 * n * n);
}

Status check(const std::vector<ScalingPoint>& points) {
  std::set<int> workers;
  for (const ScalingPoint& point : points) {
    if (point.workers < 1 || !(point.elapsed_s > 0.0) || !std::isfinite(point.elapsed_s)) {
      return fail(ErrorCode::InvalidArgument,
                  fmt::format("{} workers in {} s can't be a measurement", point.workers, point.elapsed_s));
    }
    workers.insert(point.workers);
  }
  if (points.size() < 3 || workers.size() < 2) {
    return fail(ErrorCode::InvalidArgument,
                "a serial fraction needs three measurements at least, with two numbers of workers at least");
  }
  return {};
}

}  // namespace

double AmdahlFit::predicted_s(double workers) const {
  return one_worker_s * (serial_fraction + (1.0 - serial_fraction) / workers);
}

double AmdahlFit::speedUp(double workers) const {
  return 1.0 / (serial_fraction + (1.0 - serial_fraction) / workers);
}

std::optional<double> AmdahlFit::limit() const {
  return serial_fraction > 0.0 ? std::optional(1.0 / serial_fraction) : std::nullopt;
}

Result<AmdahlFit> fitAmdahl(const std::vector<ScalingPoint>& points) {
  if (const Status ok = check(points); !ok) {
    return tl::unexpected(ok.error());
  }
  double sw = 0.0;
  double sx = 0.0;
  double sy = 0.0;
  double sxx = 0.0;
  double sxy = 0.0;
  for (const ScalingPoint& point : points) {
    const double x = 1.0 / point.workers;
    const double w = 1.0 / (point.elapsed_s * point.elapsed_s);
    sw += w;
    sx += w * x;
    sy += w * point.elapsed_s;
    sxx += w * x * x;
    sxy += w * x * point.elapsed_s;
  }
  const double determinant = sw * sxx - sx * sx;
  const double a = (sxx * sy - sx * sxy) / determinant;
  const double b = (sw * sxy - sx * sy) / determinant;
  if (b < 0.0) {
    return fail(ErrorCode::InvalidArgument, "more workers take more time here, which Amdahl's law does not describe");
  }
  double squares = 0.0;
  for (const ScalingPoint& point : points) {
    const double off = (point.elapsed_s - a - b / point.workers) / point.elapsed_s;
    squares += off * off;
  }
  const std::size_t freedom = points.size() - 2;
  const double variance = squares / static_cast<double>(freedom);
  // Of s = a / (a + b): its slopes in a and b, and the covariance of both.
  const double whole = a + b;
  const double by_a = b / (whole * whole);
  const double by_b = -a / (whole * whole);
  const double spread = variance / determinant * (by_a * by_a * sxx + by_b * by_b * sw - 2.0 * by_a * by_b * sx);
  const double reach = studentT(freedom) * std::sqrt(std::max(0.0, spread));
  const double s = a / whole;
  AmdahlFit fit;
  fit.serial_fraction = std::clamp(s, 0.0, 1.0);
  fit.least = std::clamp(s - reach, 0.0, 1.0);
  fit.most = std::clamp(s + reach, 0.0, 1.0);
  fit.one_worker_s = whole;
  return fit;
}

std::optional<int> kneeOf(const std::vector<ScalingPoint>& points) {
  std::map<int, double> fastest;
  for (const ScalingPoint& point : points) {
    const auto [known, is_new] = fastest.try_emplace(point.workers, point.elapsed_s);
    known->second = std::min(known->second, point.elapsed_s);
  }
  for (auto at = fastest.begin(); at != fastest.end() && std::next(at) != fastest.end(); ++at) {
    const auto next = std::next(at);
    const double possible = static_cast<double>(next->first) / at->first - 1.0;
    if (at->second / next->second - 1.0 < kKneeGain * possible) {
      return at->first;
    }
  }
  return std::nullopt;
}

}  // namespace interleave
