// SPDX-License-Identifier: GPL-3.0-or-later
// Where it is shown what the emulated GIL did, and where its switch interval was moved. Places only, px of the chart.
//
// Points, as connectors, are all there or none: where they can't be told apart, what is drawn would be a part that
// looks like the whole. Lines of the interval are always there. Pure functions; any thread.
#pragma once

#include <QPointF>
#include <QString>
#include <vector>

#include "ui/chart/chart_input.h"

namespace interleave::ui {

struct TimelineLayout;

inline constexpr double kGilPointApart_px = 20.0;  // of a kind in a row, on average
inline constexpr double kGilPoint_px = 7.0;       // as large as one is

/// A request lies at the lower edge of the waiter's lane, a forced switch at the upper edge of the lane that it ended.
struct GilPoint {
  std::size_t panel = 0;
  std::size_t row = 0;  // within its panel
  QPointF at;
  GilMark mark;
  friend bool operator==(const GilPoint&, const GilPoint&) = default;
};

/// Those of panel `p`, which `layout` has laid out already. None with rows by core: the GIL knows no cores.
std::vector<GilPoint> gilPointsOf(const TimelineLayout& layout, std::size_t p, const PanelInput& input);

struct IntervalLine {
  std::size_t panel = 0;
  double x = 0.0;
  IntervalChange change;
};
/// In order of time; of those within one pixel the last one.
std::vector<IntervalLine> intervalLinesOf(const TimelineLayout& layout, std::size_t p, const PanelInput& input);

/// "5 ms → 1 ms".
QString intervalText(const IntervalChange& change);

}  // namespace interleave::ui
