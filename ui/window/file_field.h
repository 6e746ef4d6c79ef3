// SPDX-License-Identifier: GPL-3.0-or-later
// The path of a file, typed or chosen.
#pragma once

#include "ui/window/text_field.h"

class QPushButton;

namespace interleave::ui {

class FileField : public TextField {
  Q_OBJECT
 public:
  /// `filter`: as QFileDialog's.
  FileField(const QString& name, const QString& explanation, const QString& filter);

 private:
  FileField(const QString& name, const QString& explanation, const QString& filter, QPushButton* choose);
  void choose();

  QString m_filter;
};

}  // namespace interleave::ui
