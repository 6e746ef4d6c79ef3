// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/timeline_plottable.h"

#include <QPaintEngine>
#include <algorithm>
#include <cmath>

#include "ui/chart/connector_painter.h"
#include "ui/chart/gil_point_painter.h"
#include "ui/chart/kept_part.h"
#include "ui/chart/mark_edges.h"
#include "ui/chart/trace_words.h"

namespace interleave::ui {
namespace {

constexpr double kNarrowestWithEdge = 6.0;
constexpr int kLongGap = 32;             // columns without marks that are not worth painting through
constexpr std::size_t kJobBrushes = 30;  // colours times textures: after that they return

double insetOf(double lane_height) {
  return lane_height >= 24.0 ? 3.0 : lane_height >= 14.0 ? 2.0 : lane_height >= 8.0 ? 1.0 : 0.0;
}

// The part of `full` that a state takes, centred.
QRectF centred(const QRectF& full, double ratio) {
  const double height = std::min(full.height(), std::max(2.0, std::round(full.height() * ratio)));
  return QRectF(full.left(), full.top() + std::floor((full.height() - height) / 2.0), full.width(), height);
}

}  // namespace

TimelinePlottable::TimelinePlottable(QCPAxis* time_axis, QCPAxis* row_axis)
    : QCPAbstractPlottable(time_axis, row_axis) {
  setSelectable(QCP::stNone);
  setAntialiased(false);
}

void TimelinePlottable::setStyle(const ChartStyle& style) {
  m_style = style;
  m_device_scale = 0.0;
}

void TimelinePlottable::setLayout(TimelineLayout layout) {
  if (layout.style != m_layout.style) {
    m_device_scale = 0.0;  // the article's palette has another colour for it
  }
  m_layout = std::move(layout);
  std::erase_if(m_known_colours, [this](const auto& known) {
    return std::none_of(m_layout.panels.begin(), m_layout.panels.end(),
                        [&](const PanelLayout& panel) { return panel.names == known.first; });
  });
}

void TimelinePlottable::useColoursOf(const PanelLayout& panel) {
  m_colours = nullptr;
  if (!panel.names) {
    return;
  }
  auto found = std::find_if(m_known_colours.begin(), m_known_colours.end(),
                            [&](const auto& known) { return known.first == panel.names; });
  if (found == m_known_colours.end()) {
    m_known_colours.emplace_back(panel.names, coloursByName(*panel.names, kJobBrushes));
    found = m_known_colours.end() - 1;
  }
  m_colours = &found->second;
}

JobId TimelinePlottable::colourOf(JobId job) const {
  const bool is_named = m_colours != nullptr && number(job) < m_colours->size();
  return is_named ? JobId{(*m_colours)[number(job)]} : job;
}

double TimelinePlottable::selectTest(const QPointF&, bool, QVariant*) const {
  return -1.0;
}

QCPRange TimelinePlottable::getKeyRange(bool& found, QCP::SignDomain) const {
  found = true;
  return {m_layout.viewport.begin_ns / 1e9, m_layout.viewport.end_ns / 1e9};
}

QCPRange TimelinePlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
  found = true;
  return {0.0, std::max(1.0, m_layout.plot.height())};
}

// Heads and labels lie outside the axes.
QRect TimelinePlottable::clipRect() const {
  return mParentPlot->viewport();
}

void TimelinePlottable::drawLegendIcon(QCPPainter*, const QRectF&) const {}

void TimelinePlottable::draw(QCPPainter* qcp_painter) {
  QPainter& painter = *qcp_painter;
  const double scale = painter.deviceTransform().m11();
  if (scale != m_device_scale) {
    m_device_scale = scale;
    makeBrushes();
  }
  for (std::size_t p = 0; p < m_layout.panels.size(); ++p) {
    const PanelLayout& panel = m_layout.panels[p];
    if (panel.head.isEmpty()) {
      continue;
    }
    drawHead(painter, panel);
    useColoursOf(panel);
    painter.save();
    painter.setClipRect(QRectF(0.0, panel.body.top(), m_layout.size.width(), panel.body.height()), Qt::IntersectClip);
    for (const RowLayout& row : m_layout.rows) {
      if (row.panel == p) {
        painter.fillRect(row.lane, m_style.theme.lane);
      }
    }
    drawGrid(painter, panel);
    paintDropped(painter, m_layout, p, m_style);
    for (const RowLayout& row : m_layout.rows) {
      if (row.panel == p) {
        drawMarks(painter, row);
      }
    }
    for (const Connector& connector : m_layout.connectors) {
      if (connector.panel == p) {
        paintConnector(painter, connector, m_style);
      }
    }
    for (const GilPoint& point : m_layout.gil_points) {
      if (point.panel == p) {
        paintGilPoint(painter, point.mark.kind, point.at, m_style);
      }
    }
    paintIntervalLines(painter, m_layout.interval_lines, p, panel.body, m_style);
    drawNote(painter, panel);
    painter.restore();
    painter.save();
    // Labels of thin rows are taller than these.
    painter.setClipRect(QRectF(0.0, panel.body.top() - 3.0, m_layout.size.width(), panel.body.height() + 6.0));
    for (const RowLayout& row : m_layout.rows) {
      if (row.panel == p) {
        drawLabel(painter, row);
      }
    }
    painter.restore();
  }
}

void TimelinePlottable::drawGrid(QPainter& painter, const PanelLayout& panel) const {
  for (const AxisTick& tick : m_layout.axis.ticks) {
    const double x = std::min(std::round(tick.x), panel.body.right() - 1.0);
    painter.fillRect(QRectF(x, panel.body.top(), 1.0, panel.body.height()), m_style.theme.line);
  }
}

void TimelinePlottable::drawMarks(QPainter& painter, const RowLayout& row) {
  const double inset = insetOf(row.lane.height());
  const QRectF full = row.lane.adjusted(0.0, inset, 0.0, -inset);
  const std::vector<Mark>& marks = row.marks;
  // In a drawing (SVG, PDF) a slice stays a shape, however narrow.
  const bool has_pixels = painter.paintEngine()->type() == QPaintEngine::Raster;
  const auto isOfImage = [&](const Mark& mark) { return mark.is_merged || (has_pixels && isNarrow(mark)); };
  for (std::size_t i = 0; i < marks.size();) {
    if (!isOfImage(marks[i])) {
      drawSlice(painter, marks[i], full);
      ++i;
      continue;
    }
    std::size_t last = i + 1;
    while (last < marks.size() && isOfImage(marks[last]) && marks[last].begin - marks[last - 1].end < kLongGap) {
      ++last;
    }
    drawNarrow(painter, std::span(marks).subspan(i, last - i), full);
    i = last;
  }
}

// Without an edge.
bool TimelinePlottable::isNarrow(const Mark& mark) const {
  return mark.state != State::Lost && (mark.end - mark.begin) * m_layout.column_px < kNarrowestWithEdge;
}

void TimelinePlottable::drawSlice(QPainter& painter, const Mark& mark, const QRectF& full) {
  QRectF rect(QPointF(m_layout.columnX(mark.begin), full.top()), QPointF(m_layout.columnX(mark.end), full.bottom()));
  const bool runs = mark.state == State::Running;
  const Fill fill = runs ? jobFill(colourOf(mark.job), m_style.palette, m_layout.style, m_style.theme)
                         : stateFill(mark.state, m_style.theme);
  if (mark.state == State::Lost) {
    drawDottedEdge(painter, rect, fill.edge);
    return;
  }
  rect = centred(rect, heightRatio(mark.state));
  painter.fillRect(rect, runs ? jobBrush(mark.job) : stateBrush(mark.state));
  const bool has_edge = runs || mark.state == State::Ready;
  if (has_edge && rect.width() >= kNarrowestWithEdge && rect.height() >= 5.0) {
    drawEdge(painter, rect, fill.edge);
  }
}

void TimelinePlottable::drawNarrow(QPainter& painter, std::span<const Mark> marks, const QRectF& full) {
  const double left = m_layout.columnX(marks.front().begin);
  const double right = m_layout.columnX(marks.back().end);
  const int height = std::max(1, static_cast<int>(std::lround(full.height() * m_device_scale)));
  const QImage image = mergedImage(marks, height, static_cast<int>(std::lround(left * m_device_scale)),
                                   static_cast<int>(std::lround(full.top() * m_device_scale)), m_device_scale, *this);
  painter.drawImage(QRectF(QPointF(left, full.top()), QPointF(right, full.bottom())), image);
  drawLosses(painter, marks, full);
}

// Neighbours share one outline.
void TimelinePlottable::drawLosses(QPainter& painter, std::span<const Mark> marks, const QRectF& full) const {
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!marks[i].has_loss) {
      continue;
    }
    std::size_t last = i;
    while (last + 1 < marks.size() && marks[last + 1].has_loss && marks[last + 1].begin == marks[last].end) {
      ++last;
    }
    const double left = m_layout.columnX(marks[i].begin);
    const double width = std::max(1.0, m_layout.columnX(marks[last].end) - left);
    drawDottedEdge(painter, QRectF(left, full.top(), width, full.height()), m_style.theme.warning);
    i = last;
  }
}

void TimelinePlottable::makeBrushes() {
  m_job_brushes.clear();
  m_state_brushes.clear();
  m_job_inks.clear();
  m_state_inks.clear();
  for (std::uint32_t j = 0; j <= kJobBrushes; ++j) {
    const JobId job = j < kJobBrushes ? JobId{j} : kNoJob;
    m_job_brushes.push_back(brushFor(jobFill(job, m_style.palette, m_layout.style, m_style.theme), m_device_scale));
    m_job_inks.emplace_back(m_job_brushes.back());
  }
  for (std::size_t s = 0; s < kStateCount; ++s) {
    m_state_brushes.push_back(brushFor(stateFill(static_cast<State>(s), m_style.theme), m_device_scale));
    m_state_inks.emplace_back(m_state_brushes.back());
  }
}

const QBrush& TimelinePlottable::jobBrush(JobId job) {
  job = colourOf(job);
  return job == kNoJob ? m_job_brushes.back() : m_job_brushes[number(job) % kJobBrushes];
}

const QBrush& TimelinePlottable::stateBrush(State state) {
  return m_state_brushes[index(state)];
}

const Ink& TimelinePlottable::jobInk(JobId job) {
  job = colourOf(job);
  return job == kNoJob ? m_job_inks.back() : m_job_inks[number(job) % kJobBrushes];
}

const Ink& TimelinePlottable::stateInk(State state) {
  return m_state_inks[index(state)];
}

}  // namespace interleave::ui
