// SPDX-License-Identifier: GPL-3.0-or-later
// Above the timeline: everything that the shown run was set to, and the way back to it.
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace interleave::ui {

class ElidedLabel;
class IntervalControl;

class SettingsLine : public QFrame {
  Q_OBJECT
 public:
  explicit SettingsLine(QWidget* parent = nullptr);
  /// Empty: no run is shown, and neither is the line.
  void setSettings(const QString& text);
  /// Whether they can be set again; a trace from a file has none.
  void setReusable(bool is_reusable);
  /// The live run's switch interval.
  IntervalControl& interval() const { return *m_interval; }
  /// Whether the run that is shown has one.
  void showInterval(bool is_shown);

 signals:
  void reuseWanted();

 private:
  ElidedLabel* m_text = nullptr;
  QPushButton* m_reuse = nullptr;
  QLabel* m_interval_name = nullptr;
  IntervalControl* m_interval = nullptr;
};

}  // namespace interleave::ui
