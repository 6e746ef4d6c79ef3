// SPDX-License-Identifier: GPL-3.0-or-later
// The legend below the axis: a sample and a word for every state that occurs, and what a merged pixel means.
#pragma once

#include <qcustomplot.h>

#include <span>
#include <vector>

#include "ui/chart/chart_style.h"
#include "ui/chart/palette.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

/// One entry; `width` is that of sample and text.
struct LegendEntry {
  QString text;
  State state = State::Running;
  bool is_merged = false;
  double width = 0.0;
};
std::vector<LegendEntry> legendEntries(const TimelineLayout& layout, const QString& family);

/// What the legend of these panels may need, px: with "merged" whether or not it is shown, so that no zoom moves it.
double legendHeight(std::span<const PanelInput> panels, MarkStyle style, const QString& family, double width);

/// Paints entries from `left` on in a row around `middle`, px; those that don't fit before `right` go on below.
void paintLegend(QPainter& painter, const std::vector<LegendEntry>& entries, const ChartStyle& style, MarkStyle marks,
                 double left, double right, double middle);

/// The legend as a part of a QCustomPlot, at the bottom of its layout.
class ChartLegend : public QCPLayerable {
  Q_OBJECT
 public:
  explicit ChartLegend(QCustomPlot* plot);
  void setStyle(const ChartStyle& style) { m_style = style; }
  /// REQUIRES: `layout` lives as long as it is drawn.
  void setLayout(const TimelineLayout* layout, double middle);

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  ChartStyle m_style;
  const TimelineLayout* m_layout = nullptr;
  double m_middle = 0.0;
};

}  // namespace interleave::ui
