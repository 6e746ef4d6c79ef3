// SPDX-License-Identifier: GPL-3.0-or-later
// Which form the gauges take for a number of cores and a size, and where each lies. Pure function; px.
#pragma once

#include <QRectF>
#include <QSizeF>
#include <vector>

namespace interleave::ui {

enum class GaugeForm { Cards, Small, Heat };

inline constexpr int kAllCores = -1;
inline constexpr int kMostCards = 8;
inline constexpr int kMostSmall = 32;

struct GaugeCell {
  int core = kAllCores;
  QRectF rect;
  QRectF dial;     // the arc's square, its lower half for number and name
  QRectF history;  // empty where there is no room
};

struct GaugeLayout {
  GaugeForm form = GaugeForm::Cards;
  std::vector<GaugeCell> cells;  // by core; all cores last
};

/// Cards need some width each; where they have it not, small ones take their place.
GaugeForm gaugeForm(int cores, double width);
GaugeLayout layoutGauges(int cores, const QSizeF& size);
/// The height that the form wants at a width.
double gaugeHeight(int cores, double width);

}  // namespace interleave::ui
