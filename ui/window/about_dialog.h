// SPDX-License-Identifier: GPL-3.0-or-later
// What the program is, its version, its licence.
#pragma once

#include <QDialog>

namespace interleave::ui {

class AboutDialog : public QDialog {
  Q_OBJECT
 public:
  explicit AboutDialog(QWidget* parent);
};

}  // namespace interleave::ui
