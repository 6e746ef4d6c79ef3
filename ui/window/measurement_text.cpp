// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/measurement_text.h"

#include <cmath>

#include "core/base/clock.h"
#include "ui/window/figures_text.h"

namespace interleave::ui {
namespace {

// It is a bound, not a measurement: no more digits than it has.
QString roundedText(std::int64_t ns) {
  return ns < 1'000'000 ? lengthText(seconds(ns)) : QString::number(qRound(static_cast<double>(ns) / 1e6)) + " ms";
}

}  // namespace

QString viewText(const Measurement& measurement) {
  if (!measurement.source.empty()) {
    return QString::fromStdString(toldByInShort(measurement));
  }
  switch (measurement.view) {
    case KernelView::Perf:
      return "exact (perf)";
    case KernelView::Proc:
      return measurement.view_resolution_ns > 0
                 ? QString("every %1 (/proc)").arg(roundedText(measurement.view_resolution_ns))
                 : QString("coarse (/proc)");
    case KernelView::None:
      break;
  }
  return "none";
}

QString clockText(const Measurement& measurement) {
  QString text = measurement.clock.empty() ? QString::fromUtf16(kNothing) : QString::fromStdString(measurement.clock);
  if (measurement.clock_resolution_ns) {
    text += ", " + nanosecondsText(measurement.clock_resolution_ns);
  }
  return text;
}

QString nanosecondsText(std::optional<double> ns) {
  if (!ns) {
    return QString::fromUtf16(kNothing);
  }
  return QString::number(*ns, 'f', *ns < 100.0 && *ns != static_cast<int>(*ns) ? 1 : 0) + " ns";
}

QString shareText(std::optional<double> ratio, int decimals) {
  if (!ratio) {
    return QString::fromUtf16(kNothing);
  }
  const double unit = std::pow(10.0, decimals);
  return QString::number(std::floor(*ratio * 100.0 * unit + 1e-9) / unit, 'f', decimals) + " %";
}

}  // namespace interleave::ui
