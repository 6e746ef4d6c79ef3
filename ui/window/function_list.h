// SPDX-License-Identifier: GPL-3.0-or-later
// Lists the functions of the Python file that is chosen in the experiment panel, and offers them there.
//
// Threading: the GUI thread; the interpreter that reads the file is asked on another, a moment after the last key.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>
#include <atomic>
#include <optional>

#include "core/base/result.h"
#include "ui/window/experiment_panel.h"

namespace interleave::ui {

class FunctionList : public QObject {
  Q_OBJECT
 public:
  /// `panel` outlives this.
  explicit FunctionList(ExperimentPanel& panel);
  ~FunctionList() override;

 private:
  using Names = Result<std::vector<std::string>>;
  void look();
  void ask();
  void listed();

  ExperimentPanel& m_panel;
  std::optional<ExperimentPanel::OwnFile> m_file;   // that is shown or being read
  std::optional<ExperimentPanel::OwnFile> m_asked;  // what the watcher is about
  QTimer m_pause;
  QFutureWatcher<Names> m_asking;
  std::atomic<bool> m_is_given_up{false};
};

}  // namespace interleave::ui
