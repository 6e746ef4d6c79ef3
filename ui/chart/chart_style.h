// SPDX-License-Identifier: GPL-3.0-or-later
// How a chart looks, as one value: colours and type, the same on the screen and in a file.
#pragma once

#include <QFont>

#include "ui/chart/chart_input.h"
#include "ui/chart/theme.h"

namespace interleave::ui {

struct ChartStyle {
  Theme theme;
  PaletteName palette = PaletteName::Default;
  QString family;
};

enum class Weight { Regular, Medium, SemiBold };

/// A font of `px` pixels, without hinting, so that a text has the same width at every scale.
QFont chartFont(const QString& family, double px, Weight weight = Weight::Regular);

}  // namespace interleave::ui
