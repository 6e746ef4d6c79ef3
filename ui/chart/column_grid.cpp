// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/column_grid.h"

#include <algorithm>

namespace interleave::ui {

std::int64_t ColumnGrid::timeAt(int column) const {
  // Rounded up by hand, as below: std::ceil and its like are calls, and a frame makes many thousands.
  const double time_ns = begin_ns + column * column_ns;
  const auto whole = static_cast<std::int64_t>(time_ns);
  return whole + (static_cast<double>(whole) < time_ns ? 1 : 0);
}

int ColumnGrid::columnOf(std::int64_t time_ns) const {
  const double column = (static_cast<double>(time_ns) - begin_ns) / column_ns;
  return static_cast<int>(std::clamp(column, 0.0, static_cast<double>(columns)));  // rounds down what is not negative
}

int ColumnGrid::nearestEdge(std::int64_t time_ns) const {
  const double column = (static_cast<double>(time_ns) - begin_ns) / column_ns + 0.5;
  return static_cast<int>(std::clamp(column, 0.0, static_cast<double>(columns)));
}

}  // namespace interleave::ui
