// SPDX-License-Identifier: GPL-3.0-or-later
// Where everything of a timeline lies: the one geometry for screen, pictures and tests.
//
// A pure function of what is shown, the part that is seen and the size. Units are pixels of the chart ("px"), which a
// device may show as several of its own: marks lie on whole columns of the device. Only rows in sight are laid out, so
// the cost depends on the size, never on workers, jobs or slices. Any thread.
#pragma once

#include <QRectF>
#include <QString>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/chart/chart_input.h"
#include "ui/chart/connectors.h"
#include "ui/chart/gil_points.h"
#include "ui/chart/row_marks.h"
#include "ui/chart/time_axis.h"

namespace interleave::ui {

/// Margins and limits, px.
struct ChartMetrics {
  double left = 92.0;  // room for "process 255"
  double right = 24.0;
  double top = 0.0;
  double head = 38.0;       // a panel's title and sentence
  double head_line = 18.0;  // more of it where the sentence has a line of its own
  bool sentence_below = false;
  double head_reserve = 0.0;  // kept free at the right of the first panel's head
  double panel_gap = 18.0;
  double smallest_row = 14.0;
  bool cut_rows = false;  // rows that don't fit are left out, and the sentence says so, for they can't be scrolled to
  double largest_row = 64.0;
  double axis = 50.0;  // tick labels and the axis' label
  double legend = 34.0;
};

struct LayoutRequest {
  std::span<const PanelInput> panels;
  Rows rows = Rows::Worker;
  MarkStyle style = MarkStyle::Live;
  bool has_connectors = false;
  bool has_gil_points = false;
  Viewport viewport;
  QSizeF size;
  double device_scale = 1.0;  // the device's pixels in one of the chart's
  ChartMetrics metrics;
};

struct RowLayout {
  std::size_t panel = 0;
  std::size_t row = 0;  // within its panel
  QString label;
  QString group;              // the process that it belongs to, where rows stand in groups
  bool begins_group = false;  // the first of it in sight
  QRectF lane;
  WorkerId worker{};
  JobId job = kNoJob;                 // by job
  std::optional<std::uint32_t> core;  // by core
  bool has_track = false;
  bool has_error = false;  // the track is incomplete
  std::vector<Mark> marks;
};

struct PanelLayout {
  QRectF head;  // stays in sight while rows of the panel do
  QRectF body;  // the part of its rows in sight
  QRectF dropped;  // the part of it of which nothing is known, for it was not kept; mostly empty
  QString title;
  QString sentence;
  QString loss;  // "12 samples lost", or nothing
  QString note;  // in the middle of a body without rows: why there are none
  bool is_sentence_below = false;
  std::size_t rows = 0;                     // laid out or to scroll to
  std::shared_ptr<const TraceNames> names;  // of its jobs, where they have colours by name
};

struct TimelineLayout {
  QSizeF size;
  QRectF plot;  // heads and rows of all panels, between the margins
  Viewport viewport;
  ColumnGrid grid;
  double column_px = 1.0;
  std::vector<PanelLayout> panels;
  std::vector<RowLayout> rows;
  std::vector<Connector> connectors;  // by panel
  std::vector<GilPoint> gil_points;   // by panel, in order of time
  std::vector<IntervalLine> interval_lines;
  TimeAxis axis;
  std::array<bool, kStateCount> states{};  // that occur anywhere in the panels
  bool has_merged = false;
  bool is_watched = false;            // every panel shows a watched program, whose threads are its jobs
  bool has_jobless = false;           // in sight something runs that is in no job
  MarkStyle style = MarkStyle::Live;  // as shown: see shownStyle()
  Rows row_kind = Rows::Worker;
  double row_height = 0.0;      // from one row to the next
  double content_height = 0.0;  // of all panels; larger than the plot's when rows have to scroll
  double last_first_row = 0.0;  // the largest first_row of the viewport that leaves no empty space

  double xAt(double time_ns) const;
  double timeAt(double x) const;
  double columnX(int column) const { return plot.left() + column * column_px; }
  /// Marks as text, a row a line, for tests and for a person who debugs.
  std::string toText() const;
};

/// REQUIRES: viewport.length_ns() > 0.
TimelineLayout layoutTimeline(const LayoutRequest& request);

/// Rows of one panel.
std::size_t rowCount(const PanelInput& panel, Rows rows);

}  // namespace interleave::ui
