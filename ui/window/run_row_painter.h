// SPDX-License-Identifier: GPL-3.0-or-later
// How a run looks in the list: title and elapsed time, below it what it worked on; a check mark when it is shown,
// bold when the results are its.
#pragma once

#include <QStyledItemDelegate>

#include "ui/chart/theme.h"

namespace interleave::ui {

class RunRowPainter : public QStyledItemDelegate {
  Q_OBJECT
 public:
  static constexpr int kCheck_px = 22;  // from the row's left, where a click puts the check mark
  using QStyledItemDelegate::QStyledItemDelegate;

  void setTheme(const Theme& theme) { m_theme = theme; }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  Theme m_theme = theme(ThemeName::Light);
};

}  // namespace interleave::ui
