// SPDX-License-Identifier: GPL-3.0-or-later
// A panel that scrolls when it has not enough room, and wants no more room than what it holds.
#pragma once

#include <QScrollArea>

namespace interleave::ui {

class PanelScroll : public QScrollArea {
  Q_OBJECT
 public:
  /// What it holds is made in its viewport() and given to it by setWidget(), which measures it at once.
  explicit PanelScroll(QWidget* parent);
  QSize sizeHint() const override;

 protected:
  bool event(QEvent* event) override;
};

}  // namespace interleave::ui
