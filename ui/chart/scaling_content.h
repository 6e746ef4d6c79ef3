// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep's plot in a QCustomPlot, on the screen and in pictures alike: the marks with the spread of their repeats, the
// ideal line, the fits by Amdahl's law, the knees, and a legend beside them. A curve has a shape of its own besides its
// colour, for print and for those who see colours otherwise. Threading: the GUI thread.
#pragma once

#include <QPointF>
#include <optional>

#include "core/analysis/scaling_plot.h"
#include "ui/chart/chart_style.h"

class QCustomPlot;

namespace interleave::ui {

/// Axes, legend and ground. May be called again with another style.
void dressScaling(QCustomPlot& plot, const ChartStyle& style);
/// In place of what was there. REQUIRES: dressScaling() before.
void fillScaling(QCustomPlot& plot, const ScalingPlot& content, const ChartStyle& style);

/// A mark of the plot: content.curves[curve].marks[mark].
struct ScalingPlace {
  std::size_t curve = 0;
  std::size_t mark = 0;
  friend bool operator==(const ScalingPlace&, const ScalingPlace&) = default;
};

/// Where a mark is, in the plot's pixels.
QPointF scalingPixel(const QCustomPlot& plot, const ScalingPlot& content, ScalingPlace place);
/// The mark nearest to `at`, if it is near enough to be meant.
std::optional<ScalingPlace> scalingMarkAt(const QCustomPlot& plot, const ScalingPlot& content, const QPointF& at);

}  // namespace interleave::ui
