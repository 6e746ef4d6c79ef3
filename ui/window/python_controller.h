// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the interpreters that the experiment panel offers, at the start and when one is named by hand.
//
// Threading: the GUI thread; interpreters are asked on another, which is told to give up when this is destroyed.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <atomic>
#include <vector>

#include "core/python/python_discovery.h"

class QWidget;

namespace interleave::ui {

class ExperimentPanel;
class WindowSettings;

class PythonController : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    ExperimentPanel& panel;
    WindowSettings& settings;
    QWidget& window;  // on which the file dialog stands
  };
  explicit PythonController(Parts parts);
  ~PythonController() override;

  /// Begins to look. What was chosen stays chosen where it can.
  void find(const PythonSearch& search = PythonSearch::usual());

 signals:
  /// What was found: all of it, those that can't be used too.
  void pythonsChanged(const std::vector<interleave::PythonInterpreter>& pythons);

 private:
  void found();
  void ask();
  void take(const QString& path);

  Parts m_parts;
  PythonSearch m_search;
  std::vector<PythonInterpreter> m_pythons;
  QFutureWatcher<std::vector<PythonInterpreter>> m_finding;
  QString m_named;  // by hand, being asked
  std::atomic<bool> m_is_given_up{false};
};

}  // namespace interleave::ui
