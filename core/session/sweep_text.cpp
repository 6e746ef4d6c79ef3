// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep's outcome as sentences, JSON, CSV and a table.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/experiment/experiment_json.h"
#include "core/session/sweep.h"

namespace interleave {
namespace {

using nlohmann::json;

std::string share(double ratio) {
  return fmt::format("{:.1f} %", ratio * 100.0);
}

json pointJson(const Sweep& sweep, std::size_t s, std::size_t p) {
  const SweepPoint& point = sweep.series()[s].points[p];
  json times = json::array();
  for (const SweepMeasurement& measurement : point.measurements) {
    times.push_back(measurement.elapsed_s);
  }
  const bool has = point.isMeasured();
  const auto speed_up = sweep.speedUp(s, p);
  return {{"value", point.value},
          {"elapsed_s", std::move(times)},
          {"min_s", has ? json(point.least_s()) : json()},
          {"median_s", has ? json(point.median_s()) : json()},
          {"max_s", has ? json(point.most_s()) : json()},
          {"speed_up", speed_up ? json(*speed_up) : json()},
          {"problem", point.problem.empty() ? json() : json(point.problem)}};
}

json verdictJson(const Sweep& sweep) {
  const auto verdict = verdictOf(sweep);
  if (!verdict) {
    return {};
  }
  json recommended;
  if (verdict->recommended) {
    recommended = {{"model", name(verdict->recommended->model)}, {"workers", verdict->recommended->workers}};
  }
  return {{"headline", verdict->headline},
          {"explanation", verdict->explanation},
          {"advice", verdict->advice},
          {"recommended", std::move(recommended)}};
}

json fitJson(const Sweep& sweep, std::size_t s) {
  const auto fit = sweep.fit(s);
  if (!fit) {
    return {};
  }
  return {{"serial_fraction", fit->serial_fraction},
          {"interval", {fit->least, fit->most}},
          {"one_worker_s", fit->one_worker_s},
          {"limit", fit->limit() ? json(*fit->limit()) : json()}};
}

}  // namespace

std::optional<SweepVerdict> verdictOf(const Sweep& sweep) {
  SweptRuns runs;
  runs.key = sweep.plan().key;
  runs.cores = thisMachine().cores;
  runs.jobs = sweep.plan().base.jobs;
  runs.has_gil = hasGil(sweep.plan().base);
  runs.others_load = sweep.othersLoad();
  for (std::size_t s = 0; s < sweep.series().size(); ++s) {
    SweptSeries& series = runs.series.emplace_back();
    series.name = sweep.series()[s].name;
    for (const SweepPoint& point : sweep.series()[s].points) {
      if (point.isMeasured()) {
        series.points.push_back({point.value, point.experiment.model, point.experiment.effectiveWorkers(),
                                 point.least_s(), point.median_s(), point.most_s(), point.measurements.size(),
                                 point.measurements.back().parallelism});
      }
    }
    if (const auto fit = sweep.fit(s); fit && series.points.size() > 1) {
      series.fit = *fit;
    }
    series.knee = sweep.knee(s);
  }
  return verdictOf(runs);
}

std::vector<std::string> sweepSentences(const Sweep& sweep) {
  std::vector<std::string> sentences;
  const SweepPoint* fastest = nullptr;
  for (std::size_t s = 0; s < sweep.series().size(); ++s) {
    const SweepSeries& series = sweep.series()[s];
    const std::string& who = series.name;
    for (const SweepPoint& point : series.points) {
      if (point.isMeasured() && (fastest == nullptr || point.median_s() < fastest->median_s())) {
        fastest = &point;
      }
      if (!point.problem.empty()) {
        sentences.push_back(fmt::format("{}, {} = {}: {}.", who, sweep.plan().key, point.value, point.problem));
      }
    }
    if (const auto fit = sweep.fit(s); fit && series.points.size() > 1) {
      sentences.push_back(
          fmt::format("{}: {} of the work is serial ({} to {}) by Amdahl's law{}.", who, share(fit->serial_fraction),
                      share(fit->least), share(fit->most),
                      fit->least > 0.0 ? fmt::format(", so at most {:.1f} times as fast", *fit->limit()) : ""));
    }
    if (const auto knee = sweep.knee(s); knee && series.points.size() > 1) {
      sentences.push_back(fmt::format("{}: beyond {} worker{} more hardly pay.", who, *knee, *knee == 1 ? "" : "s"));
    }
  }
  if (const auto others = sweep.othersLoad(); others && *others > kMostOthers) {
    sentences.push_back(fmt::format("Other programs had {} of the cores meanwhile: of computing the times say little.",
                                    share(*others)));
  }
  if (fastest != nullptr) {
    sentences.push_back(fmt::format("Fastest: {}, {} = {}, {:.3f} s.", name(fastest->experiment.model),
                                    sweep.plan().key, fastest->value, fastest->median_s()));
  }
  return sentences;
}

json sweepJson(const Sweep& sweep) {
  json series = json::array();
  for (std::size_t s = 0; s < sweep.series().size(); ++s) {
    json points = json::array();
    for (std::size_t p = 0; p < sweep.series()[s].points.size(); ++p) {
      points.push_back(pointJson(sweep, s, p));
    }
    const auto knee = sweep.knee(s);
    series.push_back({{"model", sweep.isOfModels() ? json() : json(name(sweep.series()[s].model))},
                      {"points", std::move(points)},
                      {"amdahl", fitJson(sweep, s)},
                      {"knee", knee ? json(*knee) : json()}});
  }
  const Machine& machine = thisMachine();
  return {{"experiment", toJson(sweep.plan().base)},
          {"machine", {{"cpu", machine.cpu}, {"cores", machine.cores}, {"kernel", machine.kernel}}},
          {"key", sweep.plan().key},
          {"values", sweep.plan().values},
          {"repeats", sweep.plan().repeats},
          {"runs", sweep.runs()},
          {"runs_done", sweep.runsDone()},
          {"others_load", sweep.othersLoad() ? json(*sweep.othersLoad()) : json()},
          {"series", std::move(series)},
          {"sentences", sweepSentences(sweep)},
          {"verdict", verdictJson(sweep)}};
}

std::string sweepCsv(const Sweep& sweep) {
  const std::string key = sweep.isOfModels() ? "" : "," + sweep.plan().key;
  std::string text = fmt::format("model{},repeat,elapsed_s,parallelism,overlap\n", key);
  for (const SweepSeries& series : sweep.series()) {
    for (const SweepPoint& point : series.points) {
      for (std::size_t i = 0; i < point.measurements.size(); ++i) {
        const SweepMeasurement& one = point.measurements[i];
        text += fmt::format("{}{},{},{:.9f},{:.6f},{}\n", name(point.experiment.model),
                            sweep.isOfModels() ? "" : "," + point.value, i, one.elapsed_s, one.parallelism,
                            one.overlap ? fmt::format("{:.6f}", *one.overlap) : "");
      }
    }
  }
  return text;
}

std::string sweepTable(const Sweep& sweep) {
  std::size_t widest = sweep.isOfModels() ? 0 : sweep.plan().key.size();
  for (const std::string& value : sweep.plan().values) {
    widest = sweep.isOfModels() ? 0 : std::max(widest, value.size());
  }
  const auto valued = [&](const std::string& value) { return sweep.isOfModels() ? "" : value; };
  std::string text = fmt::format("{:<12} {:>{}} {:>10} {:>10} {:>10} {:>9}\n", "model", valued(sweep.plan().key),
                                 widest, "min", "median", "max", "speed-up");
  for (std::size_t s = 0; s < sweep.series().size(); ++s) {
    for (std::size_t p = 0; p < sweep.series()[s].points.size(); ++p) {
      const SweepPoint& point = sweep.series()[s].points[p];
      text += fmt::format("{:<12} {:>{}}", name(point.experiment.model), valued(point.value), widest);
      if (point.isMeasured()) {
        const auto speed_up = sweep.speedUp(s, p);
        text += fmt::format(" {:>8.3f} s {:>8.3f} s {:>8.3f} s {:>9}\n", point.least_s(), point.median_s(),
                            point.most_s(), speed_up ? fmt::format("{:.2f}", *speed_up) : "-");
      } else {
        text += fmt::format("  {}\n", point.problem.empty() ? "not measured" : point.problem);
      }
    }
  }
  return text;
}

}  // namespace interleave
