// SPDX-License-Identifier: GPL-3.0-or-later
// The picture of a sweep: for each model how often faster (or how long) at each value, with the spread of its repeats,
// the ideal line, the fit by Amdahl's law and the knee. The same looks as the timeline's pictures.
// Threading: the GUI thread. Errors: a size out of range, nothing to draw.
#pragma once

#include <QImage>
#include <QSize>
#include <QString>
#include <optional>
#include <vector>

#include "core/analysis/amdahl.h"
#include "core/base/result.h"
#include "ui/chart/theme.h"

namespace interleave::ui {

struct ScalingMark {
  double x = 0.0;
  double y = 0.0;
  double least = 0.0;  // of the repeats; least = most: no bar is drawn
  double most = 0.0;
};

struct ScalingCurve {
  QString name;
  std::vector<ScalingMark> marks;  // by x
  std::optional<AmdahlFit> fit;    // drawn as speed-up over `fit_reference_s`
  double fit_reference_s = 0.0;    // the time that stands for a speed-up of 1
  std::optional<double> knee;      // an x
};

struct ScalingFigure {
  QString title;
  QString footnote;
  QString x_label;
  QString y_label;
  std::vector<QString> x_names;  // where x is a place in a list: the words at 0, 1, 2, ...
  bool has_ideal = false;        // the line y = x
  bool has_log_x = false;
  std::vector<ScalingCurve> curves;
  ThemeName theme = ThemeName::Light;
  QSize size{1920, 1080};
  double scale = 1.0;
  bool transparent = false;
};

Result<QImage> renderScaling(const ScalingFigure& figure);

}  // namespace interleave::ui
