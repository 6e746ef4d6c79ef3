// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gauge_layout.h"

#include <algorithm>
#include <cmath>

namespace interleave::ui {
namespace {

constexpr double kEdge = 14.0;
constexpr double kBetween = 12.0;
constexpr double kCardHeight = 96.0;
constexpr double kSmallHeight = 36.0;
constexpr double kSmallBetween = 8.0;
constexpr double kSmallest = 112.0;  // width of a small one: "Core 31", number, dial
constexpr double kHeatHeight = 64.0;
constexpr double kDial = 74.0;
constexpr double kNarrowestCard = 96.0;
constexpr double kNarrowestHeat = 3.0;  // a core of the heat strip

int smallColumns(int cells, double width) {
  const int fitting = std::max(1, static_cast<int>((width - 2 * kEdge + kSmallBetween) / (kSmallest + kSmallBetween)));
  const int rows = (cells + fitting - 1) / fitting;
  return (cells + rows - 1) / rows;
}

double cardGap(int cells) {
  return cells > 6 ? kSmallBetween : kBetween;
}

double cardWidth(int cells, double width) {
  return (width - 2 * kEdge - cardGap(cells) * (cells - 1)) / cells;
}

GaugeLayout cards(int cores, const QSizeF& size) {
  GaugeLayout layout;
  const int cells = cores + 1;
  const double between = cardGap(cells);
  const double width = cardWidth(cells, size.width());
  const double height = std::max(1.0, size.height() - 20.0);
  for (int i = 0; i < cells; ++i) {
    GaugeCell cell;
    cell.core = i < cores ? i : kAllCores;
    const double left = std::round(kEdge + i * (width + between));
    const double right = std::round(kEdge + i * (width + between) + width);
    cell.rect = QRectF(QPointF(left, 10.0), QPointF(right, 10.0 + height));
    const double dial = std::min({kDial, cell.rect.width() - 16.0, (height - 16.0) * 1.15});
    const double history_width = cell.rect.width() - dial - 20.0 - 14.0 - 14.0;
    const bool has_history = history_width >= 44.0;
    const double dial_left = has_history ? cell.rect.left() + 18.0 : cell.rect.center().x() - dial / 2.0;
    cell.dial = QRectF(std::round(dial_left), std::round(cell.rect.center().y() - dial * 0.40), dial, dial);
    if (has_history) {
      cell.history = QRectF(cell.dial.right() + 16.0, cell.rect.center().y() - 22.0, history_width - 4.0, 46.0);
    }
    layout.cells.push_back(cell);
  }
  return layout;
}

GaugeLayout small(int cores, const QSizeF& size) {
  GaugeLayout layout;
  layout.form = GaugeForm::Small;
  const int cells = cores + 1;
  const int columns = smallColumns(cells, size.width());
  const double width = (size.width() - 2 * kEdge - kSmallBetween * (columns - 1)) / columns;
  const int rows = (cells + columns - 1) / columns;
  const double free = size.height() - 20.0 - kSmallBetween * (rows - 1);
  const double height = std::clamp(std::floor(free / rows), 20.0, kSmallHeight);
  for (int i = 0; i < cells; ++i) {
    GaugeCell cell;
    cell.core = i < cores ? i : kAllCores;
    const double left = std::round(kEdge + (i % columns) * (width + kSmallBetween));
    cell.rect = QRectF(left, 10.0 + (i / columns) * (height + kSmallBetween), std::floor(width), height);
    cell.dial = QRectF(left + 8.0, cell.rect.top() + height / 2.0 - 8.0, 24.0, 24.0);
    if (width >= 190.0) {
      cell.history = QRectF(left + 112.0, cell.rect.top() + 8.0, width - 122.0, height - 16.0);
    }
    layout.cells.push_back(cell);
  }
  return layout;
}

GaugeLayout heat(int cores, const QSizeF& size) {
  GaugeLayout layout;
  layout.form = GaugeForm::Heat;
  constexpr double kName = 92.0;
  const double width = size.width() - 2 * kEdge - kName;
  const int rows = static_cast<int>(std::ceil(cores * kNarrowestHeat / std::max(1.0, width)));
  const int columns = (cores + rows - 1) / rows;
  const double height = std::max(8.0, (size.height() - 20.0 - (rows == 1 ? 16.0 : 0.0)) / rows);
  for (int i = 0; i < cores; ++i) {
    const int column = i % columns;
    const double left = std::round(kEdge + kName + width * column / columns);
    const double right = std::round(kEdge + kName + width * (column + 1) / columns);
    layout.cells.push_back(
        {i, QRectF(left, 10.0 + (i / columns) * height, std::max(1.0, right - left - 1.0), height - 1.0), {}, {}});
  }
  layout.cells.push_back({kAllCores, QRectF(kEdge, 10.0, kName - 12.0, height * rows), {}, {}});
  return layout;
}

}  // namespace

GaugeForm gaugeForm(int cores, double width) {
  const bool has_room = cardWidth(cores + 1, width) >= kNarrowestCard;
  return cores > kMostSmall ? GaugeForm::Heat : cores <= kMostCards && has_room ? GaugeForm::Cards : GaugeForm::Small;
}

GaugeLayout layoutGauges(int cores, const QSizeF& size) {
  switch (gaugeForm(cores, size.width())) {
    case GaugeForm::Cards:
      return cards(cores, size);
    case GaugeForm::Small:
      return small(cores, size);
    case GaugeForm::Heat:
      break;
  }
  return heat(cores, size);
}

double gaugeHeight(int cores, double width) {
  switch (gaugeForm(cores, width)) {
    case GaugeForm::Cards:
      return kCardHeight + 20.0;
    case GaugeForm::Small: {
      const int cells = cores + 1;
      const int columns = smallColumns(cells, width);
      const int rows = (cells + columns - 1) / columns;
      return 20.0 + rows * kSmallHeight + (rows - 1) * kSmallBetween;
    }
    case GaugeForm::Heat:
      break;
  }
  return kHeatHeight + 20.0;
}

}  // namespace interleave::ui
