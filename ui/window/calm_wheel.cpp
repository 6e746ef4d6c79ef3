// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/calm_wheel.h"

#include <QEvent>
#include <QWidget>

namespace interleave::ui {
namespace {

class WheelFilter : public QObject {
 public:
  using QObject::QObject;
  bool eventFilter(QObject* object, QEvent* event) override {
    if (event->type() == QEvent::Wheel) {
      event->ignore();
      return true;
    }
    return QObject::eventFilter(object, event);
  }
};

}  // namespace

void ignoreWheel(QWidget& control) { control.installEventFilter(new WheelFilter(&control)); }

}  // namespace interleave::ui
