// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/event_collector.h"

#include <algorithm>
#include <functional>

#include "core/trace_file/our_words.h"

namespace interleave {
namespace {

constexpr std::int64_t kTextIds = std::int64_t{1} << 62;  // an id that is a text is its number in a table, from here on

}  // namespace

std::int64_t EventCollector::idOf(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const std::optional<std::int64_t> value = json::integer(text);
  return value && *value < kTextIds ? *value : kTextIds + m_ids.numberOf(text);
}

EventCollector::FileTrack* EventCollector::trackOf(const TraceEvent& event) {
  const TrackKey key{idOf(event.pid), idOf(event.tid)};
  if (m_last_track && m_tracks[*m_last_track].key == key) {
    return &m_tracks[*m_last_track];
  }
  const auto found = m_track_of.find(key);
  if (found != m_track_of.end()) {
    m_last_track = found->second;
    return &m_tracks[found->second];
  }
  if (m_tracks.size() >= m_options.limits.tracks) {
    return nullptr;
  }
  m_last_track = static_cast<std::uint32_t>(m_tracks.size());
  m_track_of.emplace(key, *m_last_track);
  m_processes.try_emplace(key.pid, FileProcess{{}, 0, static_cast<std::uint32_t>(m_processes.size())});
  m_tracks.emplace_back().key = key;
  return &m_tracks.back();
}

std::optional<std::uint32_t> EventCollector::labelOf(const TraceEvent& event) {
  if (!m_is_ours) {
    return m_names.numberOf(event.name);
  }
  const std::optional<State> state = stateOfLabel(event.category);
  std::optional<std::int64_t> job;
  std::string_view rest = event.args;
  for (JsonMember member; nextMember(rest, member);) {
    if (member.key == "job") {
      job = json::integer(member.value);
      if (!job || *job < 0 || *job >= m_options.limits.jobs) {
        return std::nullopt;
      }
    }
  }
  if (!state) {
    return std::nullopt;
  }
  const JobId id = job ? JobId{static_cast<std::uint32_t>(*job)} : kNoJob;
  const std::uint64_t key = std::uint64_t{number(id)} << 8 | index(*state);
  const auto [at, is_new] = m_label_of.try_emplace(key, static_cast<std::uint32_t>(m_labels.size()));
  if (is_new) {
    m_labels.push_back({id, *state});
    if (job) {
      m_job_count = std::max(m_job_count, number(id) + 1);
      bool was_repaired = false;
      std::string name = json::textOf(event.name, NameTable::kLongest, was_repaired);
      if (name != numberedJob(id)) {
        m_job_names[number(id)] = std::move(name);
      }
    }
  }
  return at->second;
}

void EventCollector::noteTime(std::int64_t time_ns) {
  m_first_ns = std::min(m_first_ns, time_ns);
  m_last_ns = std::max(m_last_ns, time_ns);
}

void EventCollector::countSpan() {
  ++m_counts.spans;
  m_is_full |= m_counts.spans >= m_options.limits.slices;
}

void EventCollector::addSpan(const TraceEvent& event, std::int64_t time_ns) {
  std::optional<std::int64_t> length_ns = 0;
  if (event.phase == 'X' && !event.length.empty()) {
    length_ns = json::nanoseconds(event.length);
  }
  FileTrack* const track = trackOf(event);
  if (!length_ns || *length_ns < 0 || track == nullptr) {
    ++m_counts.malformed;
    return;
  }
  if (event.phase == 'E') {
    track->spans.end(time_ns);
    m_is_full |= ++m_counts.ends >= m_options.limits.slices;
  } else {
    const std::optional<std::uint32_t> label = labelOf(event);
    if (!label) {
      ++m_counts.malformed;
      return;
    }
    event.phase == 'B' ? track->spans.begin(time_ns, *label) : track->spans.add(time_ns, time_ns + *length_ns, *label);
    countSpan();
  }
  track->has_events = true;
  noteTime(time_ns);
  noteTime(time_ns + *length_ns);
}

void EventCollector::addFlow(const TraceEvent& event, std::int64_t time_ns) {
  const FileTrack* const track = trackOf(event);
  if (track == nullptr || event.id.empty()) {
    ++m_counts.malformed;
    return;
  }
  ++m_counts.flows;
  noteTime(time_ns);
  if (m_flow_points.size() < m_options.limits.flow_points) {
    const std::hash<std::string_view> hash;
    const std::uint64_t id = hash(event.id) ^ hash(event.category) * 31;
    m_flow_points.push_back({id, time_ns, *m_last_track, event.phase,
                             m_is_ours ? stateOfLabel(event.category).value_or(State::Waiting) : State::Waiting});
  }
}

void EventCollector::addCounter(const TraceEvent& event, std::int64_t time_ns) {
  ++m_counts.counters;
  noteTime(time_ns);
  std::string_view rest = event.args;
  for (JsonMember member; nextMember(rest, member) && m_counter_points < m_options.limits.counter_points;) {
    const std::optional<double> value = json::real(member.value);
    if (!value) {
      continue;
    }
    bool was_repaired = false;
    std::string name = json::textOf(event.name, NameTable::kLongest, was_repaired) + ": " +
                       json::textOf(member.key, NameTable::kLongest, was_repaired);
    m_counters[{idOf(event.pid), std::move(name)}].push_back({time_ns, *value});
    ++m_counter_points;
  }
}

void EventCollector::addMetadata(const TraceEvent& event) {
  ++m_counts.metadata;
  FileTrack* const track = trackOf(event);
  if (track == nullptr) {
    return;
  }
  FileProcess& process = m_processes[track->key.pid];
  bool was_repaired = false;
  std::string_view rest = event.args;
  for (JsonMember member; nextMember(rest, member);) {
    const std::optional<std::int64_t> whole = json::integer(member.value);
    if (member.key == "name" && event.name == "process_name") {
      process.name = json::textOf(member.value, NameTable::kLongest, was_repaired);
    } else if (member.key == "name" && event.name == "thread_name") {
      track->name = json::textOf(member.value, NameTable::kLongest, was_repaired);
    } else if (member.key == "sort_index" && whole) {
      (event.name == "process_sort_index" ? process.sort_index : track->sort_index) = *whole;
    } else if (m_is_ours && event.name == "thread_name") {
      track->has_events = true;  // a worker of ours that never had a job is a track all the same
      if (member.key == "worker") {
        track->worker = whole;
      } else if (member.key == "core") {
        track->core = whole;
      } else if (member.key == "start_ns") {
        track->start_ns = whole;
      } else if (member.key == "gone_ns") {
        track->gone_ns = whole;
      } else if (member.key == "kind") {
        track->is_process = member.value == "process";
      } else if (member.key == "title") {
        track->title = json::textOf(member.value, NameTable::kLongest, was_repaired);
      }
    }
  }
}

void EventCollector::add(const TraceEvent& event) {
  ++m_counts.events;
  if (event.phase == 'M') {
    addMetadata(event);
    return;
  }
  std::optional<std::int64_t> time_ns;
  switch (event.phase) {
    case 'X':
    case 'B':
    case 'E':
    case 's':
    case 't':
    case 'f':
    case 'C':
    case 'i':
    case 'I':
    case 'R':
      time_ns = json::nanoseconds(event.time);
      break;
    case 'b':
    case 'n':
    case 'e':
    case 'S':
    case 'T':
    case 'F':
      ++m_counts.async;
      return;
    case '\0':
      ++m_counts.malformed;
      return;
    default:
      ++m_counts.unknown;
      return;
  }
  if (!time_ns) {
    ++m_counts.malformed;
  } else if (event.phase == 'X' || event.phase == 'B' || event.phase == 'E') {
    addSpan(event, *time_ns);
  } else if (event.phase == 'C') {
    addCounter(event, *time_ns);
  } else if (event.phase == 's' || event.phase == 't' || event.phase == 'f') {
    addFlow(event, *time_ns);
  } else {
    ++m_counts.instants;
    noteTime(*time_ns);
  }
}

}  // namespace interleave
