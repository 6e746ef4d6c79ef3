// SPDX-License-Identifier: GPL-3.0-or-later
// All keys in one list.
#pragma once

#include <QDialog>

namespace interleave::ui {

class WindowActions;

class KeysDialog : public QDialog {
  Q_OBJECT
 public:
  KeysDialog(const WindowActions& actions, QWidget* parent);
};

}  // namespace interleave::ui
