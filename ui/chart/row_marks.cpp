// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/row_marks.h"

#include <algorithm>
#include <cmath>

namespace interleave::ui {
namespace {

constexpr std::uint64_t kExactWalk = 512;  // slices of one column that are told apart by job one by one

class MarkWalk {
 public:
  MarkWalk(const Track& track, const JobTable& jobs, const RowPart& part, const ColumnGrid& grid)
      : m_track(track), m_jobs(jobs), m_part(part), m_grid(grid), m_size(track.size()) {}

  std::vector<Mark> run();

 private:
  bool isForeign(const Slice& slice) const {
    return m_part.job != kNoJob && slice.job != m_part.job && slice.state != State::Starting;
  }
  void placeSlice(const Slice& slice);
  void placeMerged(int column, std::size_t first, std::size_t last);
  StateTimes timesOfPart(std::int64_t begin, std::int64_t end, std::size_t first, std::size_t last) const;
  JobId jobOf(std::int64_t begin, std::int64_t end, std::size_t first, std::size_t last) const;

  const Track& m_track;
  const JobTable& m_jobs;
  const RowPart& m_part;
  const ColumnGrid& m_grid;
  std::size_t m_size;
  int m_merged_until = 0;  // columns before it are done
  std::vector<Mark> m_marks;
};

std::vector<Mark> MarkWalk::run() {
  const std::int64_t from = std::max(m_part.begin_ns, m_grid.timeAt(0));
  const std::int64_t to = std::min(m_part.end_ns, m_grid.timeAt(m_grid.columns));
  std::size_t i = m_track.firstEndingAfter(from);
  while (i < m_size) {
    Slice slice = m_track.at(i);
    if (slice.begin_ns >= to) {
      break;
    }
    if (static_cast<double>(slice.length_ns()) >= m_grid.column_ns) {
      if (!isForeign(slice)) {
        slice.begin_ns = std::max(slice.begin_ns, m_part.begin_ns);
        slice.end_ns = std::min(slice.end_ns, m_part.end_ns);
        placeSlice(slice);
      }
      ++i;
      continue;
    }
    const int column = std::max(m_merged_until, m_grid.columnOf(std::max(slice.begin_ns, m_part.begin_ns)));
    if (column >= m_grid.columns) {
      break;
    }
    // The slice before may end within this column, and the one after begin there.
    const std::int64_t begin = m_grid.timeAt(column);
    const std::int64_t end = m_grid.timeAt(column + 1);
    const std::size_t first = i > 0 && m_track.at(i - 1).end_ns > begin ? i - 1 : i;
    i = m_track.firstEndingAfter(end);
    const bool straddles = i < m_size && m_track.at(i).begin_ns < end;
    placeMerged(column, first, i + (straddles ? 1 : 0));
    m_merged_until = column + 1;
  }
  return std::move(m_marks);
}

void MarkWalk::placeSlice(const Slice& slice) {
  Mark mark;
  mark.begin = std::max({m_grid.nearestEdge(slice.begin_ns), m_merged_until, 0});
  mark.end = std::min(m_grid.nearestEdge(slice.end_ns), m_grid.columns);
  mark.state = slice.state;
  mark.job = slice.job;
  mark.share = slice.state == State::Running ? 1.0 : 0.0;
  if (mark.begin < mark.end) {
    m_marks.push_back(mark);
  }
}

void MarkWalk::placeMerged(int column, std::size_t first, std::size_t last) {
  // A slice drawn by itself gives up the column: its part is in the column's share.
  if (!m_marks.empty() && m_marks.back().end > column) {
    m_marks.back().end = column;
    if (m_marks.back().begin >= column) {
      m_marks.pop_back();
    }
  }
  const std::int64_t column_begin = m_grid.timeAt(column);
  const std::int64_t column_end = m_grid.timeAt(column + 1);
  const std::int64_t begin = std::max(column_begin, m_part.begin_ns);
  const std::int64_t end = std::min(column_end, m_part.end_ns);
  if (begin >= end || column_begin >= column_end) {
    return;
  }
  const StateTimes times = timesOfPart(begin, end, first, last);
  const std::int64_t running = times[index(State::Running)];
  std::int64_t idle = column_end - column_begin;
  Mark mark;
  std::int64_t most = 0;
  for (std::size_t s = 0; s < kStateCount; ++s) {
    idle -= times[s];
    if (s != index(State::Running) && times[s] > most) {
      most = times[s];
      mark.state = static_cast<State>(s);
    }
  }
  if (running > 0 && idle > most) {
    mark.state = State::Idle;  // mostly nothing beside what ran
  }
  if (running == 0 && most == 0) {
    return;
  }
  mark.begin = column;
  mark.end = column + 1;
  mark.share = static_cast<double>(running) / static_cast<double>(column_end - column_begin);
  mark.slices = last - first;
  mark.is_merged = true;
  mark.has_loss = times[index(State::Lost)] > 0;
  mark.job = m_part.job != kNoJob ? m_part.job : jobOf(begin, end, first, last);
  if (!m_marks.empty()) {
    Mark& before = m_marks.back();
    if (before.is_merged && before.end == column && before.share == mark.share && before.state == mark.state &&
        before.job == mark.job && before.has_loss == mark.has_loss) {
      before.end = mark.end;
      before.slices += mark.slices;
      return;
    }
  }
  m_marks.push_back(mark);
}

// The totals are a worker's; where it has other jobs in the same column (an event loop), theirs are taken out.
StateTimes MarkWalk::timesOfPart(std::int64_t begin, std::int64_t end, std::size_t first, std::size_t last) const {
  if (m_part.job == kNoJob) {
    return m_track.timesIn(begin, end);
  }
  const std::size_t count = last - first;
  const std::size_t step = std::max<std::size_t>(1, count / kExactWalk);
  StateTimes own{};
  bool is_shared = false;
  for (std::size_t i = first; i < last; i += step) {
    const Slice slice = m_track.at(i);
    if (isForeign(slice)) {
      is_shared = true;
    } else {
      own[index(slice.state)] +=
          std::max<std::int64_t>(0, std::min(end, slice.end_ns) - std::max(begin, slice.begin_ns));
    }
    if (step > 1 && !is_shared && i >= first + 16 * step) {
      break;  // one job alone, as nearly always
    }
  }
  if (step == 1) {
    return own;
  }
  if (!is_shared) {
    return m_track.timesIn(begin, end);
  }
  for (std::int64_t& time : own) {
    time = std::min<std::int64_t>(time * static_cast<std::int64_t>(step), end - begin);
  }
  return own;
}

JobId MarkWalk::jobOf(std::int64_t begin, std::int64_t end, std::size_t first, std::size_t last) const {
  // Nearly always one job lasted through the whole column: then nothing needs to be counted.
  const JobId job = m_track.at(first).job;
  if (job != kNoJob && job == m_track.at(last - 1).job && number(job) < m_jobs.size()) {
    const JobRecord& record = m_jobs.at(job);
    if (record.begin_ns && *record.begin_ns <= begin && record.end_ns.value_or(end) >= end) {
      return job;
    }
  }
  return m_track.dominantJob(first, last);
}

}  // namespace

std::int64_t ColumnGrid::timeAt(int column) const {
  return static_cast<std::int64_t>(std::ceil(begin_ns + column * column_ns));
}

int ColumnGrid::columnOf(std::int64_t time_ns) const {
  const double column = std::floor((static_cast<double>(time_ns) - begin_ns) / column_ns);
  return static_cast<int>(std::clamp(column, 0.0, static_cast<double>(columns)));
}

int ColumnGrid::nearestEdge(std::int64_t time_ns) const {
  const double column = std::round((static_cast<double>(time_ns) - begin_ns) / column_ns);
  return static_cast<int>(std::clamp(column, 0.0, static_cast<double>(columns)));
}

std::vector<Mark> marksOf(const Track& track, const JobTable& jobs, const RowPart& part, const ColumnGrid& grid) {
  return MarkWalk(track, jobs, part, grid).run();
}

}  // namespace interleave::ui
