// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and keyboard do to a TimelineView.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

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
  if (isEmpty() || !layout.plot.contains(at) || is_dragging) {
    cursor->setLine(std::nullopt);
    card->hide();
    return;
  }
  cursor->setLine(QLineF(at.x(), layout.plot.top(), at.x(), layout.plot.bottom()));
  if (const auto text = hoverAt(layout, panels, rows, at)) {
    card->showText(*text, point.toPoint());
  } else {
    card->hide();
  }
}

void TimelineView::Private::setFocusShown(bool shown) {
  is_focus_shown = shown;
  cursor->setFocusShown(shown);
  view.update();
}

void TimelineView::Private::clearHover() {
  hovered.reset();
  cursor->setLine(std::nullopt);
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
    d.drag_from = event->position();
    d.drag_viewport = d.viewport;
  }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
  Private& d = *m_private;
  if (!d.drag_from || !(event->buttons() & Qt::LeftButton)) {
    d.updateHover(event->position());
    return;
  }
  const QPointF by = event->position() - *d.drag_from;
  if (!d.is_dragging && std::hypot(by.x(), by.y()) < kDragBegins_px) {
    return;
  }
  if (!d.is_dragging) {
    d.is_dragging = true;
    setCursor(Qt::ClosedHandCursor);
    d.clearHover();
  }
  const TimelineLayout& layout = layoutNow();
  Viewport next = d.drag_viewport;
  if (layout.last_first_row > 0.0) {
    next.first_row -= by.y() / layout.row_height;
  }
  const double by_ns = -by.x() / layout.plot.width() * next.length_ns();
  if (by.x() == 0.0) {
    d.show(next);  // rows alone: the newest stays in sight
  } else {
    d.navigate(panned(next, by_ns, d.whole_ns()));
  }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
  Private& d = *m_private;
  if (event->button() != Qt::LeftButton) {
    return;
  }
  d.drag_from.reset();
  if (d.is_dragging) {
    d.is_dragging = false;
    unsetCursor();
  }
  d.updateHover(event->position());
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && !m_private->isEmpty()) {
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
