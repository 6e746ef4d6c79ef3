// SPDX-License-Identifier: GPL-3.0-or-later
// Shows where else the job under the cursor is: its marks stay as they are, with a line below those that ran,
// everything else in the same run's lanes is veiled. On the buffered layer "overlay", so that moving the mouse repaints
// nothing else. Threading: the GUI thread. Ownership: the QCustomPlot owns it.
#pragma once

#include <qcustomplot.h>

#include <span>
#include <vector>

#include "ui/chart/chart_style.h"
#include "ui/chart/overlay_part.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

/// Pieces of lanes, px of the chart.
struct LinkPlaces {
  std::vector<QRectF> veiled;
  std::vector<QRectF> lined;  // where the job ran, as high as its lane
  friend bool operator==(const LinkPlaces&, const LinkPlaces&) = default;
};

/// Of `job` in all panels that show the snapshot of panel `p`. Nothing when the job fills all that is there: then there
/// is nothing to tell it from. O(marks in sight).
LinkPlaces linkPlaces(const TimelineLayout& layout, std::span<const PanelInput> panels, std::size_t p, JobId job);

class JobLinks : public OverlayPart {
  Q_OBJECT
 public:
  explicit JobLinks(QCustomPlot* plot);

  void setStyle(const ChartStyle& style) { m_style = style; }
  /// Shown with the layer's next replot; true when that is needed.
  bool setPlaces(LinkPlaces places);
  const LinkPlaces& places() const { return m_places; }

  QRegion inked() const override;

 protected:
  void draw(QCPPainter* painter) override;

 private:
  ChartStyle m_style;
  LinkPlaces m_places;
};

}  // namespace interleave::ui
