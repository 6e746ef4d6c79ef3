// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/swept_points.h"

#include <fmt/format.h>

#include "core/base/number_text.h"

namespace interleave {

SweptPoints pointsOf(const SweptRuns& runs) {
  SweptPoints all;
  for (const SweptSeries& series : runs.series) {
    for (const SweptPoint& point : series.points) {
      all.push_back(&point);
    }
  }
  return all;
}

bool isFaster(const SweptPoint* a, const SweptPoint* b) {
  return a->median_s < b->median_s;
}

Difference difference(const SweptPoint& fast, const SweptPoint& slow) {
  const double ratio = slow.median_s / fast.median_s;
  if (ratio < kClear) {
    return Difference::Equal;
  }
  const bool is_once = fast.measurements < 2 || slow.measurements < 2;
  const bool is_clear = is_once ? ratio >= kClearOnce : slow.least_s > fast.most_s;
  return is_clear ? Difference::Clear : Difference::Unclear;
}

std::string timesText(double ratio) {
  return fmt::format("{:.{}f} times", ratio, ratio < 9.95 ? 1 : 0);
}

std::string counted(Model model, int workers) {
  switch (model) {
    case Model::Serial:
      return "serial";
    case Model::EventLoop:
      return "an event loop";
    case Model::Threads:
      return fmt::format("{} thread{}", workers, workers == 1 ? "" : "s");
    case Model::Processes:
      return fmt::format("{} process{}", workers, workers == 1 ? "" : "es");
    case Model::Hybrid:
    case Model::Distributed:
      break;
  }
  return fmt::format("{} workers of the model {}", workers, name(model));
}

std::string takes(const SweptPoint& point) {
  return counted(point.model, point.workers) + (point.workers == 1 ? " takes " : " take ") +
         durationText(point.median_s);
}

}  // namespace interleave
