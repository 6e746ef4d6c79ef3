// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of a sweep: its plot with a title and one small line. The same looks as the timeline's pictures.
// Threading: the GUI thread. Errors: a size out of range, nothing to draw.
#pragma once

#include <QImage>
#include <QSize>
#include <QString>

#include "core/analysis/scaling_plot.h"
#include "core/base/result.h"
#include "ui/chart/theme.h"

namespace interleave::ui {

struct ScalingFigure {
  QString title;
  QString footnote;
  ScalingPlot plot;
  ThemeName theme = ThemeName::Light;
  QSize size{1920, 1080};
  double scale = 1.0;
  bool transparent = false;
};

Result<QImage> renderScaling(const ScalingFigure& figure);

}  // namespace interleave::ui
