// SPDX-License-Identifier: GPL-3.0-or-later
// What program to watch: a command line that is typed, a script that is chosen, or a process that runs already. What is
// wrong is said in the dialog, which then stays. Threading: the GUI thread; processes are looked up on another.
#pragma once

#include <QDialog>
#include <QFutureWatcher>

#include "core/base/result.h"
#include "core/session/watch_session.h"
#include "ui/window/process_model.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace interleave::ui {

class WindowSettings;

class WatchDialog : public QDialog {
  Q_OBJECT
 public:
  /// REQUIRES: the settings outlive the dialog; they remember the last commands and the folder.
  WatchDialog(WindowSettings& settings, QWidget* parent);
  /// The choice to begin with.
  void startWith(const WatchSettings& watched);

 signals:
  /// It can be started, as far as is known.
  void chosen(const interleave::WatchSettings& settings);

 private:
  enum Page { kStart, kAttach };

  QWidget* startPage();
  QWidget* attachPage();
  void showPage(Page page);
  void chooseScript();
  void chooseFolder();
  void lookUp();
  /// A process whose number was typed is chosen, whatever else has that number in its name or command.
  void chooseByNumber();
  Result<WatchSettings> toStart() const;
  Result<WatchSettings> toAttach() const;
  void finish();
  void say(const QString& problem);

  WindowSettings& m_settings;
  QPushButton* m_page_buttons[2]{};
  QStackedWidget* m_pages = nullptr;
  QComboBox* m_command = nullptr;
  QLineEdit* m_folder = nullptr;
  QLineEdit* m_search = nullptr;
  QTableView* m_table = nullptr;
  ProcessModel* m_processes = nullptr;
  QSortFilterProxyModel* m_found = nullptr;
  QLabel* m_problem = nullptr;
  QFutureWatcher<std::vector<RunningProcess>> m_looked_up;
};

/// The words that run a script: python3 FILE, sh FILE, or FILE itself where it can be executed.
std::vector<std::string> scriptCommand(const QString& file);

}  // namespace interleave::ui
