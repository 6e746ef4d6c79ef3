// SPDX-License-Identifier: GPL-3.0-or-later
// The bar across the top: run and stop, how far the run is, how it is drawn, and the rest in a menu.
#pragma once

#include <QFrame>
#include <vector>

#include "core/trace/trace_snapshot.h"
#include "ui/chart/theme.h"

class QAction;
class QMenu;
class QProgressBar;
class QPushButton;

namespace interleave::ui {

class ElidedLabel;
class WindowActions;

class TopBar : public QFrame {
  Q_OBJECT
 public:
  /// REQUIRES: the actions outlive the bar.
  explicit TopBar(const WindowActions& actions, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// `ended` of `all` jobs; the bar shows while `all` is not 0.
  void setProgress(std::size_t ended, std::size_t all);
  /// The words beside the bar.
  void setStatus(const QString& text);
  /// Why nothing can be run, in the colour of errors.
  void setProblem(const QString& text);
  /// Back to the words that stood there before the problem.
  void clearProblem();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QPushButton* button(QAction& action);
  QPushButton* menuButton(const QString& name, const std::vector<QAction*>& choices,
                          const std::vector<QAction*>& besides = {});
  QPushButton* lessonsButton();
  void fillLessons(QMenu& menu) const;
  QPushButton* moreButton();

  const WindowActions& m_actions;
  QPushButton* m_run = nullptr;
  QPushButton* m_watch = nullptr;
  QPushButton* m_stop = nullptr;
  QPushButton* m_against = nullptr;
  QPushButton* m_more = nullptr;
  QProgressBar* m_progress = nullptr;
  ElidedLabel* m_status = nullptr;
  QString m_words;  // the status, also while a problem stands in its place
  bool m_has_problem = false;

  void showStatus(const QString& text, const char* role);
};

}  // namespace interleave::ui
