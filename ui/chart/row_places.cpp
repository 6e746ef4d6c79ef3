// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/row_places.h"

#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

RowPlaces::RowPlaces(const TimelineLayout& layout, std::size_t p) : m_row_height(layout.row_height) {
  for (const RowLayout& row : layout.rows) {
    if (row.panel != p) {
      continue;
    }
    m_first = m_count == 0 ? &row : m_first;
    ++m_count;
  }
}

bool RowPlaces::isInSight(std::size_t row) const {
  return row >= m_first->row && row < m_first->row + m_count;
}

double RowPlaces::top(std::size_t row) const {
  return m_first->lane.top() + (static_cast<double>(row) - static_cast<double>(m_first->row)) * m_row_height;
}

double RowPlaces::bottom(std::size_t row) const {
  return top(row) + m_first->lane.height();
}

WorkerRows::WorkerRows(const TraceSnapshot& snapshot, Rows rows) : m_snapshot(snapshot), m_by_job(rows == Rows::Job) {
  for (std::size_t i = 0; i < snapshot.tracks.size(); ++i) {
    m_tracks[number(snapshot.tracks[i].info().worker)] = i;
  }
}

std::optional<std::size_t> WorkerRows::rowOf(WorkerId worker, std::int64_t time_ns) const {
  const auto found = m_tracks.find(number(worker));
  if (found == m_tracks.end() || !m_by_job) {
    return found == m_tracks.end() ? std::nullopt : std::optional(found->second);
  }
  const Track& track = m_snapshot.tracks[found->second];
  const std::size_t i = track.firstEndingAfter(time_ns);
  const bool has_job = i < track.size() && track.at(i).job != kNoJob && track.at(i).begin_ns <= time_ns &&
                       number(track.at(i).job) < m_snapshot.jobs.size();
  return has_job ? std::optional<std::size_t>(number(track.at(i).job)) : std::nullopt;
}

}  // namespace interleave::ui
