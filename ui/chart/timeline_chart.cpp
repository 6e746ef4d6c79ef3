// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/timeline_chart.h"

#include <cmath>

namespace interleave::ui {

TimelineChart::TimelineChart(QCustomPlot& plot, LegendPlace legend)
    : m_plot(plot), m_ticker(QSharedPointer<QCPAxisTickerText>::create()) {
  plot.setNotAntialiasedElements(QCP::aeAll);
  plot.setInteractions(QCP::Interactions());
  plot.axisRect()->setAutoMargins(QCP::msNone);
  plot.axisRect()->setMinimumSize(1, 1);
  plot.axisRect()->setMinimumMargins(QMargins());
  plot.plotLayout()->setMargins(QMargins());
  for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
    axis->grid()->setVisible(false);
    axis->setBasePen(Qt::NoPen);
    axis->setTickPen(Qt::NoPen);
    axis->setSubTickPen(Qt::NoPen);
  }
  m_ticker->setSubTickCount(0);
  plot.xAxis->setTicker(m_ticker);
  plot.xAxis->setTickLabelPadding(10);
  plot.xAxis->setLabelPadding(5);
  plot.yAxis->setVisible(false);
  plot.yAxis->setRangeReversed(true);
  m_plottable = new TimelinePlottable(plot.xAxis, plot.yAxis);
  if (legend == LegendPlace::Below) {
    m_legend = new ChartLegend(&plot);
  }
}

void TimelineChart::setStyle(const ChartStyle& style) {
  m_plot.setBackground(QBrush(style.theme.panel));
  QCPAxis& axis = *m_plot.xAxis;
  axis.setTickLabelFont(chartFont(style.family, 12));
  axis.setTickLabelColor(style.theme.ink);
  axis.setLabelFont(chartFont(style.family, 12));
  axis.setLabelColor(style.theme.quiet);
  m_plottable->setStyle(style);
  if (m_legend != nullptr) {
    m_legend->setStyle(style);
  }
}

void TimelineChart::setLayout(TimelineLayout layout, const ChartMetrics& metrics) {
  const QRectF& plot = layout.plot;
  const auto px = [](double length) { return static_cast<int>(std::lround(length)); };
  m_plot.axisRect()->setMargins(QMargins(px(plot.left()), px(plot.top()), px(layout.size.width() - plot.right()),
                                         px(layout.size.height() - plot.bottom())));
  m_plot.xAxis->setRange(layout.viewport.begin_ns / 1e9, layout.viewport.end_ns / 1e9);
  m_plot.xAxis->setLabel(layout.axis.label);
  m_plot.yAxis->setRange(0.0, plot.height());
  m_ticker->clear();
  for (const AxisTick& tick : layout.axis.ticks) {
    m_ticker->addTick(layout.timeAt(tick.x) / 1e9, tick.text);
  }
  const double legend_middle = plot.bottom() + metrics.axis + metrics.legend / 2.0;
  m_plottable->setLayout(std::move(layout));
  if (m_legend != nullptr) {
    m_legend->setLayout(&m_plottable->layout(), legend_middle);
  }
}

void TimelineChart::setShares(const StateShares& shares) {
  if (m_legend != nullptr) {
    m_legend->setShares(shares);
  }
}

}  // namespace interleave::ui
