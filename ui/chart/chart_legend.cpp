// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/chart_legend.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "ui/chart/connector_painter.h"
#include "ui/chart/figures_text.h"
#include "ui/chart/gil_point_painter.h"
#include "ui/chart/panel_rows.h"
#include "ui/chart/text_width.h"

namespace interleave::ui {
namespace {

constexpr double kSample = 22.0;  // width, px
constexpr double kSampleHeight = 14.0;
constexpr double kGap = 6.0;       // from sample to text
constexpr double kBetween = 18.0;  // from entry to entry
constexpr double kFont_px = 12.0;
constexpr double kRow = 20.0;
constexpr double kBeforeShare = 5.0;
const QString kWidestShare = QStringLiteral("100 %");
constexpr double kLegendPad = 14.0;  // above and below all rows
constexpr double kRightPad = 8.0;

void paintSample(QPainter& painter, const LegendEntry& entry, const ChartStyle& style, MarkStyle marks,
                 const QRectF& rect) {
  const double scale = painter.deviceTransform().m11();
  const Fill job = jobFill(JobId{0}, style.palette, marks, style.theme);
  if (entry.sample == LegendSample::Connector) {
    // As it looks from lane to lane, aslant so that it is not taken for a state's hatch.
    Connector connector = entry.connector;
    connector.from = rect.topLeft() + QPointF(6.0, 0.0);
    connector.to = rect.bottomRight() - QPointF(6.0, 1.0);
    paintConnector(painter, connector, style);
    return;
  }
  if (entry.sample == LegendSample::DropRequest || entry.sample == LegendSample::ForcedSwitch) {
    const bool is_request = entry.sample == LegendSample::DropRequest;
    const QPointF at(rect.center().x(), rect.center().y() + (is_request ? kGilPoint_px : -kGilPoint_px) / 2.0);
    paintGilPoint(painter, is_request ? GilMarkKind::DropRequest : GilMarkKind::ForcedSwitch, at, style);
    return;
  }
  if (entry.sample == LegendSample::Interval) {
    paintIntervalLines(painter, {{0, rect.center().x(), {}}}, 0, QRectF(rect.left(), rect.top(), 0.0, rect.height()),
                       style);
    return;
  }
  if (entry.sample == LegendSample::Jobless) {
    painter.fillRect(rect, brushFor(jobFill(kNoJob, style.palette, marks, style.theme), scale));
    return;
  }
  if (entry.sample == LegendSample::Merged) {
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

constexpr State kStatesInOrder[] = {State::Running, State::GilWait, State::LockWait, State::Ready, State::IoWait,
                                    State::Copying, State::Waiting, State::Starting, State::Lost};

LegendEntry withWidth(LegendEntry entry, const QString& family) {
  const QFont font = chartFont(family, kFont_px);
  entry.width = kSample + kGap + textWidth(font, entry.text);
  if (entry.share) {
    entry.width += kBeforeShare + figuresWidth(font, kWidestShare);
  }
  return entry;
}

QString startToStopText(const TimelineLayout& layout) {
  return layout.is_watched ? QStringLiteral("a thread, from start to stop")
                           : QStringLiteral("a job, from start to stop");
}

// A watched thread is a job of its own; only those beyond the most lanes are none.
QString joblessText(const TimelineLayout& layout) {
  return layout.is_watched ? QStringLiteral("running, no lane of its own") : QStringLiteral("running, no job");
}

// One for each kind of connector that is drawn.
void addConnectors(std::vector<LegendEntry>& entries, const TimelineLayout& layout) {
  for (const auto& [kind, text] :
       {std::pair(ConnectorKind::HandOver, "hand-over"), {ConnectorKind::Move, "moved to another core"}}) {
    const auto found = std::find_if(layout.connectors.begin(), layout.connectors.end(),
                                    [kind = kind](const Connector& connector) { return connector.kind == kind; });
    if (found != layout.connectors.end()) {
      entries.push_back({QString::fromLatin1(text), LegendSample::Connector, State::Running, *found, {}, 0.0});
    }
  }
}

// What the GIL did, where it is drawn.
void addGil(std::vector<LegendEntry>& entries, const TimelineLayout& layout) {
  for (const auto& [kind, sample, text] :
       {std::tuple(GilMarkKind::DropRequest, LegendSample::DropRequest, "drop request"),
        {GilMarkKind::ForcedSwitch, LegendSample::ForcedSwitch, "forced switch"}}) {
    const bool occurs = std::any_of(layout.gil_points.begin(), layout.gil_points.end(),
                                    [kind = kind](const GilPoint& point) { return point.mark.kind == kind; });
    if (occurs) {
      entries.push_back({QString::fromLatin1(text), sample, State::Running, {}, {}, 0.0});
    }
  }
  if (!layout.interval_lines.empty()) {
    entries.push_back({QStringLiteral("interval moved"), LegendSample::Interval, State::Running, {}, {}, 0.0});
  }
}

}  // namespace

std::vector<LegendEntry> legendEntries(const TimelineLayout& layout, const StateShares& shares, const QString& family) {
  std::vector<LegendEntry> entries;
  for (const State state : kStatesInOrder) {
    if (!layout.states[index(state)]) {
      continue;
    }
    if (layout.style == MarkStyle::Runtimes) {
      entries.push_back({startToStopText(layout), LegendSample::State, state, {}, {}, 0.0});
      break;
    }
    entries.push_back(
        {QString::fromUtf8(label(state)), LegendSample::State, state, {}, shareText(shares.ratioOf(state)), 0.0});
  }
  if (layout.has_jobless) {
    entries.push_back({joblessText(layout), LegendSample::Jobless, State::Running, {}, {}, 0.0});
  }
  addConnectors(entries, layout);
  addGil(entries, layout);
  if (layout.has_merged) {
    entries.push_back({QStringLiteral("merged: share of pixel"), LegendSample::Merged, State::Running, {}, {}, 0.0});
  }
  for (LegendEntry& entry : entries) {
    entry = withWidth(std::move(entry), family);
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
    const QPointF at(std::round(x) + kSample + kGap, std::round(y + metrics.capHeight() / 2.0));
    painter.drawText(at, entry.text);
    if (entry.share) {
      painter.setPen(style.theme.quiet);
      drawFigures(painter, at + QPointF(textWidth(font, entry.text) + kBeforeShare, 0.0), *entry.share);
    }
    x += entry.width + kBetween;
  }
}

double legendHeight(std::span<const PanelInput> panels, Rows rows, MarkStyle style, const QString& family,
                    double width) {
  TimelineLayout layout;
  layout.style = shownStyle(rows, style);
  layout.is_watched = areWatched(panels);
  layout.has_merged = true;
  layout.has_jobless = rows == Rows::Core;
  if (layout.style == MarkStyle::Live) {
    const bool may_connect = std::any_of(panels.begin(), panels.end(), [&](const PanelInput& panel) {
      return panel.snapshot &&
             (rows == Rows::Core ? panel.snapshot->cores.size() > 1 : panel.snapshot->wakes.size() > 0);
    });
    if (may_connect) {
      layout.connectors.emplace_back();
      layout.connectors.back().kind = rows == Rows::Core ? ConnectorKind::Move : ConnectorKind::HandOver;
    }
    const bool may_have_points = rows != Rows::Core && std::any_of(panels.begin(), panels.end(), [](const auto& panel) {
                                   return panel.snapshot && panel.snapshot->gil_marks.size() > 0;
                                 });
    if (may_have_points) {
      layout.gil_points.resize(2);
      layout.gil_points.back().mark.kind = GilMarkKind::ForcedSwitch;
    }
  }
  for (const PanelInput& panel : panels) {
    if (panel.snapshot && !panel.snapshot->interval_changes.empty()) {
      layout.interval_lines.emplace_back();
    }
    PanelRows(panel, rows, style).addStates(layout.states);
  }
  return kLegendPad + kRow * rowsOf(legendEntries(layout, {}, family), width - ChartMetrics{}.left - kRightPad);
}

ChartLegend::ChartLegend(QCustomPlot* plot) : OverlayPart(plot) {}

void ChartLegend::setStyle(const ChartStyle& style) {
  m_style = style;
  makeEntries();
}

void ChartLegend::setShares(const StateShares& shares) {
  m_shares = shares;
  makeEntries();
}

void ChartLegend::makeEntries() {
  if (m_layout != nullptr) {
    m_entries = legendEntries(*m_layout, m_shares, m_style.family);
  }
}

void ChartLegend::setLayout(const TimelineLayout* layout, double middle) {
  m_layout = layout;
  m_middle = middle;
  makeEntries();
}

QRegion ChartLegend::inked() const {
  if (m_layout == nullptr) {
    return {};
  }
  const double height = kRow * (rowsOf(m_entries, m_layout->size.width() - kRightPad - m_layout->plot.left()) + 1.0);
  return QRectF(0.0, m_middle - height / 2.0, m_layout->size.width(), height).toAlignedRect();
}

void ChartLegend::draw(QCPPainter* painter) {
  if (m_layout != nullptr) {
    paintLegend(*painter, m_entries, m_style, m_layout->style, m_layout->plot.left(),
                m_layout->size.width() - kRightPad, m_middle);
  }
}

}  // namespace interleave::ui
