// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/panel_scroll.h"

#include <QEvent>

namespace interleave::ui {

PanelScroll::PanelScroll(QWidget* parent) : QScrollArea(parent) {
  setWidgetResizable(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

// QScrollArea's own stops at 24 lines.
QSize PanelScroll::sizeHint() const {
  return widget() != nullptr ? widget()->sizeHint() : QScrollArea::sizeHint();
}

bool PanelScroll::event(QEvent* event) {
  if (event->type() == QEvent::LayoutRequest) {
    updateGeometry();
  }
  return QScrollArea::event(event);
}

}  // namespace interleave::ui
