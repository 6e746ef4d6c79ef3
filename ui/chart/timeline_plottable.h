// SPDX-License-Identifier: GPL-3.0-or-later
// Paints a TimelineLayout: heads, lanes, grid, row labels and, one batch of rectangles a row, the marks.
//
// A thin painter: every place comes from the layout, every colour from style and palette. Marks lie on whole pixels of
// the device and are not antialiased. Threading: the GUI thread. Ownership: the QCustomPlot owns it, as it does all of
// its plottables.
#pragma once

#include <qcustomplot.h>

#include <vector>

#include "ui/chart/chart_style.h"
#include "ui/chart/merged_image.h"
#include "ui/chart/palette.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

class TimelinePlottable : public QCPAbstractPlottable, private InkSource {
  Q_OBJECT
 public:
  TimelinePlottable(QCPAxis* time_axis, QCPAxis* row_axis);

  void setStyle(const ChartStyle& style);
  void setLayout(TimelineLayout layout);
  const TimelineLayout& layout() const { return m_layout; }

  double selectTest(const QPointF& pos, bool only_selectable, QVariant* details) const override;
  QCPRange getKeyRange(bool& found, QCP::SignDomain domain) const override;
  QCPRange getValueRange(bool& found, QCP::SignDomain domain, const QCPRange& key_range) const override;

 protected:
  QRect clipRect() const override;
  void draw(QCPPainter* painter) override;
  void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

 private:
  void drawGrid(QPainter& painter, const PanelLayout& panel) const;
  void drawHead(QPainter& painter, const PanelLayout& panel) const;
  void drawNote(QPainter& painter, const PanelLayout& panel) const;
  void drawLabel(QPainter& painter, const RowLayout& row) const;
  void drawMarks(QPainter& painter, const RowLayout& row);
  void drawSlice(QPainter& painter, const Mark& mark, const QRectF& full);
  bool isNarrow(const Mark& mark) const;
  void drawNarrow(QPainter& painter, std::span<const Mark> marks, const QRectF& full);
  void drawLosses(QPainter& painter, std::span<const Mark> marks, const QRectF& full) const;
  const Ink& jobInk(JobId job) override;
  const Ink& stateInk(State state) override;
  void makeBrushes();
  void useColoursOf(const PanelLayout& panel);
  JobId colourOf(JobId job) const;
  const QBrush& jobBrush(JobId job);
  const QBrush& stateBrush(State state);

  ChartStyle m_style;
  TimelineLayout m_layout;
  double m_device_scale = 0.0;  // of the brushes; 0: they have to be made
  // Of the panel that is drawn, by job; null: a job's own number says it. Those of the panels are kept, for with a
  // million names they are dear.
  const std::vector<std::uint8_t>* m_colours = nullptr;
  std::vector<std::pair<std::shared_ptr<const TraceNames>, std::vector<std::uint8_t>>> m_known_colours;
  std::vector<QBrush> m_job_brushes;
  std::vector<QBrush> m_state_brushes;
  std::vector<Ink> m_job_inks;
  std::vector<Ink> m_state_inks;
};

}  // namespace interleave::ui
