// SPDX-License-Identifier: GPL-3.0-or-later
// One line under the top bar while something takes its time in the background: what it is, how far it is, Cancel.
#pragma once

#include <QFrame>

class QProgressBar;
class QPushButton;

namespace interleave::ui {

class ElidedLabel;

class TaskStrip : public QFrame {
  Q_OBJECT
 public:
  explicit TaskStrip(QWidget* parent = nullptr);
  /// Shows it; nothing is known yet of how far it is.
  void begin(const QString& text);
  /// `share`: 0 to 1.
  void setProgress(double share);
  /// Hides it.
  void end();

 signals:
  void cancelled();

 private:
  ElidedLabel* m_text = nullptr;
  QProgressBar* m_progress = nullptr;
  QPushButton* m_cancel = nullptr;
};

}  // namespace interleave::ui
