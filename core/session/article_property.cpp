// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article_property.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/clock.h"
#include "core/base/names.h"
#include "core/base/number_text.h"

namespace interleave {
namespace {

using nlohmann::json;

constexpr double kWorthSaying = 0.15;  // of the cores

bool isTime(const std::string& figure) {
  return figure == "elapsed" || figure == "longest_job" || figure.ends_with("_s");
}

std::string valueText(const std::string& figure, const std::optional<double>& value) {
  if (!value) {
    return "not measured";
  }
  if (isTime(figure)) {
    return durationText(*value);
  }
  if (*value == static_cast<double>(static_cast<std::int64_t>(*value)) && std::abs(*value) < 1e15 &&
      figure != "overlap") {
    return groupedDigits(static_cast<std::int64_t>(*value));
  }
  return fmt::format("{:.3f}", *value);
}

bool within(const Condition& condition, double value) {
  return (!condition.at_most || value <= *condition.at_most) && (!condition.at_least || value >= *condition.at_least) &&
         (!condition.below || value < *condition.below) && (!condition.above || value > *condition.above) &&
         (!condition.is || value == *condition.is);
}

std::optional<double> fromSummary(const RunRecord& record, const std::string& path) {
  json at = summaryJson(record);
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t dot = std::min(path.find('.', begin), path.size());
    const std::string step = path.substr(begin, dot - begin);
    if (!at.is_object() || !at.contains(step)) {
      return std::nullopt;
    }
    json next = std::move(at[step]);
    at = std::move(next);
    begin = dot + 1;
  }
  return at.is_number() ? std::optional(at.get<double>()) : std::nullopt;
}

bool holds(const Condition& condition, const std::vector<RunRecord>& records) {
  const auto figure = [&](std::size_t run) { return figureOf(records[run], condition.figure); };
  switch (condition.kind) {
    case Condition::Kind::Figure: {
      const auto value = figure(condition.runs[0]);
      return value && within(condition, *value);
    }
    case Condition::Kind::Ratio: {
      const auto value = figure(condition.runs[0]);
      const auto other = figure(condition.runs[1]);
      return value && other && *other > 0.0 && within(condition, *value / *other);
    }
    case Condition::Kind::Falls:
      break;
  }
  for (std::size_t i = 1; i < records.size(); ++i) {
    const auto before = figure(i - 1);
    const auto after = figure(i);
    if (!before || !after || *after >= *before) {
      return false;
    }
  }
  return true;
}

std::string ratioText(const Condition& condition, const std::vector<std::string>& titles,
                      const std::vector<RunRecord>& records) {
  const auto value = figureOf(records[condition.runs[0]], condition.figure);
  const auto other = figureOf(records[condition.runs[1]], condition.figure);
  if (!value || !other || *other <= 0.0) {
    return {};
  }
  return fmt::format("; {} of {} is {:.3f} of {}'s", condition.figure, titles[condition.runs[0]], *value / *other,
                     titles[condition.runs[1]]);
}

}  // namespace

std::optional<double> figureOf(const RunRecord& record, const std::string& figure) {
  if (figure == "elapsed") {
    return seconds(record.figures.elapsed_ns);
  }
  if (figure == "overlap") {
    return record.figures.overlap;
  }
  if (!record.snapshot) {
    return std::nullopt;
  }
  const JobTable& jobs = record.snapshot->jobs;
  if (figure == "jobs_done") {
    return static_cast<double>(jobs.doneCount());
  }
  if (figure == "jobs_failed") {
    return static_cast<double>(jobs.failedCount());
  }
  std::optional<double> longest_s;
  std::optional<double> results;
  for (std::uint32_t i = 0; i < jobs.size(); ++i) {
    const JobRecord& job = jobs.at(JobId{i});
    if (job.begin_ns && job.end_ns) {
      longest_s = std::max(longest_s.value_or(0.0), seconds(*job.end_ns - *job.begin_ns));
    }
    if (job.result) {
      results = results.value_or(0.0) + static_cast<double>(*job.result);
    }
  }
  if (figure == "longest_share") {
    return longest_s && record.figures.elapsed_ns > 0 ? std::optional(*longest_s / seconds(record.figures.elapsed_ns))
                                                      : std::nullopt;
  }
  return figure == "longest_job" ? longest_s : figure == "results" ? results : fromSummary(record, figure);
}

Result<Condition> conditionFromJson(const json& given, const std::vector<std::string>& titles) {
  Condition condition;
  const auto wrong = [](const std::string& what) { return fail(ErrorCode::InvalidArgument, "a condition's " + what); };
  if (!given.is_object()) {
    return wrong("JSON must be an object");
  }
  bool has_kind = false;
  for (const auto& [key, value] : given.items()) {
    if (key == "falls" && value.is_string()) {
      condition.kind = Condition::Kind::Falls;
      condition.figure = value.get<std::string>();
      has_kind = true;
    } else if ((key == "figure" || key == "ratio") && value.is_array() && value.size() == (key == "figure" ? 2u : 3u) &&
               std::all_of(value.begin(), value.end(), [](const json& part) { return part.is_string(); })) {
      condition.kind = key == "figure" ? Condition::Kind::Figure : Condition::Kind::Ratio;
      condition.figure = value[0].get<std::string>();
      has_kind = true;
      for (std::size_t i = 1; i < value.size(); ++i) {
        const auto found = std::find(titles.begin(), titles.end(), value[i].get<std::string>());
        if (found == titles.end()) {
          return fail(ErrorCode::InvalidArgument, unknownName("run", value[i].get<std::string>(), titles));
        }
        condition.runs.push_back(static_cast<std::size_t>(found - titles.begin()));
      }
    } else if (key == "cores" && value.is_number_integer()) {
      condition.cores = value.get<int>();
    } else if (value.is_number() && key == "at_most") {
      condition.at_most = value.get<double>();
    } else if (value.is_number() && key == "at_least") {
      condition.at_least = value.get<double>();
    } else if (value.is_number() && key == "below") {
      condition.below = value.get<double>();
    } else if (value.is_number() && key == "above") {
      condition.above = value.get<double>();
    } else if (value.is_number() && key == "is") {
      condition.is = value.get<double>();
    } else {
      return wrong("'" + key + "' is unknown or of the wrong type");
    }
  }
  const bool has_limit = condition.at_most || condition.at_least || condition.below || condition.above || condition.is;
  if (!has_kind || has_limit == (condition.kind == Condition::Kind::Falls)) {
    return wrong("figure or limit is missing");
  }
  return condition;
}

ArticleFinding judgeBy(const std::vector<Condition>& conditions, const std::vector<std::string>& titles,
                       const std::vector<RunRecord>& records) {
  ArticleFinding finding;
  finding.holds = true;
  std::vector<std::string> figures{"elapsed"};
  for (const Condition& condition : conditions) {
    if (std::find(figures.begin(), figures.end(), condition.figure) == figures.end()) {
      figures.push_back(condition.figure);
    }
    const bool is_asked = records.front().machine.cores >= condition.cores;
    finding.holds = finding.holds && (!is_asked || holds(condition, records));
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    finding.sentence += (i == 0 ? "" : "; ") + titles[i] + ":";
    for (std::size_t f = 0; f < figures.size(); ++f) {
      finding.sentence += fmt::format("{} {}{}", f == 0 ? "" : ",", f == 0 ? "" : figures[f] + " ",
                                      valueText(figures[f], figureOf(records[i], figures[f])));
    }
  }
  for (const Condition& condition : conditions) {
    if (condition.kind == Condition::Kind::Ratio) {
      finding.sentence += ratioText(condition, titles, records);
    }
  }
  // Who else computes decides over what overlaps and who is faster.
  double others = 0.0;
  for (const RunRecord& record : records) {
    others = std::max(others, othersLoad(record.loads).value_or(0.0));
  }
  if (others >= kWorthSaying) {
    finding.sentence += fmt::format("; other programs had up to {:.0f} % of the cores meanwhile", others * 100.0);
  }
  return finding;
}

}  // namespace interleave
