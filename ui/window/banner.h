// SPDX-License-Identifier: GPL-3.0-or-later
// One quiet line under the top bar that says what went wrong and what to do. What is on the screen stays there.
#pragma once

#include <QFrame>

#include "ui/chart/theme.h"

class QLabel;
class QToolButton;

namespace interleave::ui {

class Banner : public QFrame {
  Q_OBJECT
 public:
  explicit Banner(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  void showMessage(const QString& text);
  QString message() const;

 private:
  QLabel* m_text = nullptr;
  QToolButton* m_close = nullptr;
};

}  // namespace interleave::ui
