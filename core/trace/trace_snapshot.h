// SPDX-License-Identifier: GPL-3.0-or-later
// A run as it was at one instant: an immutable value that any thread may read, cheap to take and to keep.
//
// Times are nanoseconds since the run's epoch. A track holds what one worker did; a job ran on one worker from its
// begin to its end, so a job's row is a part of that worker's track.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/trace/gil_mark.h"
#include "core/trace/job_table.h"
#include "core/trace/slice_column_view.h"
#include "core/trace/trace_faults.h"
#include "core/trace/trace_names.h"
#include "core/trace/wake_column.h"

namespace interleave {

enum class WorkerKind { Thread, Process };

struct TrackInfo {
  WorkerId worker{};
  WorkerKind kind = WorkerKind::Thread;
  std::int32_t pid = 0;
  std::int32_t tid = 0;
  std::optional<std::int64_t> start_ns;  // its start was begun
  std::optional<std::int64_t> gone_ns;   // it ended
  std::uint64_t ticks = 0;
  std::uint64_t samples = 0;
  std::uint64_t lost_samples = 0;
  std::string error;  // why this track is incomplete: a broken ring, a killed process; empty: it isn't

  // What the kernel knows besides, of a thread that it was asked about.
  std::string title;             // its own name ("python3 4711"); empty: it has none
  std::int32_t parent_pid = 0;   // the process that made it; 0: not known
  std::uint64_t migrations = 0;  // times it ran on with another core than before
  std::uint64_t switches = 0;    // times it got a core

  std::string name() const;  // its title, else "thread 0", "process 3"
};

class Track {
 public:
  Track(TrackInfo info, SliceColumnView slices, std::optional<Slice> open)
      : m_info(std::move(info)), m_slices(std::move(slices)), m_open(open) {}

  const TrackInfo& info() const { return m_info; }
  /// Finished slices and, last, the one still growing, which ends where it was last known to last.
  std::size_t size() const { return m_slices.size() + (m_open ? 1 : 0); }
  Slice at(std::size_t i) const { return i < m_slices.size() ? m_slices.at(i) : *m_open; }
  bool isOpen() const { return m_open.has_value(); }
  /// Slices before it were dropped; nothing: none was.
  std::optional<std::int64_t> keptFrom_ns() const { return m_slices.keptFrom_ns(); }
  std::size_t firstEndingAfter(std::int64_t time_ns) const;
  /// Nanoseconds in each stored state within [begin, end), as far as it is kept. Idle and Gone are not stored and stay
  /// 0; see idleIn().
  StateTimes timesIn(std::int64_t begin_ns, std::int64_t end_ns) const;
  /// What lies before each instant; the growing slice counts as far as it lasts. REQUIRES: as SliceColumnView::cutAt().
  void cutAt(std::span<const std::int64_t> times_ns, std::int64_t coarse_ns, std::span<TimeCut> cuts) const;
  /// The same from the track's begin until `end_ns`, with what was dropped. REQUIRES: end_ns is not before
  /// keptFrom_ns().
  StateTimes timesUntil(std::int64_t end_ns) const;
  /// Time in [begin, end) between start and end of the worker in which it was in no stored state. REQUIRES: begin_ns is
  /// not before keptFrom_ns(), or at most the worker's start.
  std::int64_t idleIn(std::int64_t begin_ns, std::int64_t end_ns, std::int64_t now_ns) const;
  JobId dominantJob(std::size_t first, std::size_t last) const;
  Rest restOf(std::size_t first, std::size_t last, std::int64_t begin_ns, std::int64_t end_ns) const;
  JobId jobAround(std::size_t i) const { return i < m_slices.size() ? m_slices.jobAround(i) : m_open->job; }

 private:
  TrackInfo m_info;
  SliceColumnView m_slices;
  std::optional<Slice> m_open;
};

/// The switch interval of the run's GIL was moved while it ran.
struct IntervalChange {
  std::int64_t time_ns = 0;
  double from_ms = 0.0;
  double to_ms = 0.0;
  friend bool operator==(const IntervalChange&, const IntervalChange&) = default;
};

struct TraceSnapshot {
  std::vector<Track> tracks;  // by worker; only those that have started
  /// What ran on each core, by the kernel's numbers; empty without the kernel's view. `worker` is the core's number.
  /// Running without a job: a thread of the experiment's that was not in a job.
  std::vector<Track> cores;
  WakeColumnView wakes;
  GilMarksView gil_marks;                        // of the emulated GIL alone
  std::vector<IntervalChange> interval_changes;  // in order of time
  /// Of a program that was watched: each thread is a job of its own, whose number is that of its track.
  bool is_watched = false;
  /// One worker has many jobs under way (an event loop): between its pieces on the track a job waits, for what it asked
  /// for or for its turn.
  bool has_jobs_in_turns = false;
  /// Of a trace from a file, whose jobs are names: any number of tracks may be in one at a time. Null: jobs are
  /// numbers.
  std::shared_ptr<const TraceNames> names;
  /// What of a trace that is read from a file as it is looked at could not be had; shared by copies. Null: it is all in
  /// memory.
  std::shared_ptr<const TraceFaults> faults;
  JobTable jobs;
  std::int64_t now_ns = 0;  // how far the trace is known: every slice ends at or before it
  bool is_live = false;     // more may come
  /// What lies before it was dropped, of some tracks or of all, and is not known; 0: nothing was. `jobs`, the counts
  /// and `interval_changes` are of the whole run.
  std::int64_t kept_from_ns = 0;
  /// How much of the newest was to be kept; 0: all, or nobody knows (a trace from a file). Where it is known the
  /// tracks' totals are of the whole run.
  std::int64_t keep_ns = 0;
  std::uint64_t revision = 0;  // grows with every change; equal means nothing to draw anew
  std::uint64_t ticks = 0;
  std::uint64_t samples = 0;
  std::uint64_t lost_samples = 0;
  std::vector<std::int64_t> core_running_ns;  // per core: time this experiment ran on it
};
using SnapshotPtr = std::shared_ptr<const TraceSnapshot>;

}  // namespace interleave
