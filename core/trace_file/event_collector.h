// SPDX-License-Identifier: GPL-3.0-or-later
// Gathers a trace file's events by track, in whatever order they come, and makes a snapshot of them in the end.
// Threading: one thread. Memory: bounded by the limits that it is given.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/trace/trace_store.h"
#include "core/trace_file/event_parser.h"
#include "core/trace_file/name_table.h"
#include "core/trace_file/trace_import.h"
#include "core/trace_file/track_spans.h"

namespace interleave {

class EventCollector {
 public:
  explicit EventCollector(const ImportOptions& options) : m_options(options) {}

  /// The file is one of ours: categories are states, jobs are numbered.
  void setOurs() { m_is_ours = true; }
  /// See TraceSnapshot; of our own files.
  void setWatched() { m_is_watched = true; }
  void setJobsInTurns() { m_has_jobs_in_turns = true; }
  void setKeptFrom(std::int64_t time_ns) { m_kept_from_ns = time_ns; }
  void add(const TraceEvent& event);
  void countMalformed() { ++m_counts.malformed; }
  /// The text ends too early.
  void setCutAt(std::uint64_t byte) { m_cut_at = byte; }
  void addNote(std::string note) { m_notes.push_back(std::move(note)); }
  /// No room is left for more.
  bool isFull() const { return m_is_full; }
  const ImportCounts& counts() const { return m_counts; }
  /// REQUIRES: is called once.
  Result<TraceImport> finish();

 private:
  struct TrackKey {
    std::int64_t pid = 0;
    std::int64_t tid = 0;
    friend bool operator==(const TrackKey&, const TrackKey&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const TrackKey& key) const {
      return (static_cast<std::size_t>(key.pid) * 0x9E3779B97F4A7C15ull ^ static_cast<std::size_t>(key.tid)) *
             0xA0761D6478BD642Full;
    }
  };
  struct FileTrack {
    TrackKey key;
    TrackSpans spans;
    std::string name;
    std::int64_t sort_index = 0;
    std::optional<std::int64_t> start_ns, gone_ns;  // these five of our own files
    std::string title;
    std::optional<std::int64_t> worker, core;
    bool is_process = false;
    bool has_events = false;
  };
  struct FileProcess {
    std::string name;
    std::int64_t sort_index = 0;
    std::uint32_t order = 0;
  };
  struct FlowPoint {
    std::uint64_t id = 0;
    std::int64_t time_ns = 0;
    std::uint32_t track = 0;
    char phase = 's';
    State waited_for = State::Waiting;
  };
  struct Label {
    JobId job = kNoJob;
    State state = State::Running;
  };
  struct Seen {
    std::int64_t first_ns = INT64_MAX;
    std::int64_t last_ns = INT64_MIN;
    WorkerId worker{};
  };

  std::int64_t idOf(std::string_view text);
  std::string idText(std::int64_t id) const;
  FileTrack* trackOf(const TraceEvent& event);
  std::optional<std::uint32_t> labelOf(const TraceEvent& event);
  void addSpan(const TraceEvent& event, std::int64_t time_ns);
  void addFlow(const TraceEvent& event, std::int64_t time_ns);
  void addCounter(const TraceEvent& event, std::int64_t time_ns);
  void addMetadata(const TraceEvent& event);
  void countSpan();
  void noteTime(std::int64_t time_ns);

  std::vector<std::uint32_t> tracksInOrder() const;
  void describe(const FileTrack& track, TrackInfo& info) const;
  void fillTrack(std::uint32_t track, std::optional<WorkerId> worker, TraceStore& store, std::vector<Seen>& seen);
  void addWakes(const std::vector<WorkerId>& worker_of, TraceStore& store);
  std::vector<CounterSeries> takeCounters();
  void writeNotes();
  std::int32_t pidOf(std::int64_t id) const;

  const ImportOptions& m_options;
  bool m_is_ours = false;
  bool m_is_watched = false;
  bool m_has_jobs_in_turns = false;
  std::int64_t m_kept_from_ns = 0;
  bool m_is_full = false;
  ImportCounts m_counts;
  std::optional<std::uint64_t> m_cut_at;
  std::vector<std::string> m_notes;
  NameTable m_names;
  NameTable m_ids;  // of processes and threads that are no numbers
  std::vector<FileTrack> m_tracks;
  std::unordered_map<TrackKey, std::uint32_t, KeyHash> m_track_of;
  std::optional<std::uint32_t> m_last_track;
  std::map<std::int64_t, FileProcess> m_processes;
  std::vector<FlowPoint> m_flow_points;
  std::map<std::pair<std::int64_t, std::string>, std::vector<CounterPoint>> m_counters;
  std::uint64_t m_counter_points = 0;
  std::vector<Label> m_labels;  // of our own files
  std::unordered_map<std::uint64_t, std::uint32_t> m_label_of;
  std::map<std::uint32_t, std::string> m_job_names;  // of our own files
  std::uint32_t m_job_count = 0;                     // the same
  std::int64_t m_shift_ns = 0;
  std::int64_t m_first_ns = INT64_MAX;
  std::int64_t m_last_ns = INT64_MIN;
};

}  // namespace interleave
