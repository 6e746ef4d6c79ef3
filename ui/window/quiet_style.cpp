// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/quiet_style.h"

#include <QApplication>
#include <QKeyEvent>
#include <QWidget>

namespace interleave::ui {

QuietStyle::QuietStyle() : QProxyStyle("Fusion") {}

int QuietStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* data) const {
  if (hint == SH_UnderlineShortcut) {
    return m_is_underlined ? 1 : 0;
  }
  return QProxyStyle::styleHint(hint, option, widget, data);
}

void QuietStyle::polish(QApplication* application) {
  QProxyStyle::polish(application);
  application->installEventFilter(this);
}

bool QuietStyle::eventFilter(QObject* object, QEvent* event) {
  const bool is_press = event->type() == QEvent::KeyPress;
  if ((is_press || event->type() == QEvent::KeyRelease) && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Alt) {
    setUnderlined(is_press);
  } else if (event->type() == QEvent::WindowDeactivate) {
    setUnderlined(false);
  }
  return QProxyStyle::eventFilter(object, event);
}

void QuietStyle::setUnderlined(bool is_underlined) {
  if (is_underlined == m_is_underlined) {
    return;
  }
  m_is_underlined = is_underlined;
  if (QWidget* window = QApplication::activeWindow()) {
    const QList<QWidget*> inside = window->findChildren<QWidget*>();
    for (QWidget* widget : inside) {
      widget->update();
    }
  }
}

}  // namespace interleave::ui
