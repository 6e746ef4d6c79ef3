// SPDX-License-Identifier: GPL-3.0-or-later
// What a TimelineView is made of: plot, overview, scroll bar, Resume button and card, and the state of its view.
// Included by timeline_view*.cpp only.
#pragma once

#include <QElapsedTimer>
#include <QPushButton>
#include <QScrollBar>
#include <QTimer>
#include <QVariantAnimation>
#include <optional>

#include "ui/chart/chart_cursor.h"
#include "ui/chart/hover_card.h"
#include "ui/chart/job_links.h"
#include "ui/chart/overview_strip.h"
#include "ui/chart/selection_band.h"
#include "ui/chart/timeline_chart.h"
#include "ui/chart/timeline_view.h"

namespace interleave::ui {

class TimelineView::Private {
 public:
  explicit Private(TimelineView& view);

  bool isEmpty() const { return panels.empty(); }
  bool isLive() const;
  double whole_ns() const;
  void setFollowing(bool on);
  /// Where following leads, from the newest snapshot: at once or, on the screen, smoothly.
  void follow();
  /// What the user did: ends following.
  void navigate(const Viewport& next);
  void show(const Viewport& next);
  void scrollRows(double by_rows);

  static constexpr int kScrollSteps = 100;  // of the scroll bar in one row

  /// Asks for a new frame, which comes as soon as it may.
  void refresh();
  void makeFrame();
  void endFrame();
  void placeParts();
  void applyStyle();
  /// Draws cursor, links, selection and legend anew and nothing else.
  void repaintOverlay();
  void updateHover(const QPointF& point);
  void clearHover();
  void setPointed(std::optional<std::int64_t> time_ns, std::size_t panel);
  /// The panel at a point of the plot; nothing outside of all panels.
  std::optional<std::size_t> panelAt(const QPointF& in_plot) const;
  LinkPlaces linksAt(const QPointF& in_plot) const;

  void select(const std::optional<TimeRange>& range);
  /// Places band and numbers again, as selection or layout have changed.
  void showSelection();
  std::optional<SelectionEdge> edgeUnder(const QPointF& point) const;
  /// An instant within the run.
  std::int64_t instantAt(const QPointF& point) const;
  void beginDrag(const QPointF& point, Qt::KeyboardModifiers modifiers);
  void dragTo(const QPointF& point);
  void panTo(const QPointF& by);
  void selectWithKey(SelectionEdge edge);
  void zoomToSelection();
  void showGrip(const QPointF& point);
  void setFocusShown(bool shown);
  QPointF inPlot(const QPointF& point) const { return point - QPointF(plot->pos()); }

  TimelineView& view;
  OverviewStrip* overview;
  QCustomPlot* plot;
  QScrollBar* scroll;
  QPushButton* resume;
  HoverCard* card;
  TimelineChart chart;
  // Owned by the plot, drawn in this order.
  JobLinks* links;
  SelectionBand* band;
  ChartCursor* cursor;
  QVariantAnimation glide;

  std::vector<PanelInput> panels;
  ChartStyle style;
  Rows rows = Rows::Worker;
  MarkStyle marks = MarkStyle::Live;
  bool has_connectors = true;
  bool has_gil_points = true;
  Viewport viewport;
  std::optional<TimeRange> selection;
  std::optional<TimeRange> unselected;  // by the click that may become a double click
  bool is_following = true;
  bool is_stale = true;  // a frame is wanted
  bool is_shown = false;
  QString empty_text;
  ChartMetrics metrics;
  double frame_ms = 0.0;
  double frame_began_ms = 0.0;
  QElapsedTimer since_frame;
  QTimer paced;                      // a frame that came too soon waits here
  std::optional<QPointF> hovered;    // of the view
  std::optional<QPointF> drag_from;  // of the view
  enum class Drag { Pan, Select };
  Drag drag = Drag::Pan;
  Viewport drag_viewport;
  std::int64_t drag_anchor_ns = 0;  // the end of the selection that stays
  bool is_dragging = false;
  bool is_on_edge = false;  // the press took hold of an edge of the selection
  bool is_in_frame = false;
  std::optional<std::int64_t> pointed_ns;
  std::size_t pointed_panel = 0;
  bool is_focus_shown = false;
};

}  // namespace interleave::ui
