// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sweep.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/experiment/catalogue.h"

namespace interleave {
namespace {

std::vector<double> sortedTimes(const SweepPoint& point) {
  std::vector<double> times;
  for (const SweepMeasurement& measurement : point.measurements) {
    times.push_back(measurement.elapsed_s);
  }
  std::sort(times.begin(), times.end());
  return times;
}

Status tooMany(std::int64_t runs) {
  return fail(ErrorCode::OutOfRange, fmt::format("the sweep has {} runs, and takes {} at most: take fewer values",
                                                 groupedDigits(runs), groupedDigits(kMostSweepRuns)));
}

// "1..4" → 1, 2, 3, 4.
Result<std::vector<std::string>> expanded(const SweepPlan& plan) {
  std::vector<std::string> values;
  for (const std::string& value : plan.values) {
    const std::size_t dots = value.find("..");
    if (dots == std::string::npos) {
      values.push_back(value);
      continue;
    }
    const auto first = parseInteger(value.substr(0, dots));
    const auto last = parseInteger(value.substr(dots + 2));
    if (!first || !last || *first > *last) {
      return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is no range: write it as 1..8", value));
    }
    const double count = static_cast<double>(*last) - static_cast<double>(*first) + 1.0;
    const double runs = count * static_cast<double>(plan.models.size()) * plan.repeats;
    if (runs > static_cast<double>(kMostSweepRuns)) {
      return tl::unexpected(tooMany(static_cast<std::int64_t>(std::min(runs, 9e18))).error());
    }
    for (std::int64_t number = *first; number <= *last; ++number) {
      values.push_back(std::to_string(number));
    }
  }
  return values;
}

Status apply(Experiment& experiment, const std::string& key, const std::string& value) {
  if (key == "workers" || key == "jobs") {
    const auto number = parseInteger(value);
    if (!number || *number < 1 || *number > Limits::kMostJobs) {
      return fail(ErrorCode::InvalidArgument, fmt::format("{}: '{}' is not a number of {} from 1 on", key, value, key));
    }
    (key == "jobs" ? experiment.jobs : experiment.workers) = static_cast<int>(*number);
    return {};
  }
  if (key == "switch-interval") {
    const auto number = parseReal(value);
    if (!number) {
      return fail(ErrorCode::InvalidArgument, fmt::format("switch-interval: '{}' is not a number", value));
    }
    experiment.switch_interval_ms = *number;
    return {};
  }
  const auto workload = workloadNamed(experiment.workload);
  if (!workload) {
    return tl::unexpected(workload.error());
  }
  const auto spec = parameterNamed(**workload, key);
  if (!spec) {
    return tl::unexpected(spec.error());
  }
  const auto parsed = parseValue(**spec, value);
  if (!parsed) {
    return tl::unexpected(parsed.error());
  }
  experiment.parameters[key] = *parsed;
  return {};
}

}  // namespace

double SweepPoint::least_s() const {
  return sortedTimes(*this).front();
}
double SweepPoint::most_s() const {
  return sortedTimes(*this).back();
}
double SweepPoint::median_s() const {
  const std::vector<double> times = sortedTimes(*this);
  const std::size_t half = times.size() / 2;
  return times.size() % 2 == 1 ? times[half] : (times[half - 1] + times[half]) / 2.0;
}

Result<Sweep> Sweep::make(const SweepPlan& plan) {
  if (plan.repeats < 1 || plan.repeats > kMostRepeats) {
    return fail(ErrorCode::OutOfRange,
                fmt::format("repeats: {} is out of range, it takes 1 to {}", plan.repeats, kMostRepeats));
  }
  const auto values = expanded(plan);
  if (!values) {
    return tl::unexpected(values.error());
  }
  if (values->empty() || plan.models.empty()) {
    return fail(ErrorCode::InvalidArgument, "a sweep needs one value and one model at least");
  }
  const std::size_t most = values->size() * plan.models.size() * static_cast<std::size_t>(plan.repeats);
  if (most > kMostSweepRuns) {
    return tl::unexpected(tooMany(static_cast<std::int64_t>(most)).error());
  }
  Sweep sweep;
  sweep.m_plan = plan;
  sweep.m_plan.values = *values;
  for (const Model model : plan.models) {
    SweepSeries& series = sweep.m_series.emplace_back();
    series.model = model;
    const bool is_one = model == Model::Serial && plan.key == "workers";
    for (const std::string& value : is_one ? std::vector<std::string>{"1"} : *values) {
      SweepPoint point{value, plan.base, {}, {}};
      point.experiment.model = model;
      if (model != plan.base.model) {
        point.experiment.api.clear();
      }
      if (const Status ok = apply(point.experiment, plan.key, value); !ok) {
        return tl::unexpected(ok.error());
      }
      auto complete = checked(std::move(point.experiment));
      if (!complete) {
        return tl::unexpected(complete.error());
      }
      point.experiment = std::move(*complete);
      series.points.push_back(std::move(point));
    }
  }
  for (int round = 0; round < plan.repeats; ++round) {
    for (std::size_t s = 0; s < sweep.m_series.size(); ++s) {
      for (std::size_t p = 0; p < sweep.m_series[s].points.size(); ++p) {
        sweep.m_steps.push_back({s, p, round});
      }
    }
  }
  sweep.m_runs = sweep.m_steps.size();
  return sweep;
}

std::optional<SweepStep> Sweep::next() const {
  return m_at < m_steps.size() ? std::optional(m_steps[m_at]) : std::nullopt;
}

void Sweep::add(const RunRecord& record) {
  const SweepStep step = m_steps[m_at];
  SweepPoint& point = m_series[step.series].points[step.point];
  if (record.outcome.kind == OutcomeKind::Finished) {
    point.measurements.push_back(
        {seconds(record.figures.elapsed_ns), record.figures.parallelism, record.figures.overlap});
  } else {
    point.problem = record.outcome.message.empty() ? name(record.outcome.kind) : record.outcome.message;
  }
  ++m_done;
  ++m_at;
  while (m_at < m_steps.size() && !at(m_steps[m_at]).problem.empty()) {
    ++m_at;
    --m_runs;
  }
}

std::optional<double> Sweep::left_s() const {
  double all = 0.0;
  std::size_t measured = 0;
  for (const SweepSeries& series : m_series) {
    for (const SweepPoint& point : series.points) {
      if (point.isMeasured()) {
        all += point.median_s();
        ++measured;
      }
    }
  }
  if (measured == 0) {
    return std::nullopt;
  }
  double left = 0.0;
  for (std::size_t i = m_at; i < m_steps.size(); ++i) {
    const SweepPoint& point = at(m_steps[i]);
    left += point.isMeasured() ? point.median_s() : point.problem.empty() ? all / static_cast<double>(measured) : 0.0;
  }
  return left;
}

std::optional<double> Sweep::speedUp(std::size_t series, std::size_t point) const {
  const SweepPoint& wanted = m_series[series].points[point];
  const auto serial =
      std::find_if(m_series.begin(), m_series.end(), [](const SweepSeries& one) { return one.model == Model::Serial; });
  // A sweep of workers has one serial point; else the serial run of the same value.
  const std::vector<SweepPoint>& points = serial != m_series.end() ? serial->points : m_series[series].points;
  const SweepPoint& reference =
      serial != m_series.end() && !isOfWorkers() ? points[std::min(point, points.size() - 1)] : points.front();
  if (!wanted.isMeasured() || !reference.isMeasured()) {
    return std::nullopt;
  }
  return reference.median_s() / wanted.median_s();
}

std::vector<ScalingPoint> Sweep::scaling(std::size_t series) const {
  std::vector<ScalingPoint> points;
  for (const SweepPoint& point : m_series[series].points) {
    for (const SweepMeasurement& measurement : point.measurements) {
      points.push_back({point.experiment.effectiveWorkers(), measurement.elapsed_s});
    }
  }
  return points;
}

Result<AmdahlFit> Sweep::fit(std::size_t series) const {
  if (!isOfWorkers()) {
    return fail(ErrorCode::InvalidArgument, "Amdahl's law speaks of workers, not of " + m_plan.key);
  }
  return fitAmdahl(scaling(series));
}

std::optional<int> Sweep::knee(std::size_t series) const {
  return isOfWorkers() ? kneeOf(scaling(series)) : std::nullopt;
}

}  // namespace interleave
