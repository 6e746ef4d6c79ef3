// SPDX-License-Identifier: GPL-3.0-or-later
// What of a layout lies under a point, px of the chart. Pure functions.
#pragma once

#include <QPointF>

#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

/// The row in sight whose lane holds the point, nullptr between lanes and outside of the plot.
const RowLayout* rowAt(const TimelineLayout& layout, const QPointF& point);
/// The grid's column. REQUIRES: the point is within the plot.
int columnAt(const TimelineLayout& layout, const QPointF& point);
/// The row's mark that holds the column, nullptr when there is none.
const Mark* markAt(const RowLayout& row, int column);

}  // namespace interleave::ui
