// SPDX-License-Identifier: GPL-3.0-or-later
// Makes a QCustomPlot show a TimelineLayout: fixed margins, one time axis, the plottable and the legend. The window's
// timeline and the exported picture both draw through it.
//
// Threading: the GUI thread. Ownership: refers to the plot, which owns all parts and outlives this.
#pragma once

#include <qcustomplot.h>

#include "ui/chart/chart_legend.h"
#include "ui/chart/chart_style.h"
#include "ui/chart/timeline_plottable.h"

namespace interleave::ui {

enum class LegendPlace { Below, None };

class TimelineChart {
 public:
  TimelineChart(QCustomPlot& plot, LegendPlace legend);

  void setStyle(const ChartStyle& style);
  /// REQUIRES: layout.size is the plot's size.
  void setLayout(TimelineLayout layout, const ChartMetrics& metrics);
  /// The numbers of the legend; shown with the overlay's next replot.
  void setShares(const StateShares& shares);
  const TimelineLayout& layout() const { return m_plottable->layout(); }

 private:
  QCustomPlot& m_plot;
  TimelinePlottable* m_plottable;
  ChartLegend* m_legend = nullptr;
  QSharedPointer<QCPAxisTickerText> m_ticker;
};

}  // namespace interleave::ui
