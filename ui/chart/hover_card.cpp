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
constexpr int kMostHeadLines = 6;
constexpr double kLineWaste = 1.08;  // what lines of whole letters take more than one line would

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
  const QFontMetricsF head_metrics(chartFont(m_style.family, 12, Weight::SemiBold));
  double width = head_metrics.horizontalAdvance(text.head);
  // A head that is too long, such as a template's name, takes several lines.
  const auto in_lines = static_cast<int>(std::ceil(width * kLineWaste / (kWidest - 2.0 * kPad)));
  m_head_lines = width <= kWidest - 2.0 * kPad ? 1 : std::clamp(in_lines, 2, kMostHeadLines);
  for (const QString& line : text.lines) {
    width = std::max(width, figuresWidth(chartFont(m_style.family, 12), line));
  }
  // Widths in steps, so that the card does not quiver with the digits of a time.
  const int rounded = (static_cast<int>(std::ceil(width)) + 23) / 24 * 24;
  resize(std::min(kWidest, rounded + 2 * kPad),
         kLine * (static_cast<int>(text.lines.size()) + m_head_lines) + 2 * kPad - 4);
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
  const double room = width() - 2.0 * kPad;
  if (m_head_lines == 1) {
    painter.drawText(QPointF(kPad, y), m_text.head);
  } else {
    const QString head = painter.fontMetrics().elidedText(m_text.head, Qt::ElideMiddle,
                                                          static_cast<int>(room * m_head_lines / kLineWaste));
    painter.drawText(QRectF(kPad, kPad - 4.0, room, kLine * m_head_lines), Qt::TextWrapAnywhere, head);
    y += kLine * (m_head_lines - 1);
  }
  const QFont font = chartFont(m_style.family, 12);
  painter.setFont(font);
  painter.setPen(m_style.theme.quiet);
  for (const QString& line : m_text.lines) {
    y += kLine;
    drawFigures(painter, QPointF(kPad, y), elidedFigures(font, line, width() - 2.0 * kPad));
  }
}

}  // namespace interleave::ui
