// SPDX-License-Identifier: GPL-3.0-or-later
// The legend below the axis: a sample and a word for every state that occurs with its share of what is visible, and
// what else is drawn means. Numbers have their room whether or not they are there, so that none moves another entry.
#pragma once

#include <qcustomplot.h>

#include <span>
#include <vector>

#include "ui/chart/chart_style.h"
#include "ui/chart/overlay_part.h"
#include "ui/chart/palette.h"
#include "ui/chart/state_shares.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

enum class LegendSample { State, Jobless, Connector, Merged, DropRequest, ForcedSwitch, Interval };

/// One entry; `width` is that of sample, text and number.
struct LegendEntry {
  QString text;
  LegendSample sample = LegendSample::State;
  State state = State::Running;
  Connector connector;           // whose like the sample shows
  std::optional<QString> share;  // "25 %", an empty one keeps its room
  double width = 0.0;
};
std::vector<LegendEntry> legendEntries(const TimelineLayout& layout, const StateShares& shares, const QString& family);

/// What the legend of these panels may need, px: with "merged" and its like whether or not it is shown, so that no zoom
/// moves it.
double legendHeight(std::span<const PanelInput> panels, Rows rows, MarkStyle style, const QString& family,
                    double width);

/// Paints entries from `left` on in a row around `middle`, px; those that don't fit before `right` go on below.
void paintLegend(QPainter& painter, const std::vector<LegendEntry>& entries, const ChartStyle& style, MarkStyle marks,
                 double left, double right, double middle);

/// The legend as a part of a QCustomPlot, at the bottom of its layout. It lies on the buffered layer "overlay": its
/// numbers change with a selection that the mouse is drawing, when nothing else does.
class ChartLegend : public OverlayPart {
  Q_OBJECT
 public:
  explicit ChartLegend(QCustomPlot* plot);
  void setStyle(const ChartStyle& style);
  /// REQUIRES: `layout` lives as long as it is drawn.
  void setLayout(const TimelineLayout* layout, double middle);
  /// Shown with the layer's next replot.
  void setShares(const StateShares& shares);

  QRegion inked() const override;

 protected:
  void draw(QCPPainter* painter) override;

 private:
  void makeEntries();

  ChartStyle m_style;
  const TimelineLayout* m_layout = nullptr;
  double m_middle = 0.0;
  StateShares m_shares;
  std::vector<LegendEntry> m_entries;
};

}  // namespace interleave::ui
