// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/hover_card.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/chart/figures_text.h"

namespace interleave::ui {
namespace {

constexpr int kPad = 10;
constexpr int kLine = 17;
constexpr int kAway = 12;  // from the cursor
constexpr int kWidest = 420;

}  // namespace

HoverCard::HoverCard(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFocusPolicy(Qt::NoFocus);
  hide();
}

void HoverCard::setStyle(const ChartStyle& style) {
  m_style = style;
  update();
}

void HoverCard::showText(const HoverText& text, const QPoint& point) {
  m_text = text;
  double width = QFontMetricsF(chartFont(m_style.family, 12, Weight::SemiBold)).horizontalAdvance(text.head);
  for (const QString& line : text.lines) {
    width = std::max(width, figuresWidth(chartFont(m_style.family, 12), line));
  }
  // Widths in steps, so that the card does not quiver with the digits of a time.
  const int rounded = (static_cast<int>(std::ceil(width)) + 23) / 24 * 24;
  resize(std::min(kWidest, rounded + 2 * kPad), kLine * static_cast<int>(text.lines.size() + 1) + 2 * kPad - 4);
  const QSize room = parentWidget()->size();
  int x = point.x() + kAway;
  if (x + this->width() > room.width() - 4) {
    x = point.x() - kAway - this->width();
  }
  int y = point.y() + kAway;
  if (y + height() > room.height() - 4) {
    y = point.y() - kAway - height();
  }
  move(std::max(4, x), std::max(4, y));
  update();
  show();
  raise();
}

void HoverCard::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(m_style.theme.line, 1.0));
  QColor ground = m_style.theme.panel;
  ground.setAlphaF(0.96f);
  painter.setBrush(ground);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0);
  double y = kPad + 10.0;
  painter.setFont(chartFont(m_style.family, 12, Weight::SemiBold));
  painter.setPen(m_style.theme.ink);
  painter.drawText(QPointF(kPad, y), m_text.head);
  const QFont font = chartFont(m_style.family, 12);
  painter.setFont(font);
  painter.setPen(m_style.theme.quiet);
  for (const QString& line : m_text.lines) {
    y += kLine;
    drawFigures(painter, QPointF(kPad, y), elidedFigures(font, line, width() - 2.0 * kPad));
  }
}

}  // namespace interleave::ui
