// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gil_hover.h"

#include <cmath>

#include "ui/chart/panel_rows.h"

namespace interleave::ui {
namespace {

constexpr double kReach_px = 5.0;

}  // namespace

QStringList gilLinesAt(const TimelineLayout& layout, const TraceSnapshot& snapshot, const RowLayout& row,
                       const QPointF& point) {
  QStringList lines;
  const GilPoint* nearest = nullptr;
  for (const GilPoint& one : layout.gil_points) {
    const double away = std::abs(one.at.x() - point.x());
    if (one.panel == row.panel && one.row == row.row && away <= kReach_px &&
        (nearest == nullptr || away < std::abs(nearest->at.x() - point.x()))) {
      nearest = &one;
    }
  }
  const auto when = [&](std::int64_t time_ns) {
    return instantText(static_cast<double>(time_ns), layout.grid.column_ns);
  };
  if (nearest != nullptr && nearest->mark.kind == GilMarkKind::DropRequest) {
    const Track* holder = findTrack(snapshot, nearest->mark.holder);
    lines << QStringLiteral("%1: asked %2 to drop the GIL, after waiting one interval")
                 .arg(when(nearest->mark.time_ns),
                      holder != nullptr ? QString::fromStdString(holder->info().name()) : QStringLiteral("its holder"));
  } else if (nearest != nullptr) {
    lines << QStringLiteral("%1: made to drop the GIL: another had asked for it").arg(when(nearest->mark.time_ns));
  }
  for (const IntervalLine& line : layout.interval_lines) {
    if (line.panel == row.panel && std::abs(line.x - point.x()) <= kReach_px) {
      lines << QStringLiteral("switch interval moved, %1, at %2")
                   .arg(intervalText(line.change), when(line.change.time_ns));
    }
  }
  return lines;
}

}  // namespace interleave::ui
