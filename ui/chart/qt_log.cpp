// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/qt_log.h"

#include <QString>
#include <QtGlobal>

#include "core/base/log.h"

namespace interleave::ui {

void sendQtMessagesToLog() {
  qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& message) {
    const std::string text = message.toStdString();
    if (type == QtFatalMsg) {
      spdlog::critical("qt: {}", text);
    } else if (type == QtCriticalMsg) {
      spdlog::warn("qt: {}", text);
    } else {
      spdlog::debug("qt: {}", text);
    }
  });
}

}  // namespace interleave::ui
