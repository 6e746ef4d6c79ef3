// SPDX-License-Identifier: GPL-3.0-or-later
// Window tests: real widgets, mouse and keys, on the offscreen platform; settings in a folder of their own.
#include <gtest/gtest.h>

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include "ui/window/window_theme.h"

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  testing::InitGoogleTest(&argc, argv);
  const QTemporaryDir settings;
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
  QApplication::setApplicationName("interleave-test");
  QApplication::setOrganizationName("interleave-test");
  QApplication application(argc, argv);
  QApplication::setQuitOnLastWindowClosed(false);
  interleave::ui::dressApplication(application);
  return RUN_ALL_TESTS();
}
