// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/picture_preview.h"

#include <QPainter>
#include <algorithm>

namespace interleave::ui {
namespace {

constexpr int kDelay_ms = 60;
constexpr int kCheck_px = 8;

void drawCheckerboard(QPainter& painter, const QRect& rect) {
  painter.fillRect(rect, Qt::white);
  for (int y = 0; y * kCheck_px < rect.height(); ++y) {
    for (int x = y % 2; x * kCheck_px < rect.width(); x += 2) {
      const QRect check(rect.left() + x * kCheck_px, rect.top() + y * kCheck_px, kCheck_px, kCheck_px);
      painter.fillRect(check.intersected(rect), QColor(0xE4, 0xE7, 0xEC));
    }
  }
}

}  // namespace

PicturePreview::PicturePreview(QWidget* parent) : QWidget(parent) {
  setMinimumSize(360, 240);
  setAccessibleName("Preview of the picture");
  m_soon.setSingleShot(true);
  m_soon.setInterval(kDelay_ms);
  connect(&m_soon, &QTimer::timeout, this, &PicturePreview::render);
}

void PicturePreview::setFigure(std::optional<Figure> figure) {
  m_figure = std::move(figure);
  m_soon.start();
}

void PicturePreview::setGround(const QColor& ground, const QColor& line) {
  m_ground = ground;
  m_line = line;
  update();
}

QRect PicturePreview::place() const {
  if (!m_figure) {
    return {};
  }
  const QSize size = m_figure->size.scaled(this->size() - QSize(24, 24), Qt::KeepAspectRatio);
  return {QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size};
}

void PicturePreview::render() {
  m_image = QImage();
  m_problem.clear();
  if (m_figure) {
    const double shrink = place().width() * devicePixelRatioF() / m_figure->size.width();
    const Figure small =
        resized(*m_figure, {std::max(kSmallestFigure_px, qRound(m_figure->size.width() * shrink)),
                            std::max(kSmallestFigure_px, qRound(m_figure->size.height() * shrink))});
    if (const auto image = renderFigure(small)) {
      m_image = *image;
    } else {
      m_problem = QString::fromStdString(image.error().message);
    }
  }
  update();
}

void PicturePreview::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_soon.start();
}

void PicturePreview::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), m_ground);
  if (!m_problem.isEmpty()) {
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect().adjusted(20, 20, -20, -20), Qt::AlignCenter | Qt::TextWordWrap, m_problem);
  }
  if (m_image.isNull()) {
    return;
  }
  const QRect where = place();
  if (m_figure->transparent) {
    drawCheckerboard(painter, where);
  }
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  painter.drawImage(where, m_image);
  painter.setPen(m_line);
  painter.drawRect(where.adjusted(-1, -1, 0, 0));
}

}  // namespace interleave::ui
