// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/watch_record.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/trace/kept_words.h"

namespace interleave {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestName = 30;

std::string countText(std::uint64_t count) {
  return groupedDigits(static_cast<std::int64_t>(count));
}

json secondsOrNull(const std::optional<std::int64_t>& ns) {
  return ns ? json(seconds(*ns)) : json();
}

// The title is "name tid".
std::string nameOf(const TrackInfo& info) {
  const std::size_t blank = info.title.rfind(' ');
  return info.title.substr(0, blank);
}

StateTimes timesOf(const Track& track) {
  return track.timesUntil(std::numeric_limits<std::int64_t>::max());
}

json threadJson(const Track& track) {
  const TrackInfo& info = track.info();
  const StateTimes times = timesOf(track);
  const auto in = [&](State state) { return seconds(times[index(state)]); };
  return {{"pid", info.pid},
          {"tid", info.tid},
          {"parent_pid", info.parent_pid > 0 ? json(info.parent_pid) : json()},
          {"kind", info.kind == WorkerKind::Process ? "process" : "thread"},
          {"name", nameOf(info)},
          {"start_s", secondsOrNull(info.start_ns)},
          {"end_s", secondsOrNull(info.gone_ns)},
          {"running_s", in(State::Running)},
          {"ready_s", in(State::Ready)},
          {"waiting_s", in(State::Waiting)},
          {"starting_s", in(State::Starting)},
          {"lost_s", in(State::Lost)},
          {"switches", info.switches},
          {"migrations", info.migrations},
          {"error", info.error.empty() ? json() : json(info.error)}};
}

std::string lossText(const WatchOutcome& outcome) {
  std::string text = outcome.lost_records == 0 ? std::string("no records lost")
                                               : fmt::format("{} records lost", countText(outcome.lost_records));
  if (outcome.unseen > 0) {
    text += fmt::format(", {} process{} out of sight", countText(outcome.unseen), outcome.unseen == 1 ? "" : "es");
  }
  return text;
}

std::string viewText(const WatchOutcome& outcome) {
  switch (outcome.view) {
    case KernelView::Perf:
      return fmt::format("the kernel's switch records, {}", lossText(outcome));
    case KernelView::Proc:
      return fmt::format("/proc looked at every {}", durationText(seconds(outcome.resolution_ns)));
    case KernelView::None:
      break;
  }
  return "no view of the kernel's";
}

const char* name(WatchEnd end) {
  switch (end) {
    case WatchEnd::Exited:
      return "exited";
    case WatchEnd::Killed:
      return "killed";
    case WatchEnd::Gone:
      return "gone";
    case WatchEnd::TimedOut:
      return "timed_out";
    case WatchEnd::Cancelled:
      break;
  }
  return "cancelled";
}

std::string untrackedText(const UntrackedThreads& untracked) {
  std::vector<std::string> names;
  for (const auto& [thread_name, count] : untracked.names) {
    names.push_back(fmt::format("{} {}", countText(count), thread_name));
  }
  return fmt::format("{} more without a lane, which ran {:.3f} s: {}", countText(untracked.count),
                     seconds(untracked.running_ns), fmt::join(names, ", "));
}

std::size_t processCount(const TraceSnapshot& snapshot) {
  std::set<std::int32_t> processes;
  for (const Track& track : snapshot.tracks) {
    processes.insert(track.info().pid);
  }
  return processes.size();
}

std::int64_t running_ns(const WatchRecord& record) {
  std::int64_t sum = record.outcome.untracked.running_ns;
  for (const Track& track : record.snapshot->tracks) {
    sum += timesOf(track)[index(State::Running)];
  }
  return sum;
}

}  // namespace

WatchRecord recordOf(WatchSession& session, const WatchSettings& settings) {
  WatchRecord record;
  record.title =
      settings.pid ? fmt::format("process {}", *settings.pid) : fmt::format("{}", fmt::join(settings.command, " "));
  record.machine = thisMachine();
  record.outcome = session.wait();
  record.snapshot = groupedByProcess(session.snapshot());
  return record;
}

json summaryJson(const WatchRecord& record) {
  const WatchOutcome& outcome = record.outcome;
  json threads = json::array();
  for (const Track& track : record.snapshot->tracks) {
    threads.push_back(threadJson(track));
  }
  json cores = json::array();
  for (std::size_t i = 0; i < record.snapshot->core_running_ns.size(); ++i) {
    const double ran_s = seconds(record.snapshot->core_running_ns[i]);
    const double elapsed_s = seconds(outcome.elapsed_ns);
    cores.push_back({{"id", i}, {"running_s", ran_s}, {"ratio", elapsed_s > 0.0 ? json(ran_s / elapsed_s) : json()}});
  }
  return {{"command", record.title},
          {"machine",
           {{"cpu", record.machine.cpu},
            {"cores", record.machine.cores},
            {"kernel", record.machine.kernel},
            {"clock", "monotonic"},
            {"kernel_view", name(outcome.view)},
            {"resolution_s", outcome.resolution_ns > 0 ? json(seconds(outcome.resolution_ns)) : json()}}},
          {"outcome",
           {{"kind", name(outcome.end)},
            {"status", outcome.end == WatchEnd::Exited ? json(outcome.status) : json()},
            {"signal", outcome.end == WatchEnd::Killed ? json(outcome.status) : json()},
            {"message", outcome.message},
            {"ended_descendants", outcome.ended_descendants},
            {"notes", outcome.notes}}},
          {"elapsed_s", seconds(outcome.elapsed_ns)},
          {"kept_from_s", record.snapshot->kept_from_ns > 0 ? json(seconds(record.snapshot->kept_from_ns)) : json()},
          {"cpu_s", outcome.cpu_s ? json(*outcome.cpu_s) : json()},
          {"running_s", outcome.view == KernelView::None ? json() : json(seconds(running_ns(record)))},
          {"records", outcome.records},
          {"host_cpu_ratio", outcome.host_cpu_ratio ? json(*outcome.host_cpu_ratio) : json()},
          {"lost_records", outcome.lost_records},
          {"unseen_processes", outcome.unseen},
          {"threads_seen", outcome.threads},
          {"threads", std::move(threads)},
          {"untracked",
           {{"threads", outcome.untracked.count},
            {"running_s", seconds(outcome.untracked.running_ns)},
            {"names", outcome.untracked.names}}},
          {"cores", std::move(cores)}};
}

std::string figuresSentence(const WatchRecord& record) {
  std::uint64_t switches = 0;
  for (const Track& track : record.snapshot->tracks) {
    switches += track.info().switches;
  }
  const std::size_t processes = processCount(*record.snapshot);
  return fmt::format("{:.3f} s · {} thread{} in {} process{} · ran {:.3f} s · {} switch{}",
                     seconds(record.outcome.elapsed_ns), countText(record.outcome.threads),
                     record.outcome.threads == 1 ? "" : "s", processes, processes == 1 ? "" : "es",
                     seconds(running_ns(record)), countText(switches), switches == 1 ? "" : "es");
}

std::string provenance(const WatchRecord& record) {
  std::string text = fmt::format("{} · seen by {}", record.machine.describe(), viewText(record.outcome));
  if (record.outcome.untracked.count > 0) {
    text += " · " + untrackedText(record.outcome.untracked);
  }
  return text;
}

std::vector<std::string> tableLines(const WatchRecord& record, std::size_t most_rows) {
  std::vector<std::string> lines{
      fmt::format("{} {}: {}", record.title, record.outcome.message, figuresSentence(record)),
      fmt::format("seen by {}", viewText(record.outcome))};
  if (const std::string kept = keptWords(*record.snapshot); !kept.empty()) {
    lines.push_back(fmt::format("the trace begins at {:.3f} s: {}; the times below are of all",
                                seconds(record.snapshot->kept_from_ns), kept));
  }
  std::vector<const Track*> tracks;
  for (const Track& track : record.snapshot->tracks) {
    tracks.push_back(&track);
  }
  // Who is shown is chosen by running time; the order stays that of the lanes.
  std::vector<const Track*> shown = tracks;
  std::stable_sort(shown.begin(), shown.end(), [](const Track* a, const Track* b) {
    return timesOf(*a)[index(State::Running)] > timesOf(*b)[index(State::Running)];
  });
  shown.resize(std::min(shown.size(), most_rows));
  const std::set<const Track*> chosen(shown.begin(), shown.end());
  if (!chosen.empty()) {
    lines.push_back(fmt::format("{:<{}} {:>9} {:>10} {:>10} {:>10} {:>9} {:>6}", "thread", kLongestName, "process",
                                "running s", "ready s", "waiting s", "switches", "moved"));
  }
  for (const Track* track : tracks) {
    if (!chosen.contains(track)) {
      continue;
    }
    const TrackInfo& info = track->info();
    const StateTimes times = timesOf(*track);
    lines.push_back(fmt::format("{:<{}} {:>9} {:>10.3f} {:>10.3f} {:>10.3f} {:>9} {:>6}", info.name(), kLongestName,
                                info.pid, seconds(times[index(State::Running)]), seconds(times[index(State::Ready)]),
                                seconds(times[index(State::Waiting)]), countText(info.switches),
                                countText(info.migrations)));
  }
  if (tracks.size() > chosen.size()) {
    lines.push_back(fmt::format("and {} more that ran less", countText(tracks.size() - chosen.size())));
  }
  if (record.outcome.untracked.count > 0) {
    lines.push_back("and " + untrackedText(record.outcome.untracked));
  }
  if (record.outcome.ended_descendants > 0) {
    lines.push_back(fmt::format("{} process{} outlived the command and {} ended", record.outcome.ended_descendants,
                                record.outcome.ended_descendants == 1 ? "" : "es",
                                record.outcome.ended_descendants == 1 ? "was" : "were"));
  }
  return lines;
}

}  // namespace interleave
