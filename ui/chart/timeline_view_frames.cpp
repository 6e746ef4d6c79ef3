// SPDX-License-Identifier: GPL-3.0-or-later
// When a TimelineView's frames are made: at most 60 a second, none while nothing changes or nobody can see them.
#include <time.h>

#include <algorithm>
#include <cmath>

#include "ui/chart/timeline_view_private.h"

namespace interleave::ui {
namespace {

constexpr int kScrollWidth = 10;
constexpr double kClosest_ms = 1000.0 / 60.0;
// Live, frames come no closer together than this times what one costs: the window must not become the experiment's
// load.
constexpr double kPace = 5.0;

double threadTime_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

}  // namespace

void TimelineView::Private::refresh() {
  is_stale = true;
  overview->setShown(viewport, whole_ns());
  if (isEmpty() || !is_shown || paced.isActive()) {
    return;
  }
  const double pace_ms = is_following && isLive() ? std::max(kClosest_ms, kPace * frame_ms) : kClosest_ms;
  const double wait_ms = pace_ms - static_cast<double>(since_frame.isValid() ? since_frame.elapsed() : 1'000);
  if (wait_ms > 0.0) {
    paced.start(static_cast<int>(std::ceil(wait_ms)));
  } else {
    plot->replot(QCustomPlot::rpQueuedReplot);
  }
}

// Runs before every replot, whoever asked for it.
void TimelineView::Private::makeFrame() {
  frame_began_ms = threadTime_ms();
  if (isEmpty() || !is_stale) {
    return;
  }
  is_in_frame = true;
  LayoutRequest request;
  request.panels = panels;
  request.rows = rows;
  request.style = marks;
  request.has_connectors = has_connectors;
  request.has_gil_points = has_gil_points;
  request.viewport = viewport;
  request.size = plot->size();
  request.device_scale = plot->bufferDevicePixelRatio();
  metrics.legend = legendHeight(request.panels, rows, marks, style.family, view.width());
  metrics.head_reserve = resume->isVisible() ? resume->width() + 12.0 : 0.0;
  request.metrics = metrics;
  chart.setLayout(layoutTimeline(request), metrics);
  is_stale = false;
  const TimelineLayout& layout = chart.layout();
  viewport.first_row = std::min(viewport.first_row, layout.last_first_row);
  const QSignalBlocker blocker(scroll);
  scroll->setVisible(layout.last_first_row > 0.0);
  scroll->setPageStep(static_cast<int>(layout.plot.height() / layout.row_height * kScrollSteps));
  scroll->setSingleStep(kScrollSteps);
  scroll->setRange(0, static_cast<int>(std::ceil(layout.last_first_row * kScrollSteps)));
  scroll->setValue(static_cast<int>(std::lround(viewport.first_row * kScrollSteps)));
  scroll->setGeometry(view.width() - kScrollWidth - 2, plot->y() + static_cast<int>(layout.plot.top()), kScrollWidth,
                      static_cast<int>(layout.plot.height()));
  showSelection();
  if (hovered) {
    updateHover(*hovered);
  }
  is_in_frame = false;
}

void TimelineView::Private::endFrame() {
  frame_ms = threadTime_ms() - frame_began_ms;
  since_frame.start();
}

void TimelineView::Private::repaintOverlay() {
  if (!is_in_frame) {  // or it is about to be drawn with everything else
    cursor->layer()->replot();
  }
}

void TimelineView::showEvent(QShowEvent*) {
  m_private->is_shown = true;
  if (m_private->is_stale) {
    m_private->refresh();
  }
}

// Also when the window is made small.
void TimelineView::hideEvent(QHideEvent*) {
  m_private->is_shown = false;
  m_private->paced.stop();
}

}  // namespace interleave::ui
