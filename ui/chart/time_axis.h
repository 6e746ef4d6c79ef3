// SPDX-License-Identifier: GPL-3.0-or-later
// The ticks of the time axis: round steps in a unit that suits the zoom, from minutes down to a tenth of a microsecond.
// Pure functions of the viewport; pixels are the chart's own.
#pragma once

#include <QString>
#include <vector>

#include "ui/chart/chart_input.h"

namespace interleave::ui {

struct AxisTick {
  double x = 0.0;  // px
  QString text;
};

struct TimeAxis {
  std::vector<AxisTick> ticks;
  QString label;  // "Milliseconds since the run began"
};

/// Ticks over `width` px that begin at `left`. Labels are whole (never an offset) and never closer than they are wide.
/// One that would reach further than `right_room` beyond the axis' end is left out, its tick stays.
TimeAxis makeTimeAxis(const Viewport& viewport, double left, double width, double right_room);

/// An instant for a person, in seconds, with the digits that a resolution of `step_ns` calls for: "0.1403 s".
QString instantText(double time_ns, double step_ns);

}  // namespace interleave::ui
