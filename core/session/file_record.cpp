// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/file_record.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/trace/kernel_trace_builder.h"
#include "core/trace_file/trace_file.h"

namespace interleave {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestName = 30;
constexpr std::string_view kBusy = ": busy";
constexpr std::string_view kOwn = ": this run";
constexpr int kMostCores = 4096;

std::string countText(std::uint64_t count) {
  return groupedDigits(static_cast<std::int64_t>(count));
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", countText(count), count == 1 ? one : many);
}

std::uint64_t sliceCount(const TraceSnapshot& snapshot) {
  std::uint64_t count = 0;
  for (const Track& track : snapshot.tracks) {
    count += track.size();
  }
  return count;
}

std::size_t processCount(const TraceSnapshot& snapshot) {
  std::set<std::int32_t> processes;
  for (const Track& track : snapshot.tracks) {
    processes.insert(track.info().pid);
  }
  return processes.size();
}

// What a track's totals tell at once, whatever its length.
RunFigures figuresOfTotals(const TraceSnapshot& snapshot) {
  RunFigures figures;
  figures.elapsed_ns = snapshot.now_ns;
  for (const Track& track : snapshot.tracks) {
    WorkerFigures worker;
    worker.worker = track.info().worker;
    worker.times = track.timesIn(snapshot.kept_from_ns, snapshot.now_ns);
    worker.busy_ns = worker.times[index(State::Running)];
    worker.idle_ns = track.idleIn(snapshot.kept_from_ns, snapshot.now_ns, snapshot.now_ns);
    figures.busy_ns += worker.busy_ns;
    figures.slices += track.size();
    figures.workers.push_back(worker);
  }
  for (const Track& core : snapshot.cores) {
    figures.cores.push_back(
        {number(core.info().worker), core.timesIn(snapshot.kept_from_ns, snapshot.now_ns)[index(State::Running)]});
  }
  figures.kept_from_ns = snapshot.kept_from_ns;
  if (const std::int64_t kept_ns = figures.elapsed_ns - figures.kept_from_ns; kept_ns > 0) {
    figures.parallelism = seconds(figures.busy_ns) / seconds(kept_ns);
  }
  return figures;
}

std::string processName(const TraceSnapshot& snapshot, std::int32_t pid) {
  if (snapshot.names) {
    if (const auto found = snapshot.names->processes.find(pid); found != snapshot.names->processes.end()) {
      return found->second;
    }
  }
  return {};
}

json threadJson(const TraceSnapshot& snapshot, const Track& track, const WorkerFigures& figures) {
  const TrackInfo& info = track.info();
  const std::string process = processName(snapshot, info.pid);
  json states = json::object();
  for (std::size_t s = 0; s < kStateCount; ++s) {
    if (figures.times[s] > 0) {
      states[label(static_cast<State>(s))] = seconds(figures.times[s]);
    }
  }
  return {{"id", number(info.worker)},
          {"name", info.name()},
          {"pid", info.pid},
          {"tid", info.tid},
          {"process", process.empty() ? json() : json(process)},
          {"slices", track.size()},
          {"running_s", seconds(figures.busy_ns)},
          {"states_s", std::move(states)},
          {"error", info.error.empty() ? json() : json(info.error)}};
}

}  // namespace

Result<FileRecord> readFileRecord(const std::string& path, const ImportOptions& options) {
  Result<TraceImport> import = readTraceFile(path, options);
  if (!import) {
    return tl::unexpected(import.error());
  }
  FileRecord record;
  record.path = path;
  record.title = std::filesystem::path(path).filename().string();
  std::error_code ignored;  // then its size is not said
  const auto bytes = std::filesystem::file_size(path, ignored);
  record.bytes = ignored ? 0 : bytes;
  record.import = std::move(*import);
  if (record.import.snapshot->is_watched) {
    record.import.snapshot = groupedByProcess(record.import.snapshot);
  }
  if (options.stop.stop_requested()) {
    return fail(ErrorCode::Cancelled, "reading " + path + " was cancelled");
  }
  const TraceSnapshot& snapshot = *record.import.snapshot;
  record.has_counted = sliceCount(snapshot) <= kMostCounted;
  record.figures = record.has_counted ? computeFigures(snapshot, snapshot.now_ns) : figuresOfTotals(snapshot);
  record.loads = loadsOf(record.import.counters);
  if (snapshot.faults && snapshot.faults->count() > 0) {
    record.import.notes.push_back(snapshot.faults->text());
  }
  return record;
}

json summaryJson(const FileRecord& record) {
  const TraceSnapshot& snapshot = *record.import.snapshot;
  const RunFigures& figures = record.figures;
  const ImportCounts& counts = record.import.counts;
  const auto orNull = [](const std::optional<double>& value) { return value ? json(*value) : json(); };
  json threads = json::array();
  for (std::size_t i = 0; i < snapshot.tracks.size(); ++i) {
    threads.push_back(threadJson(snapshot, snapshot.tracks[i], figures.workers[i]));
  }
  return {{"file", record.path},
          {"bytes", record.bytes},
          {"is_ours", record.import.is_ours},
          {"cut_at_byte", record.import.cut_at ? json(*record.import.cut_at) : json()},
          {"notes", record.import.notes},
          {"begin_s", snapshot.names ? json(seconds(snapshot.names->shift_ns)) : json()},
          {"elapsed_s", seconds(figures.elapsed_ns)},
          {"kept_from_s", figures.kept_from_ns > 0 ? json(seconds(figures.kept_from_ns)) : json()},
          {"busy_s", seconds(figures.busy_ns)},
          {"parallelism", figures.elapsed_ns > 0 ? json(figures.parallelism) : json()},
          {"max_parallelism", record.has_counted ? json(figures.max_parallelism) : json()},
          {"overlap", orNull(figures.overlap)},
          {"slices", figures.slices},
          {"median_slice_ms", orNull(figures.median_slice_ms)},
          {"p90_slice_ms", orNull(figures.p90_slice_ms)},
          {"switches", record.has_counted ? json(figures.switches) : json()},
          {"wakes", snapshot.wakes.size()},
          {"names", snapshot.names ? json(snapshot.names->jobs.size()) : json()},
          {"processes", processCount(snapshot)},
          {"threads", std::move(threads)},
          {"cores", snapshot.cores.size()},
          {"events",
           {{"read", counts.events},
            {"left_out", counts.leftOut()},
            {"malformed", counts.malformed},
            {"instants", counts.instants},
            {"counters", counts.counters},
            {"async", counts.async},
            {"unknown", counts.unknown},
            {"ends_without_begin", counts.ends_without_begin},
            {"begins_without_end", counts.begins_without_end},
            {"too_late", counts.too_late}}}};
}

std::string lossText(const FileRecord& record) {
  std::vector<std::string> parts;
  if (record.import.cut_at) {
    parts.push_back("cut short at byte " + countText(*record.import.cut_at));
  }
  if (const std::uint64_t left_out = record.import.counts.leftOut(); left_out > 0) {
    parts.push_back(counted(left_out, "event", "events") + " left out");
  }
  if (const auto& faults = record.import.snapshot->faults; faults && faults->count() > 0) {
    parts.push_back(counted(faults->count(), "damaged part", "damaged parts") + " shown as lost");
  }
  return fmt::format("{}", fmt::join(parts, " · "));
}

std::string figuresSentence(const FileRecord& record) {
  const TraceSnapshot& snapshot = *record.import.snapshot;
  std::string text = fmt::format("{:.3f} s · {} in {} · {}", seconds(record.figures.elapsed_ns),
                                 counted(snapshot.tracks.size(), "thread", "threads"),
                                 counted(processCount(snapshot), "process", "processes"),
                                 counted(record.figures.slices, "slice", "slices"));
  if (record.figures.overlap) {
    text += fmt::format(" · overlap {:.3f}", *record.figures.overlap);
  }
  const std::string loss = lossText(record);
  return loss.empty() ? text : text + " · " + loss;
}

std::string provenance(const FileRecord& record) {
  std::string text = fmt::format("from the file {}, {} bytes", record.title, countText(record.bytes));
  for (const std::string& note : record.import.notes) {
    text += " · " + note.substr(0, note.find_last_not_of('.') + 1);
  }
  return text;
}

std::vector<std::string> tableLines(const FileRecord& record, std::size_t most_rows) {
  const TraceSnapshot& snapshot = *record.import.snapshot;
  std::vector<std::string> lines{fmt::format("{}: {}", record.title, figuresSentence(record))};
  std::vector<std::size_t> order(snapshot.tracks.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  const auto& workers = record.figures.workers;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return workers[a].busy_ns > workers[b].busy_ns; });
  const std::size_t shown = std::min(order.size(), most_rows);
  std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown));  // as the lanes are
  lines.push_back(fmt::format("{:<{}} {:<20} {:>10} {:>12} {:>10}", "thread", kLongestName, "process", "slices",
                              "running s", "of all"));
  for (std::size_t i = 0; i < shown; ++i) {
    const Track& track = snapshot.tracks[order[i]];
    const std::string process = processName(snapshot, track.info().pid);
    const double ran_s = seconds(workers[order[i]].busy_ns);
    const double all_s = seconds(record.figures.elapsed_ns);
    lines.push_back(fmt::format("{:<{}} {:<20} {:>10} {:>12.3f} {:>8.1f} %", track.info().name(), kLongestName,
                                process.empty() ? std::to_string(track.info().pid) : process, countText(track.size()),
                                ran_s, all_s > 0.0 ? 100.0 * ran_s / all_s : 0.0));
  }
  if (order.size() > shown) {
    lines.push_back(fmt::format("and {} more that ran less", countText(order.size() - shown)));
  }
  return lines;
}

std::vector<CounterSeries> countersOf(const std::vector<CoreLoad>& loads) {
  std::size_t cores = 0;
  for (const CoreLoad& load : loads) {
    cores = std::max({cores, load.busy_ratio.size(), load.experiment_ratio.size()});
  }
  std::vector<CounterSeries> all;
  for (std::size_t core = 0; core < cores; ++core) {
    for (const bool is_own : {false, true}) {
      CounterSeries series;
      series.name = fmt::format("core {}{}", core, is_own ? kOwn : kBusy);
      for (const CoreLoad& load : loads) {
        const std::vector<double>& ratios = is_own ? load.experiment_ratio : load.busy_ratio;
        if (core < ratios.size()) {
          series.points.push_back({load.time_ns, ratios[core]});
        }
      }
      all.push_back(std::move(series));
    }
  }
  return all;
}

std::vector<CoreLoad> loadsOf(const std::vector<CounterSeries>& counters) {
  std::map<std::int64_t, CoreLoad> by_time;
  for (const CounterSeries& series : counters) {
    const bool is_own = series.name.ends_with(kOwn);
    const std::string_view name(series.name);
    if (!name.starts_with("core ") || (!is_own && !name.ends_with(kBusy))) {
      continue;
    }
    const std::string_view text = name.substr(5, name.rfind(':') - 5);
    const auto core = parseInteger(std::string(text));
    if (!core || *core < 0 || *core >= kMostCores) {
      continue;
    }
    for (const CounterPoint& point : series.points) {
      CoreLoad& load = by_time[point.time_ns];
      load.time_ns = point.time_ns;
      std::vector<double>& ratios = is_own ? load.experiment_ratio : load.busy_ratio;
      ratios.resize(std::max(ratios.size(), static_cast<std::size_t>(*core) + 1));
      ratios[static_cast<std::size_t>(*core)] = std::clamp(point.value, 0.0, 1.0);
    }
  }
  std::vector<CoreLoad> loads;
  for (auto& [time_ns, load] : by_time) {
    const std::size_t cores = std::max(load.busy_ratio.size(), load.experiment_ratio.size());
    load.busy_ratio.resize(cores);
    load.experiment_ratio.resize(cores);
    loads.push_back(std::move(load));
  }
  return loads;
}

}  // namespace interleave
