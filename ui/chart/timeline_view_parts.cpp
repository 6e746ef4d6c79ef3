// SPDX-License-Identifier: GPL-3.0-or-later
// Where a TimelineView's parts lie and how they look.
#include <algorithm>

#include "ui/chart/timeline_view_private.h"

namespace interleave::ui {
namespace {

QString cssColour(const QColor& colour) {
  return colour.name(QColor::HexRgb);
}

}  // namespace

void TimelineView::Private::placeParts() {
  const int top = overview->height();
  overview->setGeometry(0, 0, view.width(), top);
  overview->setMargins(metrics.left, metrics.right);
  plot->setGeometry(0, top, view.width(), std::max(1, view.height() - top));
  overview->setVisible(!isEmpty());
  plot->setVisible(!isEmpty());
  const bool offers_resume = !isEmpty() && isLive() && !is_following;
  resume->setVisible(offers_resume);
  if (offers_resume) {
    resume->adjustSize();
    resume->resize(resume->width(), 30);
    resume->move(view.width() - static_cast<int>(metrics.right) - resume->width(), top + 4);
    resume->raise();
  }
  is_stale = true;
  if (isEmpty()) {
    scroll->hide();
    clearHover();
  }
}

void TimelineView::Private::applyStyle() {
  chart.setStyle(style);
  links->setStyle(style);
  band->setStyle(style);
  cursor->setStyle(style);
  overview->setStyle(style);
  card->setStyle(style);
  const Theme& t = style.theme;
  resume->setFont(chartFont(style.family, 13, Weight::Medium));
  resume->setStyleSheet(
      QStringLiteral("QPushButton { background: %1; color: %2; border: 2px solid %1; border-radius: 6px;"
                     " padding: 0 12px; } QPushButton:focus { border-color: %3; }")
          .arg(cssColour(t.accent), cssColour(t.on_accent), cssColour(t.ink)));
  scroll->setStyleSheet(
      QStringLiteral("QScrollBar { background: transparent; width: 10px; }"
                     "QScrollBar::handle { background: %1; border-radius: 3px; margin: 0 2px; min-height: 24px; }"
                     "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
                     "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }")
          .arg(cssColour(t.others)));
  refresh();
  view.update();
}

}  // namespace interleave::ui
