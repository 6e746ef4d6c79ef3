// SPDX-License-Identifier: GPL-3.0-or-later
// EventCollector's second half: what was gathered becomes a snapshot, track by track, each freed when it is done.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/base/number_text.h"
#include "core/trace_file/event_collector.h"

namespace interleave {
namespace {

constexpr std::int64_t kTextIds = std::int64_t{1} << 62;

}  // namespace

std::string EventCollector::idText(std::int64_t id) const {
  return id < kTextIds ? std::to_string(id) : m_ids.names()[static_cast<std::size_t>(id - kTextIds)];
}

// A number of the file's own where it is one that a pid can have; else one that none has.
std::int32_t EventCollector::pidOf(std::int64_t id) const {
  if (id >= 0 && id <= INT32_MAX) {
    return static_cast<std::int32_t>(id);
  }
  return -1 - static_cast<std::int32_t>(m_processes.at(id).order);
}

std::vector<std::uint32_t> EventCollector::tracksInOrder() const {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < m_tracks.size(); ++i) {
    if (m_tracks[i].has_events && !(m_is_ours && m_tracks[i].core)) {
      order.push_back(i);
    }
  }
  const auto rank = [this](std::uint32_t i) {
    const FileTrack& track = m_tracks[i];
    const FileProcess& process = m_processes.at(track.key.pid);
    return std::tuple(m_is_ours ? track.worker.value_or(INT64_MAX) : 0, process.sort_index, process.order,
                      track.sort_index, i);
  };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
  return order;
}

void EventCollector::describe(const FileTrack& track, TrackInfo& info) const {
  info.pid = pidOf(track.key.pid);
  info.tid = track.key.tid >= 0 && track.key.tid <= INT32_MAX ? static_cast<std::int32_t>(track.key.tid) : 0;
  info.title = track.name.empty() ? "thread " + idText(track.key.tid) : track.name;
  info.start_ns = m_is_ours ? track.start_ns : 0;
  info.gone_ns = track.gone_ns;
  info.kind = track.is_process ? WorkerKind::Process : WorkerKind::Thread;
  if (m_is_ours) {
    info.title = track.title;
  }
}

void EventCollector::fillTrack(std::uint32_t number_in_file, std::optional<WorkerId> worker, TraceStore& store,
                               std::vector<Seen>& seen) {
  FileTrack& track = m_tracks[number_in_file];
  const auto is_cancelled = [this] { return m_options.stop.stop_requested(); };
  const auto left =
      track.spans.flatten(m_last_ns, is_cancelled, [&](std::int64_t begin, std::int64_t end, std::uint32_t label) {
        const Label meant = m_is_ours ? m_labels[label] : Label{JobId{label}, State::Running};
        const Slice slice{begin - m_shift_ns, end - m_shift_ns, meant.job, meant.state};
        if (slice.begin_ns < 0 || slice.begin_ns >= PackedSlice::kLatest_ns) {
          ++m_counts.too_late;
          return;
        }
        if (!worker) {
          store.appendOnCore(static_cast<std::uint32_t>(*track.core), slice);
          return;
        }
        store.append(*worker, slice);
        if (meant.job != kNoJob) {
          Seen& job = seen[number(meant.job)];
          if (slice.begin_ns < job.first_ns) {
            job.first_ns = slice.begin_ns;
            job.worker = *worker;
          }
          job.last_ns = std::max(job.last_ns, slice.end_ns);
        }
      });
  m_counts.ends_without_begin += left.ends_without_begin;
  m_counts.begins_without_end += left.begins_without_end;
  m_counts.without_length += left.without_length;
  m_counts.depth = std::max(m_counts.depth, left.depth);
}

void EventCollector::addWakes(const std::vector<WorkerId>& worker_of, TraceStore& store) {
  const auto order = [](char phase) { return phase == 's' ? 0 : phase == 't' ? 1 : 2; };
  std::stable_sort(m_flow_points.begin(), m_flow_points.end(), [&](const FlowPoint& a, const FlowPoint& b) {
    return std::tuple(a.id, a.time_ns, order(a.phase)) < std::tuple(b.id, b.time_ns, order(b.phase));
  });
  constexpr WorkerId kNone{0xFFFFFFFF};  // the store ignores a wake that names no track of its own
  for (std::size_t i = 1; i < m_flow_points.size(); ++i) {
    const FlowPoint& from = m_flow_points[i - 1];
    const FlowPoint& to = m_flow_points[i];
    if (from.id == to.id && from.phase != 'f' && to.phase != 's' && worker_of[from.track] != kNone) {
      store.addWake({from.time_ns - m_shift_ns, to.time_ns - m_shift_ns, worker_of[from.track], worker_of[to.track],
                     from.waited_for});
    }
  }
  std::vector<FlowPoint>().swap(m_flow_points);
}

std::vector<CounterSeries> EventCollector::takeCounters() {
  std::vector<CounterSeries> all;
  for (auto& [key, points] : m_counters) {
    std::stable_sort(points.begin(), points.end(),
                     [](const CounterPoint& a, const CounterPoint& b) { return a.time_ns < b.time_ns; });
    for (CounterPoint& point : points) {
      point.time_ns -= m_shift_ns;
    }
    const bool is_known = m_processes.contains(key.first);
    all.push_back({is_known ? pidOf(key.first) : 0, key.second, std::move(points)});
  }
  return all;
}

void EventCollector::writeNotes() {
  if (m_cut_at) {
    m_notes.push_back(fmt::format("The file ends too early, at byte {}: what is whole before it is shown.",
                                  groupedDigits(static_cast<std::int64_t>(*m_cut_at))));
  }
  const auto say = [this](std::uint64_t count, std::string_view one, std::string_view many) {
    if (count == 1) {
      m_notes.push_back(fmt::format("1 {}", one));
    } else if (count > 1) {
      m_notes.push_back(fmt::format("{} {}", groupedDigits(static_cast<std::int64_t>(count)), many));
    }
  };
  say(m_counts.malformed, "event has no time, length or type that makes sense and was left out.",
      "events have no time, length or type that makes sense and were left out.");
  say(m_counts.async, "asynchronous event belongs to no thread and was left out.",
      "asynchronous events belong to no thread and were left out.");
  say(m_counts.unknown, "event is of a kind that is not shown and was left out.",
      "events are of a kind that is not shown and were left out.");
  say(m_counts.instants, "instant has no length and is not shown.", "instants have no length and are not shown.");
  say(m_counts.without_length, "slice has no length and is not shown.", "slices have no length and are not shown.");
  say(m_counts.ends_without_begin, "slice ends without having begun and was left out.",
      "slices end without having begun and were left out.");
  say(m_counts.begins_without_end, "slice never ends; it is shown up to the trace's end.",
      "slices never end; they are shown up to the trace's end.");
  say(m_counts.too_late, "slice begins more than 78 hours after the first and was left out.",
      "slices begin more than 78 hours after the first and were left out.");
  say(m_names.repaired(), "name is not valid UTF-8; what is wrong in it is shown as U+FFFD.",
      "names are not valid UTF-8; what is wrong in them is shown as U+FFFD.");
  if (m_names.isFull()) {
    m_notes.push_back(fmt::format("Only {} different names are kept.", groupedDigits(NameTable::kMost)));
  }
  if (m_counts.flows > m_options.limits.flow_points) {
    m_notes.push_back(fmt::format("Only the first {} flow events were read.", m_options.limits.flow_points));
  }
  if (m_counts.depth > 1) {
    m_notes.push_back(
        fmt::format("Slices lie within each other, up to {} deep: the innermost is what runs.", m_counts.depth));
  }
}

Result<TraceImport> EventCollector::finish() {
  m_shift_ns = m_is_ours || m_first_ns == INT64_MAX ? 0 : m_first_ns;
  const std::vector<std::uint32_t> order = tracksInOrder();
  const std::size_t jobs = m_is_ours ? m_job_count : m_names.names().size();
  // Workers of ours keep their numbers, if these can be numbers of tracks.
  bool keep_numbers = m_is_ours;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& worker = m_tracks[order[i]].worker;
    keep_numbers &= worker && *worker >= 0 && *worker < m_options.limits.tracks &&
                    (i == 0 || *worker != m_tracks[order[i - 1]].worker);
  }
  std::vector<std::uint32_t> cores;
  std::size_t core_count = 0;
  for (std::uint32_t i = 0; m_is_ours && i < m_tracks.size(); ++i) {
    if (const auto core = m_tracks[i].core; core && *core >= 0 && *core < 4096) {
      cores.push_back(i);
      core_count = std::max(core_count, static_cast<std::size_t>(*core) + 1);
    }
  }
  const std::size_t track_count =
      keep_numbers && !order.empty() ? static_cast<std::size_t>(*m_tracks[order.back()].worker) + 1 : order.size();
  TraceStore store(track_count, jobs, core_count);
  std::vector<Seen> seen(jobs);
  constexpr WorkerId kNone{0xFFFFFFFF};
  std::vector<WorkerId> worker_of(m_tracks.size(), kNone);
  for (std::size_t i = 0; i < order.size(); ++i) {
    FileTrack& track = m_tracks[order[i]];
    const WorkerId worker{static_cast<std::uint32_t>(keep_numbers ? *track.worker : static_cast<std::int64_t>(i))};
    worker_of[order[i]] = worker;
    TrackInfo& info = store.editInfo(worker);
    info.worker = worker;
    describe(track, info);
    fillTrack(order[i], worker, store, seen);
  }
  if (!cores.empty()) {
    store.showCores();
    for (const std::uint32_t core : cores) {
      fillTrack(core, std::nullopt, store, seen);
    }
  }
  if (m_options.stop.stop_requested()) {
    return fail(ErrorCode::Cancelled, "cancelled");
  }
  addWakes(worker_of, store);
  auto names = std::make_shared<TraceNames>();
  if (!m_is_ours) {
    names->jobs = m_names.names();
  } else if (!m_job_names.empty()) {
    names->jobs.resize(jobs);
    for (auto& [job, name] : m_job_names) {
      names->jobs[job] = std::move(name);
    }
  }
  for (const auto& [id, process] : m_processes) {
    const std::string text = process.name.empty() && id >= kTextIds ? idText(id) : process.name;
    if (!text.empty()) {
      names->processes[pidOf(id)] = text;
    }
  }
  names->shift_ns = m_shift_ns;
  if (!m_is_ours || !names->jobs.empty()) {
    store.setNames(std::move(names));
  }
  for (std::size_t i = 0; i < jobs; ++i) {
    if (seen[i].last_ns > INT64_MIN) {
      const JobId job{static_cast<std::uint32_t>(i)};
      JobRecord& record = store.editJobs().edit(job);
      record.worker = seen[i].worker;
      record.begin_ns = seen[i].first_ns;
      record.end_ns = seen[i].last_ns;
      store.editJobs().finish(job, JobState::Done);
    }
  }
  if (m_is_watched) {
    store.setWatched();
  }
  if (m_has_jobs_in_turns) {
    store.setJobsInTurns();
  }
  store.setKeptFrom(std::clamp<std::int64_t>(m_kept_from_ns, 0, PackedSlice::kLatest_ns));
  const std::int64_t last_ns = m_last_ns == INT64_MIN ? 0 : m_last_ns - m_shift_ns;
  store.publish(std::clamp<std::int64_t>(last_ns, 0, PackedSlice::kLatest_ns), false);
  TraceImport import;
  import.counters = takeCounters();
  writeNotes();
  import.snapshot = store.snapshot();
  import.counts = m_counts;
  import.notes = std::move(m_notes);
  import.cut_at = m_cut_at;
  import.is_ours = m_is_ours;
  return import;
}

}  // namespace interleave
