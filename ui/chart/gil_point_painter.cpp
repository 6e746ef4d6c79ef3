// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gil_point_painter.h"

#include <QFontMetricsF>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

#include "ui/chart/figures_text.h"

namespace interleave::ui {
namespace {

constexpr double kDash_px = 4.0;
constexpr double kLabelPad_px = 5.0;
constexpr double kLabelHeight_px = 17.0;

}  // namespace

void paintGilPoint(QPainter& painter, GilMarkKind kind, const QPointF& at, const ChartStyle& style) {
  const Theme& theme = style.theme;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double x = std::floor(at.x()) + 0.5;
  constexpr double kHalf = kGilPoint_px / 2.0;
  if (kind == GilMarkKind::DropRequest) {
    // Within its lane, filled with the ground: seen on any state below it.
    painter.setPen(QPen(theme.ink, 1.5));
    painter.setBrush(theme.panel);
    painter.drawEllipse(QPointF(x, at.y() - kHalf), kHalf - 1.0, kHalf - 1.0);
  } else {
    painter.setPen(QPen(theme.panel, 1.0));
    painter.setBrush(theme.ink);
    painter.drawPolygon(
        QPolygonF{{x - kHalf, at.y() - 1.0}, {x + kHalf, at.y() - 1.0}, {x, at.y() + kGilPoint_px - 1.0}});
  }
  painter.restore();
}

void paintIntervalLines(QPainter& painter, const std::vector<IntervalLine>& lines, std::size_t panel,
                        const QRectF& body, const ChartStyle& style) {
  const Theme& theme = style.theme;
  const QFont font = chartFont(style.family, 11, Weight::Medium);
  double taken_until = body.left();
  for (const IntervalLine& line : lines) {
    if (line.panel != panel) {
      continue;
    }
    const double x = std::floor(line.x);
    for (double y = body.top(); y < body.bottom(); y += 2.0 * kDash_px) {
      painter.fillRect(QRectF(x, y, 2.0, std::min(kDash_px, body.bottom() - y)), theme.ink);
    }
    if (body.isEmpty()) {
      continue;  // a sample without words
    }
    const QString text = intervalText(line.change);
    const double width = figuresWidth(font, text) + 2.0 * kLabelPad_px;
    const double left = x + 2.0 + width <= body.right() ? x + 2.0 : x - width;
    if (left < taken_until) {
      continue;
    }
    const QRectF label(left, body.top(), width, kLabelHeight_px);
    painter.fillRect(label, theme.ink);
    painter.setFont(font);
    painter.setPen(theme.panel);
    drawFigures(painter, QPointF(left + kLabelPad_px, body.top() + 12.5), text);
    taken_until = label.right() + 2.0;
  }
}

}  // namespace interleave::ui
