// SPDX-License-Identifier: GPL-3.0-or-later
// Draws what the GIL did: a ring for a request, a triangle that points at the lane for a forced switch, an upright line
// with its values where the switch interval was moved. Threading: the GUI thread.
#pragma once

#include <QPainter>

#include "ui/chart/chart_style.h"
#include "ui/chart/gil_points.h"

namespace interleave::ui {

/// `at`: as in GilPoint.
void paintGilPoint(QPainter& painter, GilMarkKind kind, const QPointF& at, const ChartStyle& style);
/// Those of one panel; a label that has no room before the next line's is left out. `body`: the rows in sight.
void paintIntervalLines(QPainter& painter, const std::vector<IntervalLine>& lines, std::size_t panel,
                        const QRectF& body, const ChartStyle& style);

}  // namespace interleave::ui
