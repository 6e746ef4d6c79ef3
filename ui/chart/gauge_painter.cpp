// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gauge_painter.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/chart/figures_text.h"

namespace interleave::ui {
namespace {

constexpr std::int64_t kHistory_ns = 60'000'000'000;
constexpr int kBars = 60;

QString nameOf(int core) {
  return core == kAllCores ? QStringLiteral("All cores") : QStringLiteral("Core %1").arg(core);
}

void paintArc(QPainter& painter, const QRectF& dial, double thickness, const GaugeValue& value, const Theme& theme) {
  const QRectF ring = dial.adjusted(thickness / 2, thickness / 2, -thickness / 2, -thickness / 2);
  const auto arc = [&](double from, double to, const QColor& colour) {
    painter.setPen(QPen(colour, thickness, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(ring, static_cast<int>(std::lround((180.0 - 180.0 * from) * 16)),
                    static_cast<int>(std::lround(-180.0 * (to - from) * 16)));
  };
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  arc(0.0, 1.0, theme.lane);
  if (value.busy > 0.0) {
    arc(0.0, value.busy, theme.others);
    arc(0.0, std::min(value.experiment, value.busy), theme.experiment);
  }
  painter.restore();
}

// A bar a second, newest at the right, each the mean of what fell into it. Edges lie on pixels; where a bar has four or
// more, one stays free.
void paintHistory(QPainter& painter, const QRectF& rect, const std::vector<CoreLoad>& history, int core,
                  const Theme& theme) {
  const double ground = std::round(rect.bottom());
  painter.fillRect(QRectF(rect.left(), ground, rect.width(), 1.0), theme.line);
  if (history.empty()) {
    return;
  }
  const int bars = static_cast<int>(std::clamp(rect.width(), 1.0, static_cast<double>(kBars)));
  std::vector<GaugeValue> sums(static_cast<std::size_t>(bars));
  std::vector<int> counts(static_cast<std::size_t>(bars), 0);
  for (const CoreLoad& load : history) {
    const std::int64_t age = history.back().time_ns - load.time_ns;
    if (age < 0 || age >= kHistory_ns) {
      continue;
    }
    const auto bar = static_cast<std::size_t>(bars - 1 - static_cast<int>(age * bars / kHistory_ns));
    const GaugeValue value = gaugeValue(load, core);
    sums[bar].busy += value.busy;
    sums[bar].experiment += value.experiment;
    ++counts[bar];
  }
  for (int b = 0; b < bars; ++b) {
    const auto i = static_cast<std::size_t>(b);
    if (counts[i] == 0) {
      continue;
    }
    const double left = std::round(rect.left() + rect.width() * b / bars);
    const double right = std::round(rect.left() + rect.width() * (b + 1) / bars);
    const double width = std::max(1.0, right - left - (right - left >= 4.0 ? 1.0 : 0.0));
    const double busy = sums[i].busy / counts[i];
    const double height = std::max(1.0, std::round(busy * rect.height()));
    const double own = std::round(std::min(busy, sums[i].experiment / counts[i]) * rect.height());
    painter.fillRect(QRectF(left, ground - height, width, height), theme.others);
    painter.fillRect(QRectF(left, ground - own, width, own), theme.experiment);
  }
}

void paintCard(QPainter& painter, const GaugeCell& cell, const std::vector<CoreLoad>& history,
               const ChartStyle& style) {
  const Theme& theme = style.theme;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.line, 1.0));
  painter.setBrush(theme.panel);
  painter.drawRoundedRect(cell.rect.adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
  painter.restore();
  const GaugeValue value = history.empty() ? GaugeValue{} : gaugeValue(history.back(), cell.core);
  paintArc(painter, cell.dial, std::max(6.0, cell.dial.width() / 6.5), value, theme);

  const double middle = cell.dial.center().x();
  const double base = cell.dial.center().y();
  const QFont number_font = chartFont(style.family, 17, Weight::SemiBold);
  const QString number = history.empty() ? QStringLiteral("–") : QStringLiteral("%1%").arg(percent(value.busy));
  painter.setFont(number_font);
  painter.setPen(theme.ink);
  drawFigures(painter, QPointF(middle - figuresWidth(number_font, number) / 2.0, base), number);
  const QFont name_font = chartFont(style.family, 11);
  painter.setFont(name_font);
  painter.setPen(theme.quiet);
  const QString name = nameOf(cell.core);
  painter.drawText(QPointF(middle - QFontMetricsF(name_font).horizontalAdvance(name) / 2.0, base + 17.0), name);
  if (!cell.history.isEmpty()) {
    paintHistory(painter, cell.history, history, cell.core, theme);
  }
}

void paintSmall(QPainter& painter, const GaugeCell& cell, const std::vector<CoreLoad>& history,
                const ChartStyle& style) {
  const Theme& theme = style.theme;
  const GaugeValue value = history.empty() ? GaugeValue{} : gaugeValue(history.back(), cell.core);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.line, 1.0));
  painter.setBrush(theme.panel);
  painter.drawRoundedRect(cell.rect.adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0);
  painter.restore();
  paintArc(painter, cell.dial, 5.0, value, theme);
  const QFont name_font = chartFont(style.family, 11);
  const QFont number_font = chartFont(style.family, 12, Weight::SemiBold);
  const double base = std::round(cell.rect.center().y() + QFontMetricsF(name_font).capHeight() / 2.0);
  const double number_right = cell.history.isEmpty() ? cell.rect.right() - 8.0 : cell.history.left() - 8.0;
  painter.setFont(name_font);
  painter.setPen(theme.quiet);
  const QString name = cell.core == kAllCores ? QStringLiteral("All") : nameOf(cell.core);
  painter.drawText(QPointF(cell.dial.right() + 6.0, base), name);
  const QString number = history.empty() ? QStringLiteral("–") : QStringLiteral("%1%").arg(percent(value.busy));
  painter.setFont(number_font);
  painter.setPen(theme.ink);
  drawFigures(painter, QPointF(number_right - figuresWidth(number_font, number), base), number);
  if (!cell.history.isEmpty()) {
    paintHistory(painter, cell.history, history, cell.core, theme);
  }
}

// A cell fills from below, the experiment's part first: height says it as well as colour.
void paintHeat(QPainter& painter, const GaugeLayout& layout, const std::vector<CoreLoad>& history,
               const ChartStyle& style) {
  const Theme& theme = style.theme;
  const QFont name_font = chartFont(style.family, 11);
  const GaugeCell& last = layout.cells[layout.cells.size() - 2];
  const bool is_one_row = last.rect.top() == layout.cells.front().rect.top();
  const int every = last.rect.width() * 8.0 >= 40.0 ? 8 : 16;
  for (const GaugeCell& cell : layout.cells) {
    const GaugeValue value = history.empty() ? GaugeValue{} : gaugeValue(history.back(), cell.core);
    if (cell.core == kAllCores) {
      const QFont number_font = chartFont(style.family, 22, Weight::SemiBold);
      painter.setFont(number_font);
      painter.setPen(theme.ink);
      painter.drawText(QPointF(cell.rect.left(), cell.rect.top() + 24.0),
                       history.empty() ? QStringLiteral("–") : QStringLiteral("%1%").arg(percent(value.busy)));
      painter.setFont(name_font);
      painter.setPen(theme.quiet);
      painter.drawText(QPointF(cell.rect.left(), cell.rect.top() + 42.0),
                       QStringLiteral("All %1 cores").arg(layout.cells.size() - 1));
      continue;
    }
    painter.fillRect(cell.rect, theme.lane);
    const double busy = std::round(cell.rect.height() * value.busy);
    const double own = std::round(cell.rect.height() * std::min(value.busy, value.experiment));
    painter.fillRect(QRectF(cell.rect.left(), cell.rect.bottom() - busy, cell.rect.width(), busy), theme.others);
    painter.fillRect(QRectF(cell.rect.left(), cell.rect.bottom() - own, cell.rect.width(), own), theme.experiment);
    if (is_one_row && cell.core % every == 0) {
      painter.setFont(name_font);
      painter.setPen(theme.quiet);
      painter.drawText(QPointF(cell.rect.left(), cell.rect.bottom() + 14.0), QString::number(cell.core));
    }
  }
}

}  // namespace

GaugeValue gaugeValue(const CoreLoad& load, int core) {
  const auto at = [](const std::vector<double>& values, std::size_t i) {
    return i < values.size() ? std::clamp(values[i], 0.0, 1.0) : 0.0;
  };
  if (core != kAllCores) {
    const auto i = static_cast<std::size_t>(core);
    return {at(load.busy_ratio, i), at(load.experiment_ratio, i)};
  }
  GaugeValue all;
  for (std::size_t i = 0; i < load.busy_ratio.size(); ++i) {
    all.busy += at(load.busy_ratio, i);
    all.experiment += at(load.experiment_ratio, i);
  }
  const auto cores = static_cast<double>(std::max<std::size_t>(1, load.busy_ratio.size()));
  return {all.busy / cores, all.experiment / cores};
}

int percent(double ratio) {
  return static_cast<int>(std::lround(std::clamp(ratio, 0.0, 1.0) * 100.0));
}

void paintGauges(QPainter& painter, const GaugeLayout& layout, const std::vector<CoreLoad>& history,
                 const ChartStyle& style) {
  if (layout.form == GaugeForm::Heat) {
    paintHeat(painter, layout, history, style);
    return;
  }
  for (const GaugeCell& cell : layout.cells) {
    (layout.form == GaugeForm::Cards ? paintCard : paintSmall)(painter, cell, history, style);
  }
}

}  // namespace interleave::ui
