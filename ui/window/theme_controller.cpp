// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/theme_controller.h"

#include <QApplication>
#include <QEvent>
#include <QWidget>

#include "ui/window/window_theme.h"

namespace interleave::ui {
namespace {

bool isDesktopDark() {
  const QPalette desktop = QGuiApplication::palette();
  return desktop.color(QPalette::Window).lightness() < desktop.color(QPalette::WindowText).lightness();
}

}  // namespace

ThemeController::ThemeController(QWidget& window, WindowSettings& settings)
    : QObject(&window), m_window(window), m_settings(settings), m_choice(settings.theme()) {
  m_window.setAttribute(Qt::WA_WindowPropagation);
  qApp->installEventFilter(this);
  apply();
}

void ThemeController::setChoice(ThemeChoice choice) {
  m_choice = choice;
  m_settings.setTheme(choice);
  apply();
}

const Theme& ThemeController::current() const {
  const bool is_dark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && isDesktopDark());
  return theme(is_dark ? ThemeName::Dark : ThemeName::Light);
}

void ThemeController::apply() {
  const Theme& wanted = current();
  if (wanted.name == m_applied) {
    return;
  }
  m_applied = wanted.name;
  m_window.setPalette(palette(wanted));
  m_window.setStyleSheet(styleSheet(wanted));
  emit changed(wanted);
}

bool ThemeController::eventFilter(QObject* object, QEvent* event) {
  if (object == qApp && event->type() == QEvent::ApplicationPaletteChange) {
    QMetaObject::invokeMethod(this, &ThemeController::apply, Qt::QueuedConnection);
  }
  return QObject::eventFilter(object, event);
}

}  // namespace interleave::ui
