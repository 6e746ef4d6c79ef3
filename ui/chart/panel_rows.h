// SPDX-License-Identifier: GPL-3.0-or-later
// A panel's rows: by worker, job or core, what ran at each instant or bars from start to stop. Made anew for each
// layout; refers to its panel. Any thread.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "ui/chart/chart_input.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

class PanelRows {
 public:
  /// REQUIRES: `panel` outlives this.
  PanelRows(const PanelInput& panel, Rows rows, MarkStyle style);

  /// Row `r` without its place. REQUIRES: r < rowCount().
  RowLayout row(std::size_t r, const ColumnGrid& grid) const;
  /// Marks the states that its rows show somewhere, in sight or not.
  void addStates(std::array<bool, kStateCount>& states) const;

 private:
  RowLayout workerRow(std::size_t r, const ColumnGrid& grid) const;
  RowLayout jobRow(std::size_t r, const ColumnGrid& grid) const;
  RowLayout coreRow(std::size_t r, const ColumnGrid& grid) const;
  void addBarsOfJobs();

  const TraceSnapshot* m_snapshot;
  Rows m_rows;
  MarkStyle m_style;
  bool m_is_grouped = false;
  std::vector<std::vector<Slice>> m_bars;  // by worker, style runtimes in rows by worker
};

/// Whether a track is a thread of some program, and no job has a row: of a watched program each thread is a job of its
/// own, in a trace from a file a job is everything of one name, on any track.
bool hasThreadsAlone(const TraceSnapshot& snapshot);
/// The rows that are shown when `rows` are asked for: where there are threads alone, rows by job are those by worker.
Rows shownRows(const TraceSnapshot& snapshot, Rows rows);
/// Whether every panel, and there is one, has threads alone.
bool areWatched(std::span<const PanelInput> panels);
/// The style that is shown: on a core nothing lasts from start to stop, so rows by core are always live.
MarkStyle shownStyle(Rows rows, MarkStyle style);
/// The worker on which `job` ran or runs, nothing before it began.
std::optional<WorkerId> workerOf(const TraceSnapshot& snapshot, JobId job);
/// That worker's track, wherever it stands; nullptr when it has none.
const Track* findTrack(const TraceSnapshot& snapshot, WorkerId worker);

/// The track that a row shows and the part of it; no track for a job that has not begun.
struct ShownPart {
  const Track* track = nullptr;
  RowPart part;
  const Track* first_track = nullptr;  // where the job began, when it went on elsewhere
  State between = State::Idle;         // what a job is at while no worker is at it; Idle: one is all the time

  /// Whether the job was on other workers too, or shared its worker: then what the track did isn't what it did.
  bool isInPieces() const { return between != State::Idle; }
  /// The slice of this row at `time_ns`, and its track; none where no worker was at it.
  struct Found {
    const Track* track = nullptr;
    Slice slice;
  };
  std::optional<Found> at(std::int64_t time_ns) const;
};
ShownPart shownPart(const TraceSnapshot& snapshot, Rows rows, std::size_t row);

}  // namespace interleave::ui
