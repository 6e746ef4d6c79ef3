// SPDX-License-Identifier: GPL-3.0-or-later
// The card beside the cursor. Never takes the mouse.
#pragma once

#include <QWidget>

#include "ui/chart/chart_style.h"
#include "ui/chart/hover_text.h"

namespace interleave::ui {

class HoverCard : public QWidget {
  Q_OBJECT
 public:
  explicit HoverCard(QWidget* parent);

  void setStyle(const ChartStyle& style);
  /// Shows `text` beside `point` of the parent, inside the parent.
  void showText(const HoverText& text, const QPoint& point);
  const HoverText& text() const { return m_text; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  ChartStyle m_style;
  HoverText m_text;
  int m_head_lines = 1;
};

}  // namespace interleave::ui
