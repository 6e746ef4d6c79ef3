// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/timeline_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "ui/chart/kept_part.h"
#include "ui/chart/panel_rows.h"

namespace interleave::ui {
namespace {

/// Heads and rows stacked, before scrolling.
struct Stack {
  double row_height = 0.0;
  double head = 0.0;
  double gap = 0.0;
  std::vector<std::size_t> rows;  // per panel
  std::vector<double> tops;       // per panel, and the end of the last
};

Stack stackPanels(const LayoutRequest& request, double height) {
  const ChartMetrics& metrics = request.metrics;
  Stack stack;
  stack.head = metrics.head + (metrics.sentence_below ? metrics.head_line : 0.0);
  stack.gap = metrics.panel_gap;
  std::size_t all = 0;
  std::size_t most = SIZE_MAX;
  if (metrics.cut_rows && !request.panels.empty()) {
    const auto count = static_cast<double>(request.panels.size());
    const double each = (height - (count - 1) * stack.gap) / count - stack.head;
    most = static_cast<std::size_t>(std::max(1.0, std::floor(each / metrics.smallest_row)));
  }
  for (const PanelInput& panel : request.panels) {
    stack.rows.push_back(std::min(most, rowCount(panel, request.rows)));
    all += std::max<std::size_t>(1, stack.rows.back());
  }
  const auto panels = static_cast<double>(request.panels.size());
  const double free = height - panels * stack.head - std::max(0.0, panels - 1) * stack.gap;
  const double fitting = all == 0 ? metrics.largest_row : std::floor(free / static_cast<double>(all));
  stack.row_height = std::clamp(fitting, metrics.smallest_row, metrics.largest_row);
  double top = 0.0;
  for (const std::size_t rows : stack.rows) {
    stack.tops.push_back(top);
    top += stack.head + static_cast<double>(std::max<std::size_t>(1, rows)) * stack.row_height + stack.gap;
  }
  stack.tops.push_back(std::max(0.0, top - stack.gap));
  return stack;
}

// A row's number over all panels to how far the stack is scrolled. A panel's rows share its head and gap, so that
// scrolling is smooth from one panel to the next.
double offsetOf(const Stack& stack, double row) {
  for (std::size_t p = 0; p < stack.rows.size(); ++p) {
    const auto rows = static_cast<double>(std::max<std::size_t>(1, stack.rows[p]));
    if (row < rows || p + 1 == stack.rows.size()) {
      return stack.tops[p] + std::min(1.0, row / rows) * (stack.tops[p + 1] - stack.tops[p]);
    }
    row -= rows;
  }
  return 0.0;
}

double rowAt(const Stack& stack, double offset) {
  double before = 0.0;
  for (std::size_t p = 0; p < stack.rows.size(); ++p) {
    const auto rows = static_cast<double>(std::max<std::size_t>(1, stack.rows[p]));
    if (offset < stack.tops[p + 1] || p + 1 == stack.rows.size()) {
      return before + rows * std::clamp((offset - stack.tops[p]) / (stack.tops[p + 1] - stack.tops[p]), 0.0, 1.0);
    }
    before += rows;
  }
  return 0.0;
}

QString cutText(std::size_t shown, std::size_t all, Rows rows) {
  const char* what = rows == Rows::Job ? "jobs" : rows == Rows::Core ? "cores" : "workers";
  return QStringLiteral(" · the first %1 of %2 %3")
      .arg(QString::fromStdString(groupedDigits(static_cast<std::int64_t>(shown))),
           QString::fromStdString(groupedDigits(static_cast<std::int64_t>(all))), QLatin1String(what));
}

bool isJobless(const Mark& mark) {
  return mark.share > 0.0 && mark.job == kNoJob;
}

QRectF laneIn(double left, double right, double top, double row_height) {
  const double gap = row_height < 4.0    ? 0.0
                     : row_height < 8.0  ? 1.0
                     : row_height < 20.0 ? 3.0
                     : row_height < 32.0 ? 5.0
                                         : std::min(24.0, std::round(row_height * 0.2));
  return QRectF(QPointF(left, top), QPointF(right, top + row_height - gap));
}

}  // namespace

TimelineLayout layoutTimeline(const LayoutRequest& request) {
  const ChartMetrics& metrics = request.metrics;
  TimelineLayout layout;
  layout.size = request.size;
  layout.viewport = request.viewport;
  layout.style = shownStyle(request.rows, request.style);
  layout.row_kind = request.rows;
  layout.is_watched = areWatched(request.panels);
  const double room = request.size.height() - metrics.top - metrics.axis - metrics.legend;
  const Stack stack = stackPanels(request, room);
  layout.row_height = stack.row_height;
  layout.content_height = stack.tops.back();
  const double width = std::max(1.0, request.size.width() - metrics.left - metrics.right);
  layout.plot = QRectF(metrics.left, metrics.top, width, std::max(1.0, std::min(room, layout.content_height)));

  layout.column_px = 1.0 / request.device_scale;
  layout.grid.columns = std::max(1, static_cast<int>(std::floor(width / layout.column_px)));
  layout.grid.begin_ns = request.viewport.begin_ns;
  layout.grid.column_ns = request.viewport.length_ns() / (width / layout.column_px);

  const double most = std::max(0.0, layout.content_height - layout.plot.height());
  layout.last_first_row = most > 0.5 ? rowAt(stack, most) : 0.0;
  const double scrolled = std::round(std::min(most, offsetOf(stack, std::max(0.0, request.viewport.first_row))));

  for (std::size_t p = 0; p < request.panels.size(); ++p) {
    const PanelInput& input = request.panels[p];
    PanelLayout panel;
    panel.title = input.title;
    panel.sentence = shownSentence(input);
    panel.is_sentence_below = metrics.sentence_below;
    panel.rows = stack.rows[p];
    panel.names = input.snapshot ? input.snapshot->names : nullptr;
    if (const std::size_t all = rowCount(input, request.rows); panel.rows < all) {
      panel.sentence += cutText(panel.rows, all, request.rows);
    }
    const PanelRows rows(input, request.rows, request.style);
    rows.addStates(layout.states);
    if (request.rows == Rows::Core && input.snapshot && input.snapshot->cores.empty()) {
      panel.note = QStringLiteral("Rows by core need the kernel's view");
    }
    if (const std::uint64_t lost = input.snapshot ? input.snapshot->lost_samples : 0; lost > 0) {
      panel.loss = QString::fromStdString(groupedDigits(static_cast<std::int64_t>(lost))) +
                   (lost == 1 ? QStringLiteral(" sample lost") : QStringLiteral(" samples lost"));
    }
    const double top = layout.plot.top() + stack.tops[p] - scrolled;
    const double body_top = top + stack.head;
    const double bottom = body_top + static_cast<double>(std::max<std::size_t>(1, panel.rows)) * stack.row_height;
    const double head_top = std::clamp(layout.plot.top(), top, std::max(top, bottom - stack.head));
    const double reserve = p == 0 ? metrics.head_reserve : 0.0;
    panel.head = QRectF(0.0, head_top, request.size.width() - metrics.right - reserve, stack.head);
    const double seen_top = std::max(body_top, panel.head.bottom());
    const double seen_bottom = std::min(bottom, layout.plot.bottom());
    if (seen_bottom <= layout.plot.top() || head_top >= layout.plot.bottom()) {
      panel.head = QRectF();
      layout.panels.push_back(panel);
      continue;
    }
    panel.body =
        QRectF(QPointF(layout.plot.left(), seen_top), QPointF(layout.plot.right(), std::max(seen_top, seen_bottom)));
    const double kept_left = keptLeft(layout, input);
    panel.dropped = QRectF(panel.body.topLeft(), QPointF(kept_left, panel.body.bottom()));
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor((seen_top - body_top) / stack.row_height)));
    for (std::size_t r = first; r < panel.rows; ++r) {
      const double row_top = body_top + static_cast<double>(r) * stack.row_height;
      if (row_top >= seen_bottom) {
        break;
      }
      RowLayout row = rows.row(r, layout.grid);
      row.panel = p;
      if (!panel.dropped.isEmpty()) {
        cutBefore(row, static_cast<int>(std::lround((kept_left - layout.plot.left()) / layout.column_px)));
      }
      row.begins_group = !row.group.isEmpty() && (r == first || layout.rows.back().group != row.group);
      row.lane = laneIn(layout.plot.left(), layout.plot.right(), row_top, stack.row_height);
      layout.has_merged = layout.has_merged ||
                          std::any_of(row.marks.begin(), row.marks.end(), [](const Mark& m) { return m.is_merged; });
      layout.has_jobless = layout.has_jobless || std::any_of(row.marks.begin(), row.marks.end(), isJobless);
      layout.rows.push_back(std::move(row));
    }
    layout.panels.push_back(panel);
    if (request.has_connectors) {
      std::vector<Connector> connectors = connectorsOf(layout, p, input);
      std::erase_if(connectors, [&](const Connector& connector) { return connector.from.x() < kept_left; });
      layout.connectors.insert(layout.connectors.end(), connectors.begin(), connectors.end());
    }
    if (request.has_gil_points) {
      std::vector<GilPoint> points = gilPointsOf(layout, p, input);
      std::erase_if(points, [&](const GilPoint& point) { return point.at.x() < kept_left; });
      layout.gil_points.insert(layout.gil_points.end(), points.begin(), points.end());
    }
    const std::vector<IntervalLine> lines = intervalLinesOf(layout, p, input);
    layout.interval_lines.insert(layout.interval_lines.end(), lines.begin(), lines.end());
  }
  layout.axis = makeTimeAxis(request.viewport, layout.plot.left(), width, metrics.right);
  const auto is_named = [](const PanelLayout& panel) { return panel.names != nullptr; };
  if (!layout.panels.empty() && std::all_of(layout.panels.begin(), layout.panels.end(), is_named)) {
    layout.axis.label.replace(QLatin1String("run"), QLatin1String("trace"));
  }
  return layout;
}

double TimelineLayout::xAt(double time_ns) const {
  return plot.left() + (time_ns - viewport.begin_ns) / viewport.length_ns() * plot.width();
}

double TimelineLayout::timeAt(double x) const {
  return viewport.begin_ns + (x - plot.left()) / plot.width() * viewport.length_ns();
}

std::string TimelineLayout::toText() const {
  std::string text;
  for (const RowLayout& row : rows) {
    text += fmt::format("{}/{} {} y{:.0f}+{:.0f}:", row.panel, row.row, row.label.toStdString(), row.lane.top(),
                        row.lane.height());
    for (const Mark& mark : row.marks) {
      text += fmt::format(" [{:g},{:g}) {}", mark.begin * column_px, mark.end * column_px, label(mark.state));
      if (mark.job != kNoJob) {
        text += fmt::format(" job{}", number(mark.job));
      }
      if (mark.is_merged) {
        text += fmt::format(" {:.3f} of {}", mark.share, mark.slices);
      }
      text += ";";
    }
    text += "\n";
  }
  return text;
}

}  // namespace interleave::ui
