// SPDX-License-Identifier: GPL-3.0-or-later
// The dashed line under the cursor and the frame of the keyboard focus: on a buffered layer of the plot, so that moving
// the mouse repaints nothing else.
#pragma once

#include <qcustomplot.h>

#include <optional>

#include "ui/chart/chart_style.h"
#include "ui/chart/overlay_part.h"

namespace interleave::ui {

class ChartCursor : public OverlayPart {
  Q_OBJECT
 public:
  explicit ChartCursor(QCustomPlot* plot);

  void setStyle(const ChartStyle& style) { m_style = style; }
  /// The line's place and extent, or none; px. Both are shown with the layer's next replot and true when that is
  /// needed.
  bool setLine(std::optional<QLineF> line);
  bool setFocusShown(bool shown);

  QRegion inked() const override;

 protected:
  void draw(QCPPainter* painter) override;

 private:
  ChartStyle m_style;
  std::optional<QLineF> m_line;
  bool m_is_focus_shown = false;
};

}  // namespace interleave::ui
