// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article_figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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
  State state;
};

std::vector<Edge> edgesOf(const TraceSnapshot& snapshot) {
  std::vector<Edge> edges;
  for (const Track& track : snapshot.tracks) {
    for (std::size_t i = 0; i < track.size(); ++i) {
      const Slice slice = track.at(i);
      edges.push_back({slice.begin_ns, 1, slice.state});
      edges.push_back({slice.end_ns, -1, slice.state});
    }
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.time_ns < b.time_ns; });
  return edges;
}

using Counts = std::array<int, kStateCount>;  // how many workers are in each state

// Of the time for which `whole` holds, the part for which `part` does, too.
template <class Whole, class Part>
std::optional<double> shareOfTime(const TraceSnapshot& snapshot, Whole whole, Part part) {
  Counts counts{};
  std::int64_t whole_ns = 0;
  std::int64_t part_ns = 0;
  std::int64_t last_ns = 0;
  for (const Edge& edge : edgesOf(snapshot)) {
    const std::int64_t passed_ns = edge.time_ns - last_ns;
    whole_ns += whole(counts) ? passed_ns : 0;
    part_ns += whole(counts) && part(counts) ? passed_ns : 0;
    last_ns = edge.time_ns;
    counts[index(edge.state)] += edge.change;
  }
  return whole_ns > 0 ? std::optional(static_cast<double>(part_ns) / static_cast<double>(whole_ns)) : std::nullopt;
}

std::optional<double> waitsWhileComputing(const TraceSnapshot& snapshot) {
  return shareOfTime(
      snapshot, [](const Counts& counts) { return counts[index(State::Running)] > 0; },
      [](const Counts& counts) { return counts[index(State::IoWait)] > 0; });
}

std::optional<double> wantedTogether(const TraceSnapshot& snapshot) {
  const auto wanting = [](const Counts& counts) { return counts[index(State::Running)] + counts[index(State::Ready)]; };
  return shareOfTime(
      snapshot, [&](const Counts& counts) { return wanting(counts) > 0; },
      [&](const Counts& counts) { return wanting(counts) > 1; });
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
  if (figure == "wanted_together") {
    return wantedTogether(*record.snapshot);
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
      {"longest_job", "longest job"},
      {"longest_share", "longest job's share of it"},
      {"median_job", "median job"},
      {"waits_while_computing", "waiting while computing"},
      {"wanted_together", "running or ready together"},
      {"jobs_done", "jobs done"},
      {"jobs_failed", "jobs failed"},
      {"results", "results added up"},
      {"outcome.result", "result"},
      {"memory_mb", "memory"},
      {"cpu_s", "computing in all"},
      {"busy_s", "computing"},
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
  if (is_whole && figure != "overlap" && figure != "waits_while_computing" && figure != "wanted_together") {
    return groupedDigits(static_cast<std::int64_t>(*value));
  }
  return std::abs(*value) < 1e15 ? fmt::format("{:.3f}", *value) : fmt::format("{:.6g}", *value);
}

}  // namespace interleave
