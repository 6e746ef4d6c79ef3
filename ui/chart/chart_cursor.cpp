// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/chart_cursor.h"

#include <cmath>

namespace interleave::ui {

ChartCursor::ChartCursor(QCustomPlot* plot) : OverlayPart(plot) {}

bool ChartCursor::setLine(std::optional<QLineF> line) {
  if (line == m_line) {
    return false;
  }
  m_line = line;
  return true;
}

bool ChartCursor::setFocusShown(bool shown) {
  if (shown == m_is_focus_shown) {
    return false;
  }
  m_is_focus_shown = shown;
  return true;
}

QRegion ChartCursor::inked() const {
  QRegion region;
  if (m_line) {
    region += QRectF(std::floor(m_line->x1()), m_line->y1(), 1.0, m_line->dy()).toAlignedRect();
  }
  if (m_is_focus_shown) {
    const QRect frame = mParentPlot->viewport();
    region += QRegion(frame) - QRegion(frame.adjusted(2, 2, -2, -2));
  }
  return region;
}

void ChartCursor::draw(QCPPainter* painter) {
  if (m_line) {
    const double x = std::floor(m_line->x1());
    for (double y = m_line->y1(); y < m_line->y2(); y += 6.0) {
      painter->fillRect(QRectF(x, y, 1.0, std::min(4.0, m_line->y2() - y)), m_style.theme.ink);
    }
  }
  if (m_is_focus_shown) {
    const QRectF frame(mParentPlot->viewport());
    const QColor& colour = m_style.theme.accent;
    painter->fillRect(QRectF(frame.left(), frame.top(), 2.0, frame.height()), colour);
    painter->fillRect(QRectF(frame.right() - 2.0, frame.top(), 2.0, frame.height()), colour);
    painter->fillRect(QRectF(frame.left(), frame.bottom() - 2.0, frame.width(), 2.0), colour);
    painter->fillRect(QRectF(frame.left(), frame.top(), frame.width(), 2.0), colour);
  }
}

}  // namespace interleave::ui
