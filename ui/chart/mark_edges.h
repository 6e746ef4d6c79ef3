// SPDX-License-Identifier: GPL-3.0-or-later
// The outlines of marks, drawn as fills: a pen would be antialiased or miss the pixel at odd scales. The GUI thread.
#pragma once

#include <QColor>
#include <QRectF>

class QPainter;

namespace interleave::ui {

void drawEdge(QPainter& painter, const QRectF& rect, const QColor& colour);
void drawDottedEdge(QPainter& painter, const QRectF& rect, const QColor& colour);

}  // namespace interleave::ui
