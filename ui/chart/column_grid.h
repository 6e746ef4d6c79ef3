// SPDX-License-Identifier: GPL-3.0-or-later
// Pixel columns over time. Values; any thread.
#pragma once

#include <cstdint>

namespace interleave::ui {

/// A grid of columns over time. Column c holds the instants [timeAt(c), timeAt(c + 1)).
struct ColumnGrid {
  double begin_ns = 0.0;
  double column_ns = 1.0;
  int columns = 0;

  std::int64_t timeAt(int column) const;
  int columnOf(std::int64_t time_ns) const;     // the one that holds it
  int nearestEdge(std::int64_t time_ns) const;  // rounded
};

}  // namespace interleave::ui
