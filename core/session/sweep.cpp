// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/analysis/evidence.h"
#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/experiment/needs.h"
#include "core/session/sweep_values.h"

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

Status tooMany(std::size_t values, const SweepPlan& plan) {
  const auto runs = values * plan.models.size() * static_cast<std::size_t>(plan.repeats);
  const auto text = [](std::size_t count) { return groupedDigits(static_cast<std::int64_t>(count)); };
  return fail(ErrorCode::OutOfRange,
              fmt::format("the sweep has {} runs ({} values, {} model{}, {} times each), and takes {} at most: take "
                          "fewer",
                          text(runs), text(values), plan.models.size(), plan.models.size() == 1 ? "" : "s",
                          plan.repeats, text(kMostSweepRuns)));
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
  const std::size_t each = std::max<std::size_t>(1, plan.models.size()) * static_cast<std::size_t>(plan.repeats);
  auto values = expandedValues(plan.values, kMostSweepRuns);
  if (!values) {
    return tl::unexpected(values.error());
  }
  std::set<std::string> seen;
  std::erase_if(*values, [&](const std::string& value) { return !seen.insert(value).second; });
  if (values->empty() || plan.models.empty()) {
    return fail(ErrorCode::InvalidArgument, "a sweep needs one value and one model at least");
  }
  if (values->size() * each > kMostSweepRuns) {
    return tl::unexpected(tooMany(values->size(), plan).error());
  }
  Sweep sweep;
  sweep.m_plan = plan;
  sweep.m_plan.values = *values;
  if (sweep.isOfModels()) {
    sweep.m_plan.models.resize(1);
  }
  for (const Model model : sweep.m_plan.models) {
    SweepSeries& series = sweep.m_series.emplace_back();
    series.model = model;
    series.name = sweep.isOfModels() ? "All models" : label(model);
    const bool is_one = model == Model::Serial && sweep.isOfWorkers();
    for (const std::string& value : is_one ? std::vector<std::string>{"1"} : *values) {
      SweepPoint point{value, plan.base, {}, {}};
      if (model != plan.base.model) {
        point.experiment.model = model;
        point.experiment.api.clear();  // another model has other ways
      }
      if (const Status ok = applyValue(point.experiment, plan.key, value); !ok) {
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

Status checkRoom(const Sweep& sweep) {
  std::vector<Needs> needs;
  for (const SweepSeries& series : sweep.series()) {
    for (const SweepPoint& point : series.points) {
      needs.push_back(needsOf(point.experiment));
    }
  }
  return checkRoom(needs);
}

std::optional<SweepStep> Sweep::next() const {
  return m_at < m_steps.size() ? std::optional(m_steps[m_at]) : std::nullopt;
}

void Sweep::add(const RunRecord& record) {
  if (record.outcome.kind != OutcomeKind::Finished) {
    addProblem(record.outcome.message.empty() ? name(record.outcome.kind) : record.outcome.message);
    return;
  }
  const SweepStep step = m_steps[m_at];
  m_series[step.series].points[step.point].measurements.push_back({seconds(record.figures.elapsed_ns),
                                                                   record.figures.parallelism, record.figures.overlap,
                                                                   interleave::othersLoad(record.loads)});
  goOn();
}

void Sweep::addProblem(std::string problem) {
  const SweepStep step = m_steps[m_at];
  m_series[step.series].points[step.point].problem = std::move(problem);
  goOn();
}

void Sweep::goOn() {
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

std::optional<double> Sweep::othersLoad() const {
  double sum = 0.0;
  double time_s = 0.0;
  for (const SweepSeries& series : m_series) {
    for (const SweepPoint& point : series.points) {
      for (const SweepMeasurement& one : point.measurements) {
        sum += one.others_load.value_or(0.0) * one.elapsed_s;
        time_s += one.others_load ? one.elapsed_s : 0.0;
      }
    }
  }
  return time_s > 0.0 ? std::optional(sum / time_s) : std::nullopt;
}

const SweepPoint& Sweep::referenceOf(std::size_t series, std::size_t point) const {
  const auto isSerial = [](const SweepPoint& one) { return one.experiment.model == Model::Serial; };
  if (isOfModels()) {
    const std::vector<SweepPoint>& points = m_series.front().points;
    const auto serial = std::find_if(points.begin(), points.end(), isSerial);
    return serial != points.end() ? *serial : points.front();
  }
  for (const SweepSeries& one : m_series) {
    if (one.model == Model::Serial) {
      // A sweep of workers has one serial point; else the serial run of the same value.
      return isOfWorkers() ? one.points.front() : one.points[point];
    }
  }
  return m_series[series].points.front();
}

std::optional<double> Sweep::speedUp(std::size_t series, std::size_t point) const {
  const SweepPoint& wanted = m_series[series].points[point];
  const SweepPoint& reference = referenceOf(series, point);
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
