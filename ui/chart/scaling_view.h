// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep's plot on the screen: redrawn as points come in, never more than a few times a second. Arrow keys and the
// mouse go from mark to mark; a click or Return chooses one. Threading: the GUI thread.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/chart/scaling_content.h"

class QCustomPlot;

namespace interleave::ui {

class ScalingView : public QWidget {
  Q_OBJECT
 public:
  explicit ScalingView(QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// Drawn within a moment; the mark that is pointed at stays so where it is still there.
  void setPlot(ScalingPlot plot);
  const ScalingPlot& plot() const { return m_content; }
  /// What stands where there is nothing to draw.
  void setEmptyText(const QString& text);
  std::optional<ScalingPlace> pointedAt() const { return m_pointed; }
  /// Where a mark is, in this widget's pixels. REQUIRES: it is there.
  QPointF pixelOf(ScalingPlace place);

 signals:
  /// The mark that the mouse or the keys point at has changed; nothing: none.
  void pointed(std::optional<interleave::ui::ScalingPlace> place);
  void chosen(interleave::ui::ScalingPlace place);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void dress();
  void draw();
  void point(std::optional<ScalingPlace> place);
  bool step(int key);

  QCustomPlot* m_plot = nullptr;
  QTimer m_soon;
  ChartStyle m_style;
  ScalingPlot m_content;
  QString m_empty;
  std::optional<ScalingPlace> m_pointed;
};

}  // namespace interleave::ui
