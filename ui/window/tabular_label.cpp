// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/tabular_label.h"

#include <QPainter>
#include <cmath>

namespace interleave::ui {
namespace {

// The widest of Inter's proportional digits; the others get as much room.
double digitWidth(const QFontMetricsF& metrics) { return metrics.horizontalAdvance('0'); }

double cellWidth(const QFontMetricsF& metrics, QChar character) {
  return character.isDigit() ? digitWidth(metrics) : metrics.horizontalAdvance(character);
}

}  // namespace

double tabularWidth(const QFontMetricsF& metrics, const QString& text) {
  double width = 0.0;
  for (const QChar character : text) {
    width += cellWidth(metrics, character);
  }
  return width;
}

void drawTabular(QPainter& painter, const QRectF& rect, const QString& text, Qt::Alignment alignment) {
  const QFontMetricsF metrics(painter.font(), painter.device());
  double x = alignment & Qt::AlignRight ? rect.right() - tabularWidth(metrics, text) : rect.left();
  const double y = rect.top() + (rect.height() + metrics.ascent() - metrics.descent()) / 2.0;
  for (const QChar character : text) {
    const double cell = cellWidth(metrics, character);
    painter.drawText(QPointF(x + (cell - metrics.horizontalAdvance(character)) / 2.0, y), character);
    x += cell;
  }
}

TabularLabel::TabularLabel(Qt::Alignment alignment, QWidget* parent) : QLabel(parent) { setAlignment(alignment); }

QSize TabularLabel::sizeHint() const {
  const QFontMetricsF metrics(font());
  return {static_cast<int>(std::ceil(tabularWidth(metrics, text()))), static_cast<int>(std::ceil(metrics.height()))};
}

void TabularLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setFont(font());
  painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, foregroundRole()));
  drawTabular(painter, contentsRect(), text(), alignment());
}

}  // namespace interleave::ui
