// SPDX-License-Identifier: GPL-3.0-or-later
// One line of text that ends in "…" where there is no more room; the whole of it is in its tooltip.
#pragma once

#include <QLabel>

namespace interleave::ui {

class ElidedLabel : public QLabel {
  Q_OBJECT
 public:
  using QLabel::QLabel;
  void setText(const QString& text);
  QSize minimumSizeHint() const override { return {40, QLabel::minimumSizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace interleave::ui
