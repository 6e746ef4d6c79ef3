// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article_figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/base/clock.h"
#include "core/base/number_text.h"

namespace interleave {
namespace {

using nlohmann::json;

bool isTime(const std::string& figure) {
  return figure == "elapsed" || figure == "longest_job" || figure == "median_job" || figure.ends_with("_s");
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

// In seconds, the shortest first.
std::vector<double> jobLengths(const JobTable& jobs) {
  std::vector<double> lengths_s;
  for (std::uint32_t i = 0; i < jobs.size(); ++i) {
    const JobRecord& job = jobs.at(JobId{i});
    if (job.begin_ns && job.end_ns) {
      lengths_s.push_back(seconds(*job.end_ns - *job.begin_ns));
    }
  }
  std::sort(lengths_s.begin(), lengths_s.end());
  return lengths_s;
}

std::optional<double> resultsOf(const JobTable& jobs) {
  std::optional<double> results;
  for (std::uint32_t i = 0; i < jobs.size(); ++i) {
    if (const auto& result = jobs.at(JobId{i}).result) {
      results = results.value_or(0.0) + static_cast<double>(*result);
    }
  }
  return results;
}

// What began (+1) or ended (-1) at an instant.
struct Edge {
  std::int64_t time_ns;
  int change;
  bool is_wait;
};

std::optional<double> waitsWhileComputing(const TraceSnapshot& snapshot) {
  std::vector<Edge> edges;
  for (const Track& track : snapshot.tracks) {
    for (std::size_t i = 0; i < track.size(); ++i) {
      const Slice slice = track.at(i);
      const bool is_wait = slice.state == State::IoWait;
      if (is_wait || slice.state == State::Running) {
        edges.push_back({slice.begin_ns, 1, is_wait});
        edges.push_back({slice.end_ns, -1, is_wait});
      }
    }
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.time_ns < b.time_ns; });
  std::int64_t computing_ns = 0;
  std::int64_t both_ns = 0;
  std::int64_t last_ns = 0;
  int computing = 0;
  int waiting = 0;
  for (const Edge& edge : edges) {
    const std::int64_t passed_ns = edge.time_ns - last_ns;
    computing_ns += computing > 0 ? passed_ns : 0;
    both_ns += computing > 0 && waiting > 0 ? passed_ns : 0;
    last_ns = edge.time_ns;
    (edge.is_wait ? waiting : computing) += edge.change;
  }
  return computing_ns > 0 ? std::optional(static_cast<double>(both_ns) / static_cast<double>(computing_ns))
                          : std::nullopt;
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
  if (figure == "results") {
    return resultsOf(jobs);
  }
  if (figure == "waits_while_computing") {
    return waitsWhileComputing(*record.snapshot);
  }
  if (figure != "longest_job" && figure != "longest_share" && figure != "median_job") {
    return fromSummary(record, figure);
  }
  const std::vector<double> lengths_s = jobLengths(jobs);
  if (lengths_s.empty()) {
    return std::nullopt;
  }
  if (figure == "median_job") {
    return lengths_s[lengths_s.size() / 2];
  }
  if (figure == "longest_job") {
    return lengths_s.back();
  }
  return record.figures.elapsed_ns > 0 ? std::optional(lengths_s.back() / seconds(record.figures.elapsed_ns))
                                       : std::nullopt;
}

std::string figureName(const std::string& figure) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"longest_job", "longest job"},  {"longest_share", "longest job's share of it"},
      {"median_job", "median job"},    {"waits_while_computing", "waiting while computing"},
      {"jobs_done", "jobs done"},      {"jobs_failed", "jobs failed"},
      {"results", "results added up"}, {"outcome.result", "result"},
      {"memory_mb", "memory"},
  };
  for (const auto& [known, words] : kNames) {
    if (figure == known) {
      return std::string(words);
    }
  }
  return figure;
}

std::string figureText(const std::string& figure, const std::optional<double>& value) {
  if (!value) {
    return "not measured";
  }
  if (isTime(figure)) {
    return durationText(*value);
  }
  if (figure == "memory_mb") {
    return fmt::format("{:.1f} MB", *value);
  }
  const bool is_whole = std::abs(*value) < 1e15 && *value == std::floor(*value);
  if (is_whole && figure != "overlap" && figure != "waits_while_computing") {
    return groupedDigits(static_cast<std::int64_t>(*value));
  }
  return std::abs(*value) < 1e15 ? fmt::format("{:.3f}", *value) : fmt::format("{:.6g}", *value);
}

}  // namespace interleave
