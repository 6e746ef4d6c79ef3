// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/chart_legend.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/chart/panel_rows.h"

namespace interleave::ui {
namespace {

constexpr double kSample = 22.0;  // width, px
constexpr double kSampleHeight = 14.0;
constexpr double kGap = 6.0;       // from sample to text
constexpr double kBetween = 24.0;  // from entry to entry
constexpr double kFont_px = 12.0;
constexpr double kRow = 20.0;
constexpr double kLegendPad = 14.0;  // above and below all rows
constexpr double kRightPad = 8.0;

void paintSample(QPainter& painter, const LegendEntry& entry, const ChartStyle& style, MarkStyle marks,
                 const QRectF& rect) {
  const double scale = painter.deviceTransform().m11();
  const Fill job = jobFill(JobId{0}, style.palette, marks, style.theme);
  if (entry.is_merged) {
    painter.fillRect(rect, style.theme.lane);
    painter.fillRect(QRectF(rect.left(), rect.top() + 8.0, rect.width(), rect.height() - 8.0), brushFor(job, scale));
    const QColor line = style.theme.quiet;
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width(), 1.0), line);
    painter.fillRect(QRectF(rect.left(), rect.top(), 1.0, rect.height()), line);
    painter.fillRect(QRectF(rect.right() - 1.0, rect.top(), 1.0, rect.height()), line);
    return;
  }
  if (entry.state == State::Running) {
    painter.fillRect(rect, brushFor(job, scale));
    return;
  }
  const Fill fill = stateFill(entry.state, style.theme);
  const double height = std::round(std::max(4.0, rect.height() * std::min(1.0, heightRatio(entry.state) * 1.7)));
  const QRectF part(rect.left(), rect.top() + std::floor((rect.height() - height) / 2.0), rect.width(), height);
  painter.fillRect(part, brushFor(fill, scale));
  if (entry.state == State::Lost) {
    for (double x = rect.left(); x < rect.right(); x += 4.0) {
      painter.fillRect(QRectF(x, rect.top(), 2.0, 1.0), fill.edge);
      painter.fillRect(QRectF(x, rect.bottom() - 1.0, 2.0, 1.0), fill.edge);
    }
  }
}

int rowsOf(const std::vector<LegendEntry>& entries, double width) {
  int rows = 1;
  double x = 0.0;
  for (const LegendEntry& entry : entries) {
    if (x > 0.0 && x + entry.width > width) {
      ++rows;
      x = 0.0;
    }
    x += entry.width + kBetween;
  }
  return rows;
}

}  // namespace

std::vector<LegendEntry> legendEntries(const TimelineLayout& layout, const QString& family) {
  std::vector<LegendEntry> entries;
  const QFontMetricsF metrics(chartFont(family, kFont_px));
  const auto add = [&](const QString& text, State state, bool is_merged) {
    entries.push_back({text, state, is_merged, kSample + kGap + metrics.horizontalAdvance(text)});
  };
  if (layout.style == MarkStyle::Runtimes) {
    if (layout.states[index(State::Running)]) {
      add(QStringLiteral("a job, from start to stop"), State::Running, false);
    }
  } else {
    for (const State state :
         {State::Running, State::GilWait, State::LockWait, State::Ready, State::IoWait, State::Waiting, State::Starting,
          State::Lost}) {
      if (layout.states[index(state)]) {
        add(QString::fromUtf8(label(state)), state, false);
      }
    }
  }
  if (layout.has_merged) {
    add(QStringLiteral("merged: share of pixel"), State::Running, true);
  }
  return entries;
}

void paintLegend(QPainter& painter, const std::vector<LegendEntry>& entries, const ChartStyle& style, MarkStyle marks,
                 double left, double right, double middle) {
  const QFont font = chartFont(style.family, kFont_px);
  const QFontMetricsF metrics(font);
  double x = left;
  double y = middle - kRow * (rowsOf(entries, right - left) - 1) / 2.0;
  for (const LegendEntry& entry : entries) {
    if (x > left && x + entry.width > right) {
      x = left;
      y += kRow;
    }
    paintSample(painter, entry, style, marks,
                QRectF(std::round(x), std::round(y - kSampleHeight / 2.0), kSample, kSampleHeight));
    painter.setFont(font);
    painter.setPen(style.theme.ink);
    painter.drawText(QPointF(std::round(x) + kSample + kGap, std::round(y + metrics.capHeight() / 2.0)), entry.text);
    x += entry.width + kBetween;
  }
}

double legendHeight(std::span<const PanelInput> panels, MarkStyle style, const QString& family, double width) {
  TimelineLayout layout;
  layout.style = style;
  layout.has_merged = true;
  for (const PanelInput& panel : panels) {
    PanelRows(panel, Rows::Job, style).addStates(layout.states);
  }
  return kLegendPad + kRow * rowsOf(legendEntries(layout, family), width - ChartMetrics{}.left - kRightPad);
}

ChartLegend::ChartLegend(QCustomPlot* plot) : QCPLayerable(plot, QStringLiteral("legend")) {}

void ChartLegend::setLayout(const TimelineLayout* layout, double middle) {
  m_layout = layout;
  m_middle = middle;
}

void ChartLegend::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(false);
}

void ChartLegend::draw(QCPPainter* painter) {
  if (m_layout != nullptr) {
    paintLegend(*painter, legendEntries(*m_layout, m_style.family), m_style, m_layout->style, m_layout->plot.left(),
                m_layout->size.width() - kRightPad, m_middle);
  }
}

}  // namespace interleave::ui
