// SPDX-License-Identifier: GPL-3.0-or-later
// Where the rows of a panel lie, and in which of them a worker is shown. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "core/trace/trace_snapshot.h"
#include "ui/chart/chart_input.h"

namespace interleave::ui {

struct RowLayout;
struct TimelineLayout;

/// Rows of one panel, in sight or not, as heights. REQUIRES: the layout lives longer.
class RowPlaces {
 public:
  RowPlaces(const TimelineLayout& layout, std::size_t p);

  bool isEmpty() const { return m_count == 0; }
  std::size_t inSight() const { return m_count; }
  /// REQUIRES for these: !isEmpty().
  bool isInSight(std::size_t row) const;
  double top(std::size_t row) const;
  double bottom(std::size_t row) const;

 private:
  const RowLayout* m_first = nullptr;
  std::size_t m_count = 0;
  double m_row_height;
};

/// The row in which a worker is shown around an instant: its own, or its job's. REQUIRES: the snapshot lives longer;
/// rows by worker or by job.
class WorkerRows {
 public:
  WorkerRows(const TraceSnapshot& snapshot, Rows rows);
  std::optional<std::size_t> rowOf(WorkerId worker, std::int64_t time_ns) const;

 private:
  const TraceSnapshot& m_snapshot;
  bool m_by_job;
  std::unordered_map<std::uint32_t, std::size_t> m_tracks;
};

}  // namespace interleave::ui
