// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/first_paint.h"

#include <QEvent>
#include <QObject>
#include <QTimer>
#include <QWidget>

#include "core/base/log.h"

namespace interleave::ui {
namespace {

class FirstPaint : public QObject {
 public:
  using QObject::QObject;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() == QEvent::Paint) {
      watched->removeEventFilter(this);
      // The children are painted within the window's own event; the next turn of the loop comes after all of them.
      QTimer::singleShot(0, this, [this] {
        spdlog::debug("first window painted");
        spdlog::default_logger_raw()->flush();
        deleteLater();
      });
    }
    return false;
  }
};

}  // namespace

void logFirstPaint(QWidget& window) {
  if (spdlog::should_log(spdlog::level::debug)) {
    window.installEventFilter(new FirstPaint(&window));
  }
}

}  // namespace interleave::ui
