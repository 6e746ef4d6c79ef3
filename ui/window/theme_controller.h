// SPDX-License-Identifier: GPL-3.0-or-later
// Which theme the window has: the desktop's, as long as the user wants that, or the one chosen.
//
// The application's own palette stays the desktop's, so that a change of it is seen; the window's is set on the window.
// Threading: the GUI thread.
#pragma once

#include <QObject>

#include "ui/chart/theme.h"
#include "ui/window/window_settings.h"

class QWidget;

namespace interleave::ui {

class ThemeController : public QObject {
  Q_OBJECT
 public:
  /// Dresses `window` (and what it opens) now and at every change.
  ThemeController(QWidget& window, WindowSettings& settings);

  ThemeChoice choice() const { return m_choice; }
  void setChoice(ThemeChoice choice);
  const Theme& current() const;

 signals:
  void changed(const interleave::ui::Theme& theme);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void apply();

  QWidget& m_window;
  WindowSettings& m_settings;
  ThemeChoice m_choice;
  ThemeName m_applied = ThemeName::Print;  // none yet
};

}  // namespace interleave::ui
