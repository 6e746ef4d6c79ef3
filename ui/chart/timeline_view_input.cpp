// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and keyboard do to a TimelineView.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/chart/mark_at.h"
#include "ui/chart/timeline_view_private.h"
#include "ui/chart/viewport_math.h"

namespace interleave::ui {
namespace {

constexpr double kWheelFactor = 1.25;  // of a notch
constexpr double kKeyFactor = 1.5;
constexpr double kKeyPan = 0.15;  // of the view
constexpr double kWheelRows = 3.0;
constexpr double kDragBegins_px = 3.0;

}  // namespace

void TimelineView::Private::updateHover(const QPointF& point) {
  hovered = point;
  const QPointF at = inPlot(point);
  const TimelineLayout& layout = chart.layout();
  const bool is_over = !isEmpty() && layout.plot.contains(at);
  const bool pans = is_dragging && drag == Drag::Pan;
  const double time_ns = is_over ? layout.timeAt(at.x()) : -1.0;
  setPointed(is_over && !pans && time_ns >= 0.0 && time_ns <= whole_ns()
                 ? std::optional(static_cast<std::int64_t>(time_ns))
                 : std::nullopt,
             panelAt(at).value_or(pointed_panel));
  if (!is_over || is_dragging) {
    const bool has_changed = cursor->setLine(std::nullopt) | links->setPlaces({});
    const auto label = isEmpty() || is_dragging ? std::nullopt : hoverAt(layout, panels, rows, at);
    if (label && !is_over) {
      card->showText(*label, point.toPoint());
    } else {
      card->hide();
    }
    if (has_changed) {
      repaintOverlay();
    }
    return;
  }
  const bool has_changed =
      cursor->setLine(QLineF(at.x(), layout.plot.top(), at.x(), layout.plot.bottom())) | links->setPlaces(linksAt(at));
  if (has_changed) {
    repaintOverlay();
  }
  if (const auto text = hoverAt(layout, panels, rows, at)) {
    card->showText(*text, point.toPoint());
  } else {
    card->hide();
  }
}

LinkPlaces TimelineView::Private::linksAt(const QPointF& in_plot) const {
  const TimelineLayout& layout = chart.layout();
  const RowLayout* row = rowAt(layout, in_plot);
  const Mark* mark = row != nullptr ? markAt(*row, columnAt(layout, in_plot)) : nullptr;
  return mark != nullptr ? linkPlaces(layout, panels, row->panel, mark->job) : LinkPlaces{};
}

void TimelineView::Private::setPointed(std::optional<std::int64_t> time_ns, std::size_t panel) {
  panel = time_ns && panel < panels.size() ? panel : 0;
  if (time_ns != pointed_ns || panel != pointed_panel) {
    pointed_ns = time_ns;
    pointed_panel = panel;
    emit view.pointedAt(time_ns, panel);
  }
}

std::optional<std::size_t> TimelineView::Private::panelAt(const QPointF& in_plot) const {
  const std::vector<PanelLayout>& laid_out = chart.layout().panels;
  for (std::size_t i = 0; i < laid_out.size() && i < panels.size(); ++i) {
    const QRectF whole = laid_out[i].head.united(laid_out[i].body);
    if (in_plot.y() >= whole.top() && in_plot.y() < whole.bottom()) {
      return i;
    }
  }
  return std::nullopt;
}

void TimelineView::Private::setFocusShown(bool shown) {
  is_focus_shown = shown;
  if (cursor->setFocusShown(shown)) {
    repaintOverlay();
  }
  view.update();
}

void TimelineView::Private::clearHover() {
  hovered.reset();
  setPointed(std::nullopt, 0);
  if (cursor->setLine(std::nullopt) | links->setPlaces({})) {
    repaintOverlay();
  }
  card->hide();
}

void TimelineView::wheelEvent(QWheelEvent* event) {
  Private& d = *m_private;
  if (d.isEmpty()) {
    event->ignore();
    return;
  }
  const TimelineLayout& layout = layoutNow();
  const QPointF at = d.inPlot(event->position());
  const double notches = event->angleDelta().y() / 120.0;
  const double sideways = event->angleDelta().x() / 120.0;
  const bool has_modifier = event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier);
  if (has_modifier || at.x() < layout.plot.left()) {
    d.scrollRows(-(notches != 0.0 ? notches : sideways) * kWheelRows);
  } else if (notches != 0.0) {
    const double x = std::clamp(at.x(), layout.plot.left(), layout.plot.right());
    d.navigate(zoomed(d.viewport, layout.timeAt(x), std::pow(kWheelFactor, notches), d.whole_ns()));
  } else if (sideways != 0.0) {
    d.navigate(panned(d.viewport, -sideways * 0.08 * d.viewport.length_ns(), d.whole_ns()));
  }
  event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
  Private& d = *m_private;
  if (event->button() == Qt::LeftButton && !d.isEmpty()) {
    layoutNow();
    d.beginDrag(event->position(), event->modifiers());
  }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
  Private& d = *m_private;
  if (!d.drag_from || !(event->buttons() & Qt::LeftButton)) {
    d.showGrip(event->position());
    d.updateHover(event->position());
    return;
  }
  const QPointF by = event->position() - *d.drag_from;
  if (!d.is_dragging && std::hypot(by.x(), by.y()) < kDragBegins_px) {
    return;
  }
  if (!d.is_dragging) {
    d.is_dragging = true;
    setCursor(d.drag == Private::Drag::Pan ? Qt::ClosedHandCursor : Qt::SplitHCursor);
    d.clearHover();
  }
  layoutNow();
  d.dragTo(event->position());
}

void TimelineView::Private::panTo(const QPointF& by) {
  const TimelineLayout& layout = chart.layout();
  Viewport next = drag_viewport;
  if (layout.last_first_row > 0.0) {
    next.first_row -= by.y() / layout.row_height;
  }
  const double by_ns = -by.x() / layout.plot.width() * next.length_ns();
  if (by.x() == 0.0) {
    show(next);  // rows alone: the newest stays in sight
  } else {
    navigate(panned(next, by_ns, whole_ns()));
  }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
  Private& d = *m_private;
  if (event->button() != Qt::LeftButton) {
    return;
  }
  const bool was_click = d.drag_from && !d.is_dragging && !d.is_on_edge;
  d.drag_from.reset();
  d.is_dragging = false;
  d.is_on_edge = false;
  if (was_click) {
    const std::optional<TimeRange> before = d.selection;
    d.select(std::nullopt);
    d.unselected = before;
    if (const auto panel = d.panelAt(d.inPlot(event->position()))) {
      emit panelClicked(*panel);
    }
  }
  d.showGrip(event->position());
  d.updateHover(event->position());
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
  Private& d = *m_private;
  if (event->button() == Qt::LeftButton && !d.isEmpty()) {
    if (d.unselected) {
      d.select(std::exchange(d.unselected, std::nullopt));  // it was not meant
    }
    fitAll();
  }
}

void TimelineView::leaveEvent(QEvent*) {
  m_private->clearHover();
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
  Private& d = *m_private;
  if (d.isEmpty() || (event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))) {
    QWidget::keyPressEvent(event);
    return;
  }
  const TimelineLayout& layout = layoutNow();
  const double middle = (d.viewport.begin_ns + d.viewport.end_ns) / 2.0;
  const bool points = d.hovered && layout.plot.contains(d.inPlot(*d.hovered));
  const double about = points ? layout.timeAt(d.inPlot(*d.hovered).x()) : middle;
  const double step = kKeyPan * d.viewport.length_ns();
  const double page = std::max(1.0, std::floor(layout.plot.height() / layout.row_height) - 1.0);
  switch (event->key()) {
    case Qt::Key_W:
    case Qt::Key_Up:
    case Qt::Key_Plus:
      d.navigate(zoomed(d.viewport, about, kKeyFactor, d.whole_ns()));
      break;
    case Qt::Key_S:
    case Qt::Key_Down:
    case Qt::Key_Minus:
      d.navigate(zoomed(d.viewport, about, 1.0 / kKeyFactor, d.whole_ns()));
      break;
    case Qt::Key_A:
    case Qt::Key_Left:
      d.navigate(panned(d.viewport, -step, d.whole_ns()));
      break;
    case Qt::Key_D:
    case Qt::Key_Right:
      d.navigate(panned(d.viewport, step, d.whole_ns()));
      break;
    case Qt::Key_F:
      fitAll();
      break;
    case Qt::Key_BracketLeft:
    case Qt::Key_I:
      d.selectWithKey(SelectionEdge::Begin);
      break;
    case Qt::Key_BracketRight:
    case Qt::Key_O:
      d.selectWithKey(SelectionEdge::End);
      break;
    case Qt::Key_Backspace:
      d.select(std::nullopt);
      break;
    case Qt::Key_Z:
      d.zoomToSelection();
      break;
    case Qt::Key_PageUp:
      d.scrollRows(-page);
      break;
    case Qt::Key_PageDown:
      d.scrollRows(page);
      break;
    default:
      QWidget::keyPressEvent(event);
  }
}

void TimelineView::focusInEvent(QFocusEvent* event) {
  // A click needs no frame to show where the focus is; the keyboard does.
  const Qt::FocusReason reason = event->reason();
  m_private->setFocusShown(reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                           reason == Qt::ShortcutFocusReason);
}

void TimelineView::focusOutEvent(QFocusEvent*) {
  m_private->setFocusShown(false);
}

}  // namespace interleave::ui
