// SPDX-License-Identifier: GPL-3.0-or-later
// The thin strip above the timeline: all of the run, and which part of it is seen. A click or drag moves the view.
#pragma once

#include <QWidget>

#include "ui/chart/chart_style.h"

namespace interleave::ui {

class OverviewStrip : public QWidget {
  Q_OBJECT
 public:
  explicit OverviewStrip(QWidget* parent);

  void setStyle(const ChartStyle& style);
  void setMargins(double left, double right);
  void setShown(const Viewport& viewport, double whole_ns);
  QRectF bar() const;
  /// The part of the bar that stands for what is seen.
  QRectF window() const;

 signals:
  /// The instant that should come to the view's middle.
  void moved(double time_ns);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  double scale_ns() const;
  void emitMoved(double x);

  ChartStyle m_style;
  double m_left = 0.0;
  double m_right = 0.0;
  Viewport m_viewport;
  double m_whole_ns = 0.0;
};

}  // namespace interleave::ui
