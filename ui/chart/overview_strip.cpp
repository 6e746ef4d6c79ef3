// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/overview_strip.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace interleave::ui {

OverviewStrip::OverviewStrip(QWidget* parent) : QWidget(parent) {
  setFixedHeight(38);
  setCursor(Qt::PointingHandCursor);
  setFocusPolicy(Qt::NoFocus);  // all it does, the timeline's keys do
  setAccessibleName(tr("Overview of the whole run"));
  setToolTip(tr("All of the run; the shaded part is what is seen below. Click to move there."));
}

void OverviewStrip::setStyle(const ChartStyle& style) {
  m_style = style;
  update();
}

void OverviewStrip::setMargins(double left, double right) {
  m_left = left;
  m_right = right;
  update();
}

void OverviewStrip::setShown(const Viewport& viewport, double whole_ns) {
  if (viewport == m_viewport && whole_ns == m_whole_ns) {
    return;
  }
  m_viewport = viewport;
  m_whole_ns = whole_ns;
  update();
}

double OverviewStrip::scale_ns() const {
  return std::max({m_whole_ns * 1.03, m_viewport.end_ns, 1.0});
}

QRectF OverviewStrip::bar() const {
  return QRectF(m_left, 10.0, std::max(1.0, width() - m_left - m_right), 20.0);
}

QRectF OverviewStrip::window() const {
  const QRectF all = bar();
  const auto x = [&](double ns) { return all.left() + std::clamp(ns / scale_ns(), 0.0, 1.0) * all.width(); };
  const double left = std::round(x(m_viewport.begin_ns));
  const double right = std::round(x(m_viewport.end_ns));
  return QRectF(QPointF(std::min(left, all.right() - 3.0), all.top()),
                QPointF(std::max(right, std::min(left, all.right() - 3.0) + 3.0), all.bottom()));
}

void OverviewStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), m_style.theme.panel);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF all = bar();
  painter.setPen(Qt::NoPen);
  painter.setBrush(m_style.theme.lane);
  painter.drawRoundedRect(all, 3.0, 3.0);
  QPainterPath clip;
  clip.addRoundedRect(all, 3.0, 3.0);
  painter.save();
  painter.setClipPath(clip);
  // How far the run has come, and of it what is seen.
  QColor ran = m_style.theme.accent;
  ran.setAlphaF(0.10f);
  painter.fillRect(QRectF(all.left(), all.top(), all.width() * m_whole_ns / scale_ns(), all.height()), ran);
  QColor seen = m_style.theme.accent;
  seen.setAlphaF(0.20f);
  const QRectF part = window();
  painter.fillRect(part, seen);
  if (part.width() < all.width() - 1.0) {
    QColor edge = m_style.theme.accent;
    edge.setAlphaF(0.7f);
    painter.fillRect(QRectF(part.left(), part.top(), 1.0, part.height()), edge);
    painter.fillRect(QRectF(part.right() - 1.0, part.top(), 1.0, part.height()), edge);
  }
  painter.restore();
  const QFont font = chartFont(m_style.family, 12);
  const QFontMetricsF metrics(font);
  painter.setFont(font);
  painter.setPen(m_style.theme.quiet);
  painter.drawText(QPointF(12.0, std::round(all.center().y() + metrics.capHeight() / 2.0)), tr("all"));
}

void OverviewStrip::emitMoved(double x) {
  const QRectF all = bar();
  emit moved((x - all.left()) / all.width() * scale_ns());
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    emitMoved(event->position().x());
  }
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) {
    emitMoved(event->position().x());
  }
}

}  // namespace interleave::ui
