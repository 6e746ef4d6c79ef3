// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/mark_at.h"

#include <algorithm>

namespace interleave::ui {

const RowLayout* rowAt(const TimelineLayout& layout, const QPointF& point) {
  if (point.x() < layout.plot.left() || point.x() >= layout.plot.right()) {
    return nullptr;
  }
  for (const RowLayout& row : layout.rows) {
    const QRectF& body = layout.panels[row.panel].body;
    if (point.y() >= row.lane.top() && point.y() < row.lane.bottom() && point.y() >= body.top() &&
        point.y() < body.bottom()) {
      return &row;
    }
  }
  return nullptr;
}

int columnAt(const TimelineLayout& layout, const QPointF& point) {
  return static_cast<int>((point.x() - layout.plot.left()) / layout.column_px);
}

const Mark* markAt(const RowLayout& row, int column) {
  const auto after = std::upper_bound(row.marks.begin(), row.marks.end(), column,
                                      [](int c, const Mark& mark) { return c < mark.begin; });
  if (after == row.marks.begin() || (after - 1)->end <= column) {
    return nullptr;
  }
  return &*(after - 1);
}

}  // namespace interleave::ui
