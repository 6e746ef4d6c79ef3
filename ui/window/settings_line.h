// SPDX-License-Identifier: GPL-3.0-or-later
// Above the timeline: everything that the shown run was set to, and the way back to it.
#pragma once

#include <QFrame>

class QPushButton;

namespace interleave::ui {

class ElidedLabel;

class SettingsLine : public QFrame {
  Q_OBJECT
 public:
  explicit SettingsLine(QWidget* parent = nullptr);
  /// Empty: no run is shown, and neither is the line.
  void setSettings(const QString& text);

 signals:
  void reuseWanted();

 private:
  ElidedLabel* m_text = nullptr;
};

}  // namespace interleave::ui
