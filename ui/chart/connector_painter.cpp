// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/connector_painter.h"

#include <algorithm>
#include <cmath>

#include "ui/chart/palette.h"

namespace interleave::ui {
namespace {

constexpr double kDot_px = 3.0;

}  // namespace

QColor connectorColour(const Connector& connector, const ChartStyle& style) {
  if (connector.kind == ConnectorKind::Move) {
    const Fill fill = jobFill(connector.job, style.palette, MarkStyle::Live, style.theme);
    return style.theme.name == ThemeName::Dark ? fill.ground : fill.edge;
  }
  const Fill fill = stateFill(connector.waited_for, style.theme);
  QColor colour = fill.texture != Texture::None ? fill.over : fill.edge;
  if (!colour.isValid() || colour.alpha() == 0) {
    colour = style.theme.quiet;  // a hand-over of work: nothing that has a colour was waited for
  }
  return colour;
}

void paintConnector(QPainter& painter, const Connector& connector, const ChartStyle& style) {
  const QColor colour = connectorColour(connector, style);
  const QPointF& from = connector.from;
  const QPointF& to = connector.to;
  if (std::abs(from.x() - to.x()) < 1.0) {
    // Upright and crisp: on a whole pixel.
    const double top = std::min(from.y(), to.y());
    painter.fillRect(QRectF(std::floor(to.x()), top, 1.0, std::abs(to.y() - from.y())), colour);
  } else {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.0));
    painter.drawLine(from, to);
    painter.restore();
  }
  const double dot_top = from.y() < to.y() ? to.y() - kDot_px + 1.0 : to.y() - 1.0;
  painter.fillRect(QRectF(std::floor(to.x()) - 1.0, dot_top, kDot_px, kDot_px), colour);
}

}  // namespace interleave::ui
