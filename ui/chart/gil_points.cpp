// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gil_points.h"

#include <algorithm>
#include <cmath>

#include "ui/chart/panel_rows.h"
#include "ui/chart/row_places.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

std::vector<GilPoint> gilPointsOf(const TimelineLayout& layout, std::size_t p, const PanelInput& input) {
  const RowPlaces places(layout, p);
  if (!input.snapshot || places.isEmpty() || layout.style != MarkStyle::Live || layout.row_kind == Rows::Core) {
    return {};
  }
  const GilMarksView& marks = input.snapshot->gil_marks;
  const std::size_t first = marks.firstAfter(static_cast<std::int64_t>(std::ceil(layout.viewport.begin_ns)) - 1);
  const std::size_t last = marks.firstAfter(static_cast<std::int64_t>(std::floor(layout.viewport.end_ns)));
  constexpr double kKinds = 2.0;
  // Beside a longer run this one has a part of the plot alone.
  const double left = std::clamp(layout.xAt(0.0), layout.plot.left(), layout.plot.right());
  const double right = std::clamp(layout.xAt(static_cast<double>(input.snapshot->now_ns)), left, layout.plot.right());
  const double most = kKinds * static_cast<double>(places.inSight()) * (right - left) / kGilPointApart_px;
  if (static_cast<double>(last - first) > most) {
    return {};
  }
  const WorkerRows rows(*input.snapshot, shownRows(*input.snapshot, layout.row_kind));
  std::vector<GilPoint> points;
  for (std::size_t i = first; i < last; ++i) {
    const GilMark& mark = marks.at(i);
    const auto row = rows.rowOf(mark.worker, mark.time_ns);
    if (!row || !places.isInSight(*row)) {
      continue;
    }
    const double y = mark.kind == GilMarkKind::DropRequest ? places.bottom(*row) : places.top(*row);
    points.push_back({p, *row, QPointF(layout.xAt(static_cast<double>(mark.time_ns)), y), mark});
  }
  return points;
}

std::vector<IntervalLine> intervalLinesOf(const TimelineLayout& layout, std::size_t p, const PanelInput& input) {
  std::vector<IntervalLine> lines;
  if (!input.snapshot) {
    return lines;
  }
  for (const IntervalChange& change : input.snapshot->interval_changes) {
    const double x = layout.xAt(static_cast<double>(change.time_ns));
    if (x < layout.plot.left() || x >= layout.plot.right()) {
      continue;
    }
    if (!lines.empty() && x - lines.back().x < 1.0) {
      lines.back().change.to_ms = change.to_ms;
      lines.back().change.time_ns = change.time_ns;
    } else {
      lines.push_back({p, x, change});
    }
  }
  return lines;
}

QString intervalText(const IntervalChange& change) {
  return QStringLiteral("%1 ms → %2 ms").arg(change.from_ms).arg(change.to_ms);
}

}  // namespace interleave::ui
