// SPDX-License-Identifier: GPL-3.0-or-later
// The dashed line under the cursor and the frame of the keyboard focus: on a buffered layer of the plot, so that moving
// the mouse repaints nothing else.
#pragma once

#include <qcustomplot.h>

#include <optional>

#include "ui/chart/chart_style.h"

namespace interleave::ui {

class ChartCursor : public QCPLayerable {
  Q_OBJECT
 public:
  /// REQUIRES: the plot has a buffered layer "overlay", as every QCustomPlot has.
  explicit ChartCursor(QCustomPlot* plot);

  void setStyle(const ChartStyle& style) { m_style = style; }
  /// The line's place and extent, or none; px. Both are shown with the layer's next replot and true when that is
  /// needed.
  bool setLine(std::optional<QLineF> line);
  bool setFocusShown(bool shown);

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  ChartStyle m_style;
  std::optional<QLineF> m_line;
  bool m_is_focus_shown = false;
};

}  // namespace interleave::ui
