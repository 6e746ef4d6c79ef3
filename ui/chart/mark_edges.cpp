// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/mark_edges.h"

#include <QPainter>
#include <algorithm>

namespace interleave::ui {

void drawEdge(QPainter& painter, const QRectF& rect, const QColor& colour) {
  painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1.0), colour);
  painter.fillRect(QRectF(rect.left(), rect.bottom() - 1.0, rect.width(), 1.0), colour);
  painter.fillRect(QRectF(rect.left(), rect.top(), 1.0, rect.height()), colour);
  painter.fillRect(QRectF(rect.right() - 1.0, rect.top(), 1.0, rect.height()), colour);
}

void drawDottedEdge(QPainter& painter, const QRectF& rect, const QColor& colour) {
  for (double x = rect.left(); x < rect.right(); x += 4.0) {
    const double width = std::min(2.0, rect.right() - x);
    painter.fillRect(QRectF(x, rect.top(), width, 1.0), colour);
    painter.fillRect(QRectF(x, rect.bottom() - 1.0, width, 1.0), colour);
  }
  for (double y = rect.top(); y < rect.bottom(); y += 4.0) {
    const double height = std::min(2.0, rect.bottom() - y);
    painter.fillRect(QRectF(rect.left(), y, 1.0, height), colour);
    painter.fillRect(QRectF(rect.right() - 1.0, y, 1.0, height), colour);
  }
}

}  // namespace interleave::ui
