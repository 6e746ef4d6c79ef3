// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/row_marks.h"

#include <algorithm>
#include <array>
#include <span>

namespace interleave::ui {
namespace {

constexpr std::size_t kShortWalk = 24;  // slices of a column that are counted one by one: cheaper than a search
// The same where a worker's jobs have to be told apart; of more slices so many are looked at, from which a share comes
// to 4 % (one standard deviation) at worst, less than a pixel of the lanes that many jobs have.
constexpr std::size_t kExactWalk = 128;
constexpr int kCuts = 64;  // columns that are looked up at once: memory is asked for ahead

/// What is in one column.
struct ColumnContent {
  std::int64_t running_ns = 0;
  Rest rest;
  std::size_t next = 0;  // the first slice that ends after the column
  std::size_t slices = 0;
  JobId job = kNoJob;  // the one that ran, or ran longest
};

/// Fills in what `times` say of a column of that length.
void setTimes(ColumnContent& content, const StateTimes& times, std::int64_t length_ns) {
  content.running_ns = times[index(State::Running)];
  content.rest.has_loss = times[index(State::Lost)] > 0;
  std::int64_t idle_ns = length_ns;
  std::int64_t most_ns = 0;
  for (std::size_t s = 0; s < kStateCount; ++s) {
    idle_ns -= times[s];
    if (s != index(State::Running) && times[s] > most_ns) {
      most_ns = times[s];
      content.rest.state = static_cast<State>(s);
    }
  }
  if (content.running_ns > 0 && idle_ns > most_ns) {
    content.rest.state = State::Idle;  // mostly nothing beside what ran
  }
}

class MarkWalk {
 public:
  MarkWalk(const Track& track, const JobTable& jobs, const RowPart& part, const ColumnGrid& grid)
      : m_track(track), m_jobs(jobs), m_part(part), m_grid(grid), m_size(track.size()) {
    m_times.reserve(static_cast<std::size_t>(grid.columns) + 1);
    for (int column = 0; column <= grid.columns; ++column) {
      m_times.push_back(grid.timeAt(column));
    }
  }

  std::vector<Mark> run();

 private:
  bool isForeign(const Slice& slice) const {
    return m_part.job != kNoJob && slice.job != m_part.job && slice.state != State::Starting;
  }
  std::int64_t timeAt(int column) const { return m_times[static_cast<std::size_t>(column)]; }
  std::int64_t beginOf(int column) const { return std::max(timeAt(column), m_part.begin_ns); }
  std::int64_t endOf(int column) const { return std::min(timeAt(column + 1), m_part.end_ns); }
  int placeFromLevels(int column);
  void placeSlice(const Slice& slice);
  void placeMerged(int column, const ColumnContent& content);
  bool countOneByOne(ColumnContent& content, int column, std::size_t first) const;
  ColumnContent contentFromLevels(int column);
  bool isDense(int column);
  const TimeCut& cutAt(int column);
  StateTimes timesOfJob(std::int64_t begin, std::int64_t end, std::size_t first, std::size_t last) const;
  JobId jobOf(std::int64_t begin, std::int64_t end, std::size_t first, std::size_t last) const;

  const Track& m_track;
  const JobTable& m_jobs;
  const RowPart& m_part;
  const ColumnGrid& m_grid;
  std::size_t m_size;
  std::array<std::int64_t, kCuts> m_cut_times;  // the begins of columns from m_first_cut on, within the part
  std::array<TimeCut, kCuts> m_cuts;
  int m_first_cut = 0;
  int m_cut_count = 0;
  int m_merged_until = 0;             // columns before it are done
  std::vector<std::int64_t> m_times;  // of the grid's columns, each asked for several times
  std::vector<Mark> m_marks;
};

std::vector<Mark> MarkWalk::run() {
  const std::int64_t from = beginOf(0);
  const std::int64_t to = endOf(m_grid.columns - 1);
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
    const std::size_t first = i > 0 && m_track.at(i - 1).end_ns > timeAt(column) ? i - 1 : i;
    ColumnContent content;
    if (countOneByOne(content, column, first)) {
      placeMerged(column, content);
      m_merged_until = column + 1;
      i = content.next;
    } else {
      m_merged_until = placeFromLevels(column);
      i = m_merged_until < m_grid.columns ? m_track.firstEndingAfter(beginOf(m_merged_until)) : m_size;
    }
  }
  return std::move(m_marks);
}

// This column and those after it, up to the first one whose slices can as well be looked at. Of the slices themselves
// none is read.
int MarkWalk::placeFromLevels(int column) {
  m_marks.reserve(static_cast<std::size_t>(m_grid.columns));
  do {
    placeMerged(column, contentFromLevels(column));
    ++column;
  } while (column < m_grid.columns && isDense(column));
  return column;
}

bool MarkWalk::isDense(int column) {
  const std::size_t first = cutAt(column).first;
  return cutAt(column + 1).first > first + kShortWalk;
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

void MarkWalk::placeMerged(int column, const ColumnContent& content) {
  // A slice drawn by itself gives up the column: its part is in the column's share.
  if (!m_marks.empty() && m_marks.back().end > column) {
    m_marks.back().end = column;
    if (m_marks.back().begin >= column) {
      m_marks.pop_back();
    }
  }
  const std::int64_t length = timeAt(column + 1) - timeAt(column);
  if (length <= 0 || (content.running_ns == 0 && content.rest.state == State::Idle)) {
    return;
  }
  Mark mark;
  mark.state = content.rest.state;
  mark.begin = column;
  mark.end = column + 1;
  mark.share = static_cast<double>(content.running_ns) / static_cast<double>(length);
  mark.slices = content.slices;
  mark.is_merged = true;
  mark.has_loss = content.rest.has_loss;
  mark.job = m_part.job != kNoJob ? m_part.job : content.job;
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

ColumnContent MarkWalk::contentFromLevels(int column) {
  const TimeCut before = cutAt(column);
  const TimeCut& after = cutAt(column + 1);
  const std::size_t first = std::min(before.first, m_size - 1);
  const std::size_t last = std::clamp(after.begun, first + 1, m_size);
  const std::int64_t begin = beginOf(column);
  const std::int64_t end = std::max(begin, endOf(column));
  ColumnContent content;
  content.slices = last - first;
  if (m_part.job != kNoJob && m_part.has_others) {
    setTimes(content, timesOfJob(begin, end, first, last), end - begin);
    return content;
  }
  content.running_ns = std::clamp<std::int64_t>(after.running_ns - before.running_ns, 0, end - begin);  // rounded
  content.rest = m_track.restOf(first, last, begin, end);
  if (content.running_ns == 0 && content.rest.state == State::Idle) {
    setTimes(content, m_track.timesIn(begin, end), end - begin);  // what little there is is shown
  }
  if (m_part.job == kNoJob) {
    content.job = jobOf(begin, end, first, last);
  }
  return content;
}

// False when there are too many.
bool MarkWalk::countOneByOne(ColumnContent& content, int column, std::size_t first) const {
  const std::int64_t begin = beginOf(column);
  const std::int64_t end = endOf(column);
  bool is_mixed = false;
  StateTimes times{};
  const std::size_t stop = std::min(m_size, first + kShortWalk);
  std::size_t i = first;
  content.next = m_size;
  for (; i < stop; ++i) {
    const Slice slice = m_track.at(i);
    if (slice.begin_ns >= end) {
      break;
    }
    if (slice.end_ns > end && content.next == m_size) {
      content.next = i;
    }
    const std::int64_t inside = std::min(end, slice.end_ns) - std::max(begin, slice.begin_ns);
    if (inside <= 0 || isForeign(slice)) {
      continue;
    }
    ++content.slices;
    times[index(slice.state)] += inside;
    if (slice.state == State::Running) {
      is_mixed = is_mixed || (content.job != kNoJob && content.job != slice.job);
      content.job = slice.job;
    }
  }
  if (i == stop && stop < m_size && content.next == m_size) {
    return false;
  }
  setTimes(content, times, timeAt(column + 1) - timeAt(column));
  content.next = std::min(content.next, i);
  if (is_mixed) {
    content.job = m_track.dominantJob(first, i);
  }
  return true;
}

// Columns are gone through from left to right, so the next ones will be asked for too.
const TimeCut& MarkWalk::cutAt(int column) {
  if (column < m_first_cut || column >= m_first_cut + m_cut_count) {
    m_first_cut = column;
    m_cut_count = std::min(kCuts, m_grid.columns + 1 - column);
    for (int i = 0; i < m_cut_count; ++i) {
      m_cut_times[static_cast<std::size_t>(i)] = std::clamp(timeAt(column + i), m_part.begin_ns, m_part.end_ns);
    }
    const auto count = static_cast<std::size_t>(m_cut_count);
    const auto coarse_ns = static_cast<std::int64_t>(m_grid.column_ns);
    m_track.cutAt(std::span(m_cut_times).first(count), coarse_ns, std::span(m_cuts).first(count));
  }
  return m_cuts[static_cast<std::size_t>(column - m_first_cut)];
}

// The totals are a worker's; where it has other jobs in the same column (an event loop), its slices have to be looked
// at, every so-manyth of them where they are many.
StateTimes MarkWalk::timesOfJob(std::int64_t begin, std::int64_t end, std::size_t first, std::size_t last) const {
  const std::size_t step = std::max<std::size_t>(1, (last - first) / kExactWalk);
  StateTimes own{};
  for (std::size_t i = first; i < last; i += step) {
    const Slice slice = m_track.at(i);
    if (!isForeign(slice)) {
      own[index(slice.state)] +=
          std::max<std::int64_t>(0, std::min(end, slice.end_ns) - std::max(begin, slice.begin_ns));
    }
  }
  if (step > 1) {
    for (std::int64_t& time : own) {
      time = std::min<std::int64_t>(time * static_cast<std::int64_t>(step), end - begin);
    }
  }
  return own;
}

JobId MarkWalk::jobOf(std::int64_t begin, std::int64_t end, std::size_t first, std::size_t last) const {
  // Nearly always one job lasted through the whole column: then nothing needs to be counted.
  const JobId job = m_track.jobAround(first);
  if (job != kNoJob && job == m_track.jobAround(last - 1) && number(job) < m_jobs.size()) {
    const JobRecord& record = m_jobs.at(job);
    if (record.begin_ns && *record.begin_ns <= begin && record.end_ns.value_or(end) >= end) {
      return job;
    }
  }
  return m_track.dominantJob(first, last);
}

}  // namespace

std::vector<Mark> marksOf(const Track& track, const JobTable& jobs, const RowPart& part, const ColumnGrid& grid) {
  return MarkWalk(track, jobs, part, grid).run();
}

}  // namespace interleave::ui
