// SPDX-License-Identifier: GPL-3.0-or-later
// Where a run's slices gather. One thread (the collector) writes; snapshot() hands out immutable copies of chunk
// pointers, from that same thread or, through TraceStore's lock, any other.
#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "core/trace/slice_column.h"
#include "core/trace/slice_sink.h"
#include "core/trace/trace_snapshot.h"

namespace interleave {

class TraceStore : public SliceSink {
 public:
  /// Every job is waiting, no track has started; this is published at once.
  TraceStore(std::size_t tracks, std::size_t jobs, std::size_t cores);
  /// Gives every core a track of its own, from the run's begin on.
  void showCores();
  /// See TraceSnapshot.
  void setWatched() { m_is_watched = true; }
  void setJobsInTurns() { m_has_jobs_in_turns = true; }
  /// Keeps what happened within that time before the last publish(), and drops what is older chunk by chunk, then; what
  /// is dropped is said in the snapshot. 0: keeps all. REQUIRES: not negative.
  void keepLast(std::int64_t duration_ns) { m_keep_ns = duration_ns; }
  /// What is written begins there: more was dropped before, and how much of it ran isn't known.
  void setKeptFrom(std::int64_t time_ns) { m_kept_from_ns = time_ns; }
  void setNames(std::shared_ptr<const TraceNames> names) { m_names = std::move(names); }

  // The writer's calls; between publish() calls nothing of them is seen by readers.
  void append(WorkerId worker, const Slice& slice) override;
  void setOpen(WorkerId worker, std::optional<Slice> open) override;
  TrackInfo& editInfo(WorkerId worker);
  /// Whether anything was said of that track yet.
  bool isKnown(WorkerId worker) const { return m_tracks[number(worker)].is_known; }
  JobTable& editJobs() { return m_jobs; }
  const JobTable& jobs() const { return m_jobs; }
  const std::vector<std::int64_t>& coreRunning_ns() const { return m_core_running_ns; }
  /// The same for what ran on a core. REQUIRES: showCores() was called; core < the number of cores.
  void appendOnCore(std::uint32_t core, const Slice& slice);
  void setOpenOnCore(std::uint32_t core, std::optional<Slice> open);
  TrackInfo& editCoreInfo(std::uint32_t core);
  /// In any order, but none that went on before the time of the last publish(). One that names no track is ignored.
  void addWake(const Wake& wake);
  /// The same for what a GIL did.
  void addGilMark(const GilMark& mark);
  /// In order of time.
  void addIntervalChange(const IntervalChange& change) { m_interval_changes.push_back(change); }
  void addCoreRunning(std::uint32_t core, std::int64_t ns) override;
  /// Makes all that was written so far the newest snapshot. `now_ns`: how far the trace is known.
  void publish(std::int64_t now_ns, bool is_live);

  /// The newest published state. Any thread.
  SnapshotPtr snapshot() const;

 private:
  struct TrackData {
    explicit TrackData(const std::shared_ptr<SliceChunkPool>& pool) : column(pool) {}
    TrackInfo info;
    SliceColumn column;
    std::optional<Slice> open;
    bool is_known = false;
  };
  void dropBefore(std::int64_t limit_ns);
  static Track published(const TrackData& track, std::int64_t now_ns);

  std::shared_ptr<SliceChunkPool> m_pool = std::make_shared<SliceChunkPool>();
  std::vector<TrackData> m_tracks;
  std::vector<TrackData> m_core_tracks;
  WakeColumn m_wakes;
  std::vector<Wake> m_new_wakes;  // not published yet
  GilMarks m_gil_marks;
  std::vector<GilMark> m_new_gil_marks;  // not published yet
  std::vector<IntervalChange> m_interval_changes;
  bool m_is_watched = false;
  bool m_has_jobs_in_turns = false;
  std::shared_ptr<const TraceNames> m_names;
  JobTable m_jobs;
  std::vector<std::int64_t> m_core_running_ns;
  std::int64_t m_keep_ns = 0;
  std::int64_t m_kept_from_ns = 0;
  std::uint64_t m_revision = 0;

  mutable std::mutex m_mutex;  // guards m_published
  SnapshotPtr m_published;
};

}  // namespace interleave
