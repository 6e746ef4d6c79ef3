// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/shape_icon.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

namespace interleave::ui {
namespace {

constexpr int kSide_px = 12;
constexpr int kLargestScale = 4;

void drawChevron(QPainter& painter, double degrees) {
  painter.translate(6.0, 6.0);
  painter.rotate(degrees);
  painter.drawPolyline(QPolygonF{QPointF(1.75, -3.5), QPointF(-1.75, 0.0), QPointF(1.75, 3.5)});
}

void draw(QPainter& painter, IconShape shape, const QColor& colour) {
  painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  switch (shape) {
    case IconShape::Play:
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawPolygon(QPolygonF{QPointF(2.0, 1.2), QPointF(11.0, 6.0), QPointF(2.0, 10.8)});
      break;
    case IconShape::Stop:
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawRoundedRect(QRectF(2.0, 2.0, 8.0, 8.0), 1.0, 1.0);
      break;
    case IconShape::Left:
      drawChevron(painter, 0.0);
      break;
    case IconShape::Up:
      drawChevron(painter, 90.0);
      break;
    case IconShape::Right:
      drawChevron(painter, 180.0);
      break;
    case IconShape::Down:
      drawChevron(painter, 270.0);
      break;
    case IconShape::Close:
      painter.drawLine(QPointF(2.5, 2.5), QPointF(9.5, 9.5));
      painter.drawLine(QPointF(2.5, 9.5), QPointF(9.5, 2.5));
      break;
    case IconShape::Dots:
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      for (const double x : {1.8, 6.0, 10.2}) {
        painter.drawEllipse(QPointF(x, 6.0), 1.2, 1.2);
      }
      break;
  }
}

}  // namespace

QIcon shapeIcon(IconShape shape, const QColor& colour, const QColor& faint) {
  QIcon icon;
  for (int scale = 1; scale <= kLargestScale; ++scale) {
    for (const QIcon::Mode mode : {QIcon::Normal, QIcon::Disabled}) {
      QPixmap pixmap(kSide_px * scale, kSide_px * scale);
      pixmap.fill(Qt::transparent);
      QPainter painter(&pixmap);
      painter.setRenderHint(QPainter::Antialiasing);
      painter.scale(scale, scale);
      draw(painter, shape, mode == QIcon::Normal ? colour : faint);
      painter.end();
      pixmap.setDevicePixelRatio(scale);
      icon.addPixmap(pixmap, mode);
    }
  }
  return icon;
}

}  // namespace interleave::ui
