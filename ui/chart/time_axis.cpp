// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/time_axis.h"

#include <algorithm>
#include <cmath>

namespace interleave::ui {
namespace {

struct Unit {
  double ns;
  const char* name;
};
constexpr double kDigit_px = 7.6;  // as wide as a digit of the axis gets
constexpr Unit kUnits[] = {{1e9, "Seconds"}, {1e6, "Milliseconds"}, {1e3, "Microseconds"}};

// 1, 2 or 5 times a power of ten, at least `least`.
double roundStep(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least * (1.0 - 1e-9)) {
      return factor * power;
    }
  }
  return 10.0 * power;
}

// The largest unit in which a step needs no more than two decimals.
const Unit& unitFor(double step_ns) {
  for (const Unit& unit : kUnits) {
    if (step_ns >= unit.ns * 0.0099) {
      return unit;
    }
  }
  return kUnits[2];
}

int decimalsFor(double step) {
  return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
}

// Thin spaces between thousands from five digits on: 1 234 567.
QString numberText(double value, int decimals) {
  QString text = QString::number(value == 0.0 ? 0.0 : value, 'f', decimals);
  const qsizetype point = text.indexOf(QLatin1Char('.'));
  const qsizetype whole = point < 0 ? text.size() : point;
  if (whole > 4) {
    for (qsizetype at = whole - 3; at > 0; at -= 3) {
      text.insert(at, QChar(0x2009));
    }
  }
  return text;
}

}  // namespace

TimeAxis makeTimeAxis(const Viewport& viewport, double left, double width, double right_room) {
  TimeAxis axis;
  const double length_ns = viewport.length_ns();
  if (!(length_ns > 0.0) || !(width > 0.0)) {
    axis.label = QStringLiteral("Seconds since the run began");
    return axis;
  }
  // Wide labels (deep in a long run) need larger steps, and a larger step may need fewer digits: try until they fit.
  double apart_px = 84.0;
  double step_ns = 0.0;
  int decimals = 0;
  const Unit* unit = &kUnits[0];
  for (int round = 0; round < 3; ++round) {
    step_ns = roundStep(length_ns * apart_px / width);
    unit = &unitFor(step_ns);
    decimals = decimalsFor(step_ns / unit->ns);
    const double text_px =
        kDigit_px * static_cast<double>(numberText(viewport.end_ns / unit->ns, decimals).size()) + 20.0;
    if (text_px <= apart_px) {
      break;
    }
    apart_px = text_px;
  }
  const auto first = static_cast<std::int64_t>(std::ceil(viewport.begin_ns / step_ns - 1e-6));
  const auto last = static_cast<std::int64_t>(std::floor(viewport.end_ns / step_ns + 1e-6));
  for (std::int64_t i = first; i <= last; ++i) {
    const double time_ns = static_cast<double>(i) * step_ns;
    const double x = left + (time_ns - viewport.begin_ns) / length_ns * width;
    const QString text = numberText(time_ns / unit->ns, decimals);
    const bool fits = x + kDigit_px * static_cast<double>(text.size()) / 2.0 <= left + width + right_room;
    axis.ticks.push_back({x, fits ? text : QString()});
  }
  axis.label = QStringLiteral("%1 since the run began").arg(QLatin1String(unit->name));
  return axis;
}

QString instantText(double time_ns, double step_ns) {
  const int decimals = std::clamp(decimalsFor(std::max(step_ns, 1.0) / 1e9), 4, 9);
  return QStringLiteral("%1 s").arg(time_ns / 1e9, 0, 'f', decimals);
}

}  // namespace interleave::ui
