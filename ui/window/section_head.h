// SPDX-License-Identifier: GPL-3.0-or-later
// The small spaced capitals above a part of a panel.
#pragma once

#include <QLabel>

namespace interleave::ui {

class SectionHead : public QLabel {
  Q_OBJECT
 public:
  explicit SectionHead(const QString& text, QWidget* parent = nullptr);
};

}  // namespace interleave::ui
