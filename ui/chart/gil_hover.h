// SPDX-License-Identifier: GPL-3.0-or-later
// What the card beside the cursor says of the GIL: a request, a forced switch, an interval that was moved. Pure
// function.
#pragma once

#include <QPointF>
#include <QStringList>

#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

/// Of what is drawn within a few pixels of the point in that row, the nearest; empty where nothing is.
QStringList gilLinesAt(const TimelineLayout& layout, const TraceSnapshot& snapshot, const RowLayout& row,
                       const QPointF& point);

}  // namespace interleave::ui
