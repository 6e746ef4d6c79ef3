// SPDX-License-Identifier: GPL-3.0-or-later
// Workers or cores and how each spent its time: a line each, name, share running, and what it waited for most. The
// first eight; all of them on request.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

#include "ui/chart/theme.h"
#include "ui/window/share_lines.h"

class QPushButton;

namespace interleave::ui {

class ShareTable : public QWidget {
  Q_OBJECT
 public:
  static constexpr int kFewLines = 8;

  /// `kind` is what the lines are, "workers".
  ShareTable(const QString& kind, bool has_waits, QWidget* parent = nullptr);
  /// What the lines are from now on.
  void setKind(const QString& kind);
  void setLines(std::vector<ShareLine> lines);
  const std::vector<ShareLine>& lines() const { return m_lines; }
  void setTheme(const Theme& theme);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  int shownLines() const;
  void place();

  QString m_kind;
  const bool m_has_waits;
  std::vector<ShareLine> m_lines;
  bool m_is_unfolded = false;
  QPushButton* m_more = nullptr;
  Theme m_theme = theme(ThemeName::Light);
};

}  // namespace interleave::ui
