// SPDX-License-Identifier: GPL-3.0-or-later
// How a TimelineView's view moves by itself (following) and on request.
#include <algorithm>

#include "ui/chart/timeline_view_private.h"
#include "ui/chart/viewport_math.h"

namespace interleave::ui {

bool TimelineView::Private::isLive() const {
  return std::any_of(panels.begin(), panels.end(),
                     [](const PanelInput& panel) { return panel.snapshot && panel.snapshot->is_live; });
}

double TimelineView::Private::whole_ns() const {
  std::int64_t whole = 0;
  for (const PanelInput& panel : panels) {
    whole = std::max(whole, panel.snapshot ? panel.snapshot->now_ns : 0);
  }
  return static_cast<double>(whole);
}

void TimelineView::Private::setFollowing(bool on) {
  if (on != is_following) {
    is_following = on;
    emit view.followingChanged(on);
  }
  if (on) {
    follow();
  } else {
    glide.stop();
  }
  placeParts();
}

void TimelineView::Private::follow() {
  Viewport next = fitted(viewport, whole_ns());
  if (isLive()) {
    next.end_ns = followedEnd(viewport.begin_ns == 0.0 ? viewport.end_ns : 0.0, whole_ns());
    if (glide.state() == QAbstractAnimation::Running && glide.endValue().toPointF().y() >= whole_ns()) {
      return;  // on its way
    }
  }
  if (next == viewport) {
    return;
  }
  if (!view.isVisible()) {
    glide.stop();
    show(next);
    return;
  }
  const QPointF target(next.begin_ns, next.end_ns);
  if (glide.state() == QAbstractAnimation::Running && glide.endValue().toPointF() == target) {
    return;
  }
  glide.stop();
  glide.setStartValue(QPointF(viewport.begin_ns, viewport.end_ns));
  glide.setEndValue(target);
  glide.start();
}

void TimelineView::Private::navigate(const Viewport& next) {
  if (is_following) {
    setFollowing(false);
  }
  glide.stop();
  show(next);
}

void TimelineView::Private::show(const Viewport& next) {
  Viewport limited = next;
  limited.first_row = std::clamp(next.first_row, 0.0, std::max(0.0, chart.layout().last_first_row));
  if (limited == viewport) {
    return;
  }
  viewport = limited;
  refresh();
  emit view.viewportChanged();
}

void TimelineView::Private::scrollRows(double by_rows) {
  Viewport next = viewport;
  next.first_row += by_rows;
  show(next);
}

}  // namespace interleave::ui
