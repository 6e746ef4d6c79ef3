// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the gauges: thin, all places come from the layout.
#pragma once

#include <QPainter>
#include <QString>
#include <cstdint>
#include <optional>
#include <span>
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

/// What the gauges show: now, with the minute before it; or a moment of a run that ended, with all of that run.
struct GaugeContent {
  std::optional<CoreLoad> load;       // nothing: no reading yet
  bool is_busy_known = true;          // else only the experiment's part is
  std::span<const CoreLoad> history;  // oldest first; only borrowed
  std::int64_t begin_ns = 0;          // what the history's width stands for
  std::int64_t end_ns = 0;
  std::optional<std::int64_t> marker_ns;
  QString caption;  // above the history: "at 0.143 s"; empty: now
  QString remark;   // in place of a history that isn't there
};
GaugeValue gaugeValue(const CoreLoad& load, int core);
/// "27 %" as one number for a person: 0 to 100.
int percent(double ratio);

void paintGauges(QPainter& painter, const GaugeLayout& layout, const GaugeContent& content, const ChartStyle& style);

}  // namespace interleave::ui
