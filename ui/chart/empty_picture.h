// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the chart's place before the first run: one line, above a faint drawing of what a run looks like.
#pragma once

#include <QPainter>

#include "ui/chart/chart_style.h"

namespace interleave::ui {

void paintEmptyPicture(QPainter& painter, const QRectF& rect, const QString& text, const ChartStyle& style);

}  // namespace interleave::ui
