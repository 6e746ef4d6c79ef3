// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/tab_order.h"

#include <QWidget>

namespace interleave::ui {

void tabInto(const QWidget& part, QWidget* before) {
  for (QWidget* child : part.findChildren<QWidget*>()) {
    const bool is_in_window = child->window() == part.window();  // a list that pops up is a window of its own
    if (is_in_window && child->focusPolicy() != Qt::NoFocus && child->focusProxy() == nullptr) {
      QWidget::setTabOrder(before, child);
      before = child;
    }
  }
}

}  // namespace interleave::ui
