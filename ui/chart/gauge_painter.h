// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the gauges: thin, all places come from the layout.
#pragma once

#include <QPainter>
#include <vector>

#include "core/sched/core_load.h"
#include "ui/chart/chart_style.h"
#include "ui/chart/gauge_layout.h"

namespace interleave::ui {

/// Of one core, or of all: what everything used, and this experiment's part of it, 0..1.
struct GaugeValue {
  double busy = 0.0;
  double experiment = 0.0;
};
GaugeValue gaugeValue(const CoreLoad& load, int core);
/// "27 %" as one number for a person: 0 to 100.
int percent(double ratio);

void paintGauges(QPainter& painter, const GaugeLayout& layout, const std::vector<CoreLoad>& history,
                 const ChartStyle& style);

}  // namespace interleave::ui
