// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/job_marks.h"

#include <algorithm>

namespace interleave::ui {

std::vector<Mark> joined(const std::vector<Mark>& first, const std::vector<Mark>& second) {
  std::vector<Mark> all;
  all.reserve(first.size() + second.size());
  std::size_t next = 0;
  for (Mark mark : first) {
    // What of it lies before, between and after the marks of `second`.
    while (next < second.size() && second[next].end <= mark.begin) {
      all.push_back(second[next++]);
    }
    while (next < second.size() && second[next].begin < mark.end) {
      if (second[next].begin > mark.begin) {
        Mark before = mark;
        before.end = second[next].begin;
        all.push_back(before);
      }
      mark.begin = std::max(mark.begin, second[next].end);
      all.push_back(second[next++]);
    }
    if (mark.begin < mark.end) {
      all.push_back(mark);
    }
  }
  all.insert(all.end(), second.begin() + static_cast<std::ptrdiff_t>(next), second.end());
  return all;
}

std::vector<Mark> filledBetween(const std::vector<Mark>& marks, const RowPart& part, std::int64_t end_ns, State between,
                                const ColumnGrid& grid) {
  const int begin = std::max(0, grid.nearestEdge(part.begin_ns));
  const int end = std::min(grid.columns, grid.nearestEdge(end_ns));
  std::vector<Mark> all;
  all.reserve(2 * marks.size() + 1);
  const auto fill = [&](int from, int to) {
    if (from < to) {
      Mark mark;
      mark.begin = from;
      mark.end = to;
      mark.state = between;
      mark.job = part.job;
      all.push_back(mark);
    }
  };
  int filled_to = begin;
  for (Mark mark : marks) {
    fill(filled_to, std::min(mark.begin, end));
    if (mark.is_merged && mark.state == State::Idle) {
      mark.state = between;  // of the rest of its columns
    }
    filled_to = std::max(filled_to, mark.end);
    all.push_back(mark);
  }
  fill(filled_to, end);
  return all;
}

}  // namespace interleave::ui
