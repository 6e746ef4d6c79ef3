// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers whose digits all have the same width, so that they don't dance while a run goes on. (The font has such digits,
// but Qt 6.4 can't ask for them.)
#pragma once

#include <QFontMetricsF>
#include <QLabel>

class QPainter;

namespace interleave::ui {

double tabularWidth(const QFontMetricsF& metrics, const QString& text);
/// With the painter's font and pen, centred vertically in `rect`; `alignment` is left or right.
void drawTabular(QPainter& painter, const QRectF& rect, const QString& text, Qt::Alignment alignment);

class TabularLabel : public QLabel {
  Q_OBJECT
 public:
  explicit TabularLabel(Qt::Alignment alignment, QWidget* parent = nullptr);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace interleave::ui
