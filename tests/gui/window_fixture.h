// SPDX-License-Identifier: GPL-3.0-or-later
// A window with settings of its own, and the hands to use it with.
#pragma once

#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <functional>
#include <memory>

#include "core/experiment/experiment.h"
#include "core/session/machine_monitor.h"
#include "ui/window/main_window.h"

namespace interleave {

inline void PrintTo(const Experiment& experiment, std::ostream* out) {
  *out << describe(experiment);
}

}  // namespace interleave

namespace interleave::ui {

class WindowTest : public testing::Test {
 protected:
  static constexpr int kPatience_ms = 30'000;

  void SetUp() override { open(); }

  void open(const QSize& size = {1280, 720}) {
    m_window = std::make_unique<MainWindow>(m_monitor, settingsFile());
    m_window->resize(size);
    m_window->show();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(m_window.get()));
    QCoreApplication::processEvents();  // what the window does when it was painted for the first time
  }

  /// Closes as a person does, and lets go of the window.
  void close() {
    m_window->close();
    m_window.reset();
  }

  QString settingsFile() const { return m_folder.filePath("settings.ini"); }
  QString path(const QString& name) const { return m_folder.filePath(name); }
  MainWindow& window() { return *m_window; }

  /// What a screen reader calls it.
  static QString nameOf(const QWidget& widget) {
    const auto* clickable = qobject_cast<const QAbstractButton*>(&widget);
    return widget.accessibleName().isEmpty() && clickable != nullptr ? QString(clickable->text()).remove('&')
                                                                     : widget.accessibleName();
  }

  template <class Widget>
  Widget* find(const QString& name) {
    for (Widget* widget : window().findChildren<Widget*>()) {
      if (nameOf(*widget) == name) {
        return widget;
      }
    }
    ADD_FAILURE() << "no control is called " << name.toStdString();
    return nullptr;
  }

  QPushButton* button(const QString& name) { return find<QPushButton>(name); }
  void click(const QString& name) { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWidget* focused = window().focusWidget();
    QTest::keyClick(focused != nullptr ? focused : &window(), key, modifiers);
  }

  /// Types over what stands in a line, and leaves it.
  void type(const QString& name, const QString& text) {
    QWidget* control = find<QWidget>(name);
    if (auto* box = qobject_cast<QComboBox*>(control)) {
      control = box->lineEdit();
    }
    auto* line = qobject_cast<QLineEdit*>(control);
    ASSERT_NE(line, nullptr) << name.toStdString();
    QTest::mouseClick(line, Qt::LeftButton);
    line->selectAll();
    QTest::keyClick(line, Qt::Key_Backspace);
    QTest::keyClicks(line, text);
  }

  /// Chooses in a dropdown with the keyboard, as its items come.
  void choose(const QString& name, const QString& label) {
    auto* box = find<QComboBox>(name);
    ASSERT_GE(box->findText(label), 0) << name.toStdString() << " has no " << label.toStdString();
    box->setFocus();
    while (box->currentText() != label) {
      const bool is_below = box->findText(label) > box->currentIndex();
      QTest::keyClick(box, is_below ? Qt::Key_Down : Qt::Key_Up);
    }
  }

  static bool eventually(const std::function<bool()>& condition) { return QTest::qWaitFor(condition, kPatience_ms); }

  const ShelfRun* newest() {
    const auto id = window().runs().newest();
    return id ? window().runs().run(*id) : nullptr;
  }
  bool hasEnded() { return newest() != nullptr && !newest()->is_live; }
  bool isMeasuring() { return newest() != nullptr && newest()->findings != nullptr; }

 private:
  QTemporaryDir m_folder;
  MachineMonitor m_monitor;
  std::unique_ptr<MainWindow> m_window;
};

}  // namespace interleave::ui
