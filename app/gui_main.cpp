// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_main.h"

#include <QApplication>
#include <QIcon>

#include "core/session/machine_monitor.h"
#include "ui/window/first_paint.h"
#include "ui/window/main_window.h"
#include "ui/window/window_theme.h"

namespace interleave::ui {

int runWindow(int argc, char** argv) {
  QApplication::setApplicationName("interleave");
  QApplication::setApplicationDisplayName("Interleave");
  QApplication::setOrganizationName("interleave");
  QApplication::setDesktopFileName("interleave");
  QApplication application(argc, argv);
  dressApplication(application);
  QApplication::setWindowIcon(QIcon(":/interleave/icons/interleave.svg"));
  MachineMonitor monitor;
  MainWindow window(monitor);
  logFirstPaint(window);
  window.show();
  window.openTraces(QApplication::arguments().mid(1));
  return QApplication::exec();
}

}  // namespace interleave::ui
