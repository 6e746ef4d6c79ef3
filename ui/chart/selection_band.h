// SPDX-License-Identifier: GPL-3.0-or-later
// The selected range of time: a translucent band between two lines, its length written above. On the buffered layer
// "overlay", as it follows the mouse. Threading: the GUI thread. Ownership: the QCustomPlot owns it.
#pragma once

#include <qcustomplot.h>

#include <optional>

#include "core/trace/time_range.h"
#include "ui/chart/chart_style.h"
#include "ui/chart/overlay_part.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

enum class SelectionEdge { Begin, End };

/// Where a selection lies in a layout, px; nothing when all of it is out of sight.
struct SelectionPlace {
  QRectF band;  // within the plot
  std::optional<double> begin_x;
  std::optional<double> end_x;  // its edges, those in sight
  QString text;                 // "12.4 ms"
  double text_top = 0.0;
  friend bool operator==(const SelectionPlace&, const SelectionPlace&) = default;
};
std::optional<SelectionPlace> selectionPlace(const TimelineLayout& layout, const TimeRange& range);
/// The edge that a press at `point` takes hold of.
std::optional<SelectionEdge> edgeAt(const SelectionPlace& place, const QPointF& point);

class SelectionBand : public OverlayPart {
  Q_OBJECT
 public:
  explicit SelectionBand(QCustomPlot* plot);

  void setStyle(const ChartStyle& style) { m_style = style; }
  /// Shown with the layer's next replot; true when that is needed.
  bool setPlace(const std::optional<SelectionPlace>& place);
  const std::optional<SelectionPlace>& place() const { return m_place; }

  QRegion inked() const override;

 protected:
  void draw(QCPPainter* painter) override;

 private:
  void drawLength(QPainter& painter) const;
  QRectF labelRect() const;  // REQUIRES: there is a place
  QFont labelFont() const;

  ChartStyle m_style;
  std::optional<SelectionPlace> m_place;
};

}  // namespace interleave::ui
