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
#include "ui/chart/overview_strip.h"
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

  /// Asks for a new frame.
  void refresh();
  void makeFrame();
  void placeParts();
  void applyStyle();
  void updateHover(const QPointF& point);
  void clearHover();
  void setFocusShown(bool shown);
  QPointF inPlot(const QPointF& point) const { return point - QPointF(plot->pos()); }

  TimelineView& view;
  OverviewStrip* overview;
  QCustomPlot* plot;
  QScrollBar* scroll;
  QPushButton* resume;
  HoverCard* card;
  TimelineChart chart;
  ChartCursor* cursor;  // owned by the plot
  QVariantAnimation glide;

  std::vector<PanelInput> panels;
  ChartStyle style;
  Rows rows = Rows::Worker;
  MarkStyle marks = MarkStyle::Live;
  Viewport viewport;
  bool is_following = true;
  bool is_stale = true;  // a frame is wanted
  QString empty_text;
  ChartMetrics metrics;
  double frame_ms = 0.0;
  double frame_began_ms = 0.0;
  QElapsedTimer since_frame;
  QTimer paced;                      // a frame that came too soon waits here
  std::optional<QPointF> hovered;    // of the view
  std::optional<QPointF> drag_from;  // of the view
  Viewport drag_viewport;
  bool is_dragging = false;
  bool is_focus_shown = false;
};

}  // namespace interleave::ui
