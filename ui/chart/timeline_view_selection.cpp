// SPDX-License-Identifier: GPL-3.0-or-later
// A TimelineView's selected range of time: by mouse, by key and from outside.
#include <algorithm>
#include <cmath>

#include "ui/chart/state_shares.h"
#include "ui/chart/timeline_view_private.h"
#include "ui/chart/viewport_math.h"

namespace interleave::ui {
namespace {

constexpr double kAround = 0.04;  // of a selection that is zoomed to, on both sides

}  // namespace

std::optional<TimeRange> TimelineView::selection() const {
  return m_private->selection;
}

void TimelineView::setSelection(std::optional<TimeRange> range) {
  m_private->select(range);
}

void TimelineView::Private::select(const std::optional<TimeRange>& range) {
  const std::optional<TimeRange> next = range && range->length_ns() > 0 ? range : std::nullopt;
  if (next == selection) {
    return;
  }
  selection = next;
  unselected.reset();
  if (!isEmpty() && !is_stale) {
    showSelection();
    repaintOverlay();
  }
  emit view.selectionChanged();
}

void TimelineView::Private::showSelection() {
  const TimelineLayout& layout = chart.layout();
  band->setPlace(selection ? selectionPlace(layout, *selection) : std::nullopt);
  chart.setShares(stateShares(layout, panels, selection));
}

std::optional<SelectionEdge> TimelineView::Private::edgeUnder(const QPointF& point) const {
  const auto& place = band->place();
  return place && !isEmpty() ? edgeAt(*place, inPlot(point)) : std::nullopt;
}

std::int64_t TimelineView::Private::instantAt(const QPointF& point) const {
  const double time_ns = chart.layout().timeAt(inPlot(point).x());
  return static_cast<std::int64_t>(std::llround(std::clamp(time_ns, 0.0, whole_ns())));
}

void TimelineView::Private::beginDrag(const QPointF& point, Qt::KeyboardModifiers modifiers) {
  drag_from = point;
  drag_viewport = viewport;
  drag = Drag::Pan;
  const std::optional<SelectionEdge> edge = edgeUnder(point);
  is_on_edge = edge.has_value();
  if (edge) {
    drag = Drag::Select;
    drag_anchor_ns = *edge == SelectionEdge::Begin ? selection->end_ns : selection->begin_ns;
  } else if (modifiers & Qt::ControlModifier) {
    drag = Drag::Select;
    drag_anchor_ns = instantAt(point);
  }
}

void TimelineView::Private::dragTo(const QPointF& point) {
  if (drag == Drag::Pan) {
    panTo(point - *drag_from);
    return;
  }
  const std::int64_t time_ns = instantAt(point);
  select(TimeRange{std::min(drag_anchor_ns, time_ns), std::max(drag_anchor_ns, time_ns)});
  updateHover(point);
}

// At the cursor, or in the middle of the view where there is none. What was not set yet is the view's.
void TimelineView::Private::selectWithKey(SelectionEdge edge) {
  const double middle_ns = (viewport.begin_ns + viewport.end_ns) / 2.0;
  const auto within = [&](double time_ns) {
    return static_cast<std::int64_t>(std::llround(std::clamp(time_ns, 0.0, whole_ns())));
  };
  const std::int64_t time_ns = pointed_ns.value_or(within(middle_ns));
  const bool is_begin = edge == SelectionEdge::Begin;
  std::int64_t other_ns = within(is_begin ? viewport.end_ns : viewport.begin_ns);
  if (selection && is_begin && selection->end_ns > time_ns) {
    other_ns = selection->end_ns;
  } else if (selection && !is_begin && selection->begin_ns < time_ns) {
    other_ns = selection->begin_ns;
  }
  select(is_begin ? TimeRange{time_ns, other_ns} : TimeRange{other_ns, time_ns});
}

void TimelineView::Private::zoomToSelection() {
  if (!selection) {
    return;
  }
  const double air_ns = kAround * static_cast<double>(selection->length_ns());
  Viewport next = viewport;
  next.begin_ns = static_cast<double>(selection->begin_ns) - air_ns;
  next.end_ns = static_cast<double>(selection->end_ns) + air_ns;
  // As any zoom is limited.
  const double about_ns = (next.begin_ns + next.end_ns) / 2.0;
  navigate(zoomed(next, about_ns, 1.0, whole_ns()));
}

void TimelineView::Private::showGrip(const QPointF& point) {
  if (edgeUnder(point)) {
    view.setCursor(Qt::SplitHCursor);
  } else {
    view.unsetCursor();
  }
}

}  // namespace interleave::ui
