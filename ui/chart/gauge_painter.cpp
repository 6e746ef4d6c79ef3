// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/gauge_painter.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/chart/figures_text.h"

namespace interleave::ui {
namespace {

constexpr int kBars = 60;

GaugeValue valueOf(const GaugeContent& content, int core) {
  return content.load ? gaugeValue(*content.load, core) : GaugeValue{};
}

QString numberOf(const GaugeContent& content, int core) {
  if (!content.load) {
    return QStringLiteral("–");
  }
  return QStringLiteral("%1%").arg(percent(valueOf(content, core).busy));
}

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

// A bar each for a sixtieth of the time, each the mean of what fell into it; where readings lie further apart, each
// fills the bars since the one before. Edges lie on pixels; where a bar has four or more, one stays free.
void paintHistory(QPainter& painter, const QRectF& rect, const GaugeContent& content, int core,
                  const ChartStyle& style) {
  const Theme& theme = style.theme;
  const double ground = std::round(rect.bottom());
  painter.fillRect(QRectF(rect.left(), ground, rect.width(), 1.0), theme.line);
  if (!content.caption.isEmpty() || !content.remark.isEmpty()) {
    const QFont font = chartFont(style.family, 11);
    painter.setFont(font);
    painter.setPen(theme.quiet);
    const auto fitting = [&](const QString& text) { return elidedFigures(font, text, rect.width()); };
    drawFigures(painter, QPointF(rect.left(), rect.top() - 7.0), fitting(content.caption));
    painter.drawText(QPointF(rect.left(), rect.center().y() + 6.0), fitting(content.remark));
  }
  const auto span_ns = static_cast<double>(content.end_ns - content.begin_ns);
  if (span_ns <= 0.0) {
    return;
  }
  const int bars = static_cast<int>(std::clamp(rect.width(), 1.0, static_cast<double>(kBars)));
  const auto barAt = [&](std::int64_t time_ns) {
    return static_cast<int>(std::floor(static_cast<double>(time_ns - content.begin_ns - 1) * bars / span_ns));
  };
  std::vector<GaugeValue> sums(static_cast<std::size_t>(bars));
  std::vector<int> counts(static_cast<std::size_t>(bars), 0);
  int before = -1;
  for (const CoreLoad& load : content.history) {
    const int last = barAt(load.time_ns);
    if (last < 0 || last >= bars) {
      continue;
    }
    const GaugeValue value = gaugeValue(load, core);
    const int first = content.marker_ns ? std::min(last, before + 1) : last;
    for (int bar = first; bar <= last; ++bar) {
      const auto i = static_cast<std::size_t>(bar);
      sums[i].busy += value.busy;
      sums[i].experiment += value.experiment;
      ++counts[i];
    }
    before = last;
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
  if (content.marker_ns) {
    const double share = std::clamp(static_cast<double>(*content.marker_ns - content.begin_ns) / span_ns, 0.0, 1.0);
    const double x = std::round(rect.left() + share * (rect.width() - 1.0));
    painter.fillRect(QRectF(x, rect.top(), 1.0, ground - rect.top()), theme.ink);
  }
}

void paintCard(QPainter& painter, const GaugeCell& cell, const GaugeContent& content, const ChartStyle& style) {
  const Theme& theme = style.theme;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.line, 1.0));
  painter.setBrush(theme.panel);
  painter.drawRoundedRect(cell.rect.adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
  painter.restore();
  const GaugeValue value = valueOf(content, cell.core);
  paintArc(painter, cell.dial, std::max(6.0, cell.dial.width() / 6.5), value, theme);

  const double middle = cell.dial.center().x();
  const double base = cell.dial.center().y();
  const QFont number_font = chartFont(style.family, 17, Weight::SemiBold);
  const QString number = numberOf(content, cell.core);
  painter.setFont(number_font);
  painter.setPen(theme.ink);
  drawFigures(painter, QPointF(middle - figuresWidth(number_font, number) / 2.0, base), number);
  const QFont name_font = chartFont(style.family, 11);
  painter.setFont(name_font);
  painter.setPen(theme.quiet);
  const QString name = nameOf(cell.core);
  painter.drawText(QPointF(middle - QFontMetricsF(name_font).horizontalAdvance(name) / 2.0, base + 17.0), name);
  if (!cell.history.isEmpty()) {
    paintHistory(painter, cell.history, content, cell.core, style);
  } else if (!content.caption.isEmpty()) {
    const QString caption = elidedFigures(name_font, content.caption, cell.rect.width() - 8.0);
    painter.setPen(theme.quiet);
    drawFigures(painter, QPointF(middle - figuresWidth(name_font, caption) / 2.0, cell.rect.top() + 14.0), caption);
  }
}

void paintSmall(QPainter& painter, const GaugeCell& cell, const GaugeContent& content, const ChartStyle& style) {
  const Theme& theme = style.theme;
  const GaugeValue value = valueOf(content, cell.core);
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
  const QString name = cell.core != kAllCores      ? nameOf(cell.core)
                       : content.caption.isEmpty() ? QStringLiteral("All")
                                                   : content.caption;
  const double name_width = number_right - figuresWidth(number_font, QStringLiteral("100%")) - cell.dial.right() - 10.0;
  drawFigures(painter, QPointF(cell.dial.right() + 6.0, base), elidedFigures(name_font, name, name_width));
  const QString number = numberOf(content, cell.core);
  painter.setFont(number_font);
  painter.setPen(theme.ink);
  drawFigures(painter, QPointF(number_right - figuresWidth(number_font, number), base), number);
  if (!cell.history.isEmpty()) {
    GaugeContent bare = content;  // there is no room for words
    bare.caption.clear();
    bare.remark.clear();
    paintHistory(painter, cell.history, bare, cell.core, style);
  }
}

// A cell fills from below, the experiment's part first: height says it as well as colour.
void paintHeat(QPainter& painter, const GaugeLayout& layout, const GaugeContent& content, const ChartStyle& style) {
  const Theme& theme = style.theme;
  const QFont name_font = chartFont(style.family, 11);
  const GaugeCell& last = layout.cells[layout.cells.size() - 2];
  const bool is_one_row = last.rect.top() == layout.cells.front().rect.top();
  const int every = last.rect.width() * 8.0 >= 40.0 ? 8 : 16;
  for (const GaugeCell& cell : layout.cells) {
    const GaugeValue value = valueOf(content, cell.core);
    if (cell.core == kAllCores) {
      const QFont number_font = chartFont(style.family, 22, Weight::SemiBold);
      painter.setFont(number_font);
      painter.setPen(theme.ink);
      painter.drawText(QPointF(cell.rect.left(), cell.rect.top() + 24.0), numberOf(content, cell.core));
      painter.setFont(name_font);
      painter.setPen(theme.quiet);
      painter.drawText(
          QPointF(cell.rect.left(), cell.rect.top() + 42.0),
          content.caption.isEmpty() ? QStringLiteral("All %1 cores").arg(layout.cells.size() - 1) : content.caption);
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

void paintGauges(QPainter& painter, const GaugeLayout& layout, const GaugeContent& content, const ChartStyle& style) {
  if (layout.form == GaugeForm::Heat) {
    paintHeat(painter, layout, content, style);
    return;
  }
  for (const GaugeCell& cell : layout.cells) {
    (layout.form == GaugeForm::Cards ? paintCard : paintSmall)(painter, cell, content, style);
  }
}

}  // namespace interleave::ui
