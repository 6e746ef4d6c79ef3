// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sweep_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/session/sweep_values.h"

namespace interleave {
namespace {

constexpr double kLogFrom = 16.0;  // times the least value

bool hasSerial(const Sweep& sweep) {
  for (const SweepSeries& series : sweep.series()) {
    for (const SweepPoint& point : series.points) {
      if (point.experiment.model == Model::Serial) {
        return true;
      }
    }
  }
  return false;
}

std::string yLabel(const Sweep& sweep, ScalingQuantity quantity) {
  if (quantity == ScalingQuantity::Elapsed) {
    return "seconds";
  }
  return hasSerial(sweep) ? "speed-up over serial" : "speed-up over the first";
}

ScalingMark markOf(const SweepPoint& point, double x, std::size_t p, std::optional<double> speed_up) {
  const double median = point.median_s();
  if (!speed_up) {
    return {x, median, point.least_s(), point.most_s(), p};
  }
  const double reference = *speed_up * median;
  return {x, *speed_up, reference / point.most_s(), reference / point.least_s(), p};
}

}  // namespace

ScalingPlot plotOf(const Sweep& sweep, ScalingQuantity quantity) {
  const bool is_speed_up = quantity == ScalingQuantity::SpeedUp;
  const std::vector<std::string>& values = sweep.plan().values;
  ScalingPlot plot;
  plot.quantity = quantity;
  plot.x_label = sweep.plan().key;
  plot.y_label = yLabel(sweep, quantity);
  plot.has_ideal = is_speed_up && sweep.isOfWorkers();
  const bool has_numbers =
      std::all_of(values.begin(), values.end(), [](const std::string& value) { return valueNumber(value); });
  std::set<double> places;
  for (std::size_t i = 0; i < values.size(); ++i) {
    places.insert(has_numbers ? *valueNumber(values[i]) : static_cast<double>(i));
    if (!has_numbers) {
      plot.x_names.push_back(values[i]);
    }
  }
  plot.places.assign(places.begin(), places.end());
  plot.has_log_x = has_numbers && plot.places.front() > 0.0 && plot.places.back() / plot.places.front() > kLogFrom;
  for (std::size_t s = 0; s < sweep.series().size(); ++s) {
    const SweepSeries& series = sweep.series()[s];
    ScalingCurve& curve = plot.curves.emplace_back();
    curve.name = series.name;
    curve.series = s;
    for (std::size_t p = 0; p < series.points.size(); ++p) {
      const SweepPoint& point = series.points[p];
      const auto speed_up = is_speed_up ? sweep.speedUp(s, p) : std::nullopt;
      if (!point.isMeasured() || (is_speed_up && !speed_up)) {
        continue;
      }
      const double x = has_numbers ? *valueNumber(point.value) : static_cast<double>(p);
      curve.marks.push_back(markOf(point, x, p, speed_up));
      if (speed_up) {
        curve.fit_reference_s = *speed_up * point.median_s();
      }
    }
    if (series.points.size() > 1) {
      if (const auto fit = sweep.fit(s)) {
        curve.fit = *fit;
      }
      if (const auto knee = sweep.knee(s)) {
        curve.knee = *knee;
      }
    }
    std::sort(curve.marks.begin(), curve.marks.end(),
              [](const ScalingMark& a, const ScalingMark& b) { return a.x < b.x; });
  }
  return plot;
}

ScalingQuantity usualQuantity(const Sweep& sweep) {
  return sweep.isOfWorkers() || sweep.isOfModels() ? ScalingQuantity::SpeedUp : ScalingQuantity::Elapsed;
}

std::string sweepProvenance(const Sweep& sweep) {
  Experiment shared = sweep.plan().base;
  shared.parameters.erase(sweep.plan().key);  // the picture says it
  return fmt::format("{} · runtime {} · {} · {} of {} runs, medians, with least and most", describeWork(shared),
                     name(shared.runtime), thisMachine().describe(), sweep.runsDone(), sweep.runs());
}

}  // namespace interleave
