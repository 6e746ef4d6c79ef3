// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of this session as a list: a click or Enter shows one again; its check mark, Ctrl and click, or Space
// put it beside those shown; Delete or the menu removes it.
#pragma once

#include <QWidget>

#include "ui/chart/theme.h"
#include "ui/window/run_shelf.h"

class QLabel;
class QListView;

namespace interleave::ui {

class RunRowPainter;

class RunsPanel : public QWidget {
  Q_OBJECT
 public:
  /// REQUIRES: the shelf outlives the panel.
  explicit RunsPanel(RunShelf& shelf, QWidget* parent = nullptr);
  void setTheme(const Theme& theme);

 signals:
  void chosen(interleave::ui::RunId id);
  /// To be shown alone.
  void aloneWanted(interleave::ui::RunId id);
  /// To be shown beside those shown, or no longer.
  void checkWanted(interleave::ui::RunId id);
  void settingsWanted(interleave::ui::RunId id);
  void removalWanted(interleave::ui::RunId id);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void showMenu(const QPoint& at);
  void showEmptiness();

  RunShelf& m_shelf;
  QLabel* m_empty = nullptr;
  QListView* m_list = nullptr;
  RunRowPainter* m_painter = nullptr;
  bool m_is_on_check = false;  // the press that may become a click
};

}  // namespace interleave::ui
