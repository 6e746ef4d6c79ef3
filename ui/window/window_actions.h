// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the window can do, once each: buttons, menus, shortcuts and the list of keys all come from here.
#pragma once

#include <QAction>
#include <QActionGroup>
#include <QWidget>
#include <vector>

#include "ui/chart/chart_input.h"
#include "ui/window/window_settings.h"

namespace interleave::ui {

class WindowActions : public QObject {
  Q_OBJECT
 public:
  /// The shortcuts work wherever the focus is in `window`.
  explicit WindowActions(QWidget& window);

  QAction* run() const { return m_run; }
  QAction* stop() const { return m_stop; }
  QAction* watch() const { return m_watch; }
  QAction* showOutput() const { return m_output; }
  /// In the order of articles(); "group": the part of the menu. None before makeLessons().
  const std::vector<QAction*>& lessons() const { return m_lessons; }
  /// Once. By itself, for all articles are read for it: not before the window is there to be seen.
  void makeLessons();
  QAction* compare() const { return m_compare; }
  QAction* against() const { return m_against; }
  QAction* exportPicture() const { return m_export; }
  QAction* openTrace() const { return m_open; }
  QAction* saveTrace() const { return m_save; }
  QAction* showJobs() const { return m_jobs; }
  QAction* foldExperiment() const { return m_fold_experiment; }
  QAction* foldResults() const { return m_fold_results; }
  QAction* foldGauges() const { return m_fold_gauges; }
  QAction* showTimeline() const { return m_timeline; }
  QAction* showSweep() const { return m_sweep; }
  QAction* runSweep() const { return m_run_sweep; }
  QAction* showKeys() const { return m_keys; }
  QAction* about() const { return m_about; }
  QAction* forget() const { return m_forget; }
  QAction* quit() const { return m_quit; }

  const std::vector<QAction*>& rows() const { return m_rows; }  // by the values of Rows
  QAction* showConnectors() const { return m_connectors; }
  QAction* showGilPoints() const { return m_gil_points; }
  const std::vector<QAction*>& styles() const { return m_styles; }  // by the values of MarkStyle
  const std::vector<QAction*>& themes() const { return m_themes; }  // by the values of ThemeChoice
  const std::vector<QAction*>& keeps() const { return m_keeps; }    // by kKeepMinutes
  /// All with a shortcut, in the order in which they are listed.
  std::vector<const QAction*> withKeys() const;

 signals:
  void lessonsMade();

 private:
  QAction* add(const QString& text, const QString& tip, const QList<QKeySequence>& keys);
  std::vector<QAction*> addChoice(const QStringList& texts, const QStringList& tips);

  QWidget& m_window;
  QAction* m_run = nullptr;
  QAction* m_stop = nullptr;
  QAction* m_watch = nullptr;
  QAction* m_output = nullptr;
  QAction* m_compare = nullptr;
  QAction* m_against = nullptr;
  QAction* m_export = nullptr;
  QAction* m_open = nullptr;
  QAction* m_save = nullptr;
  QAction* m_jobs = nullptr;
  QAction* m_fold_experiment = nullptr;
  QAction* m_fold_results = nullptr;
  QAction* m_fold_gauges = nullptr;
  QAction* m_timeline = nullptr;
  QAction* m_sweep = nullptr;
  QAction* m_run_sweep = nullptr;
  QAction* m_keys = nullptr;
  QAction* m_about = nullptr;
  QAction* m_forget = nullptr;
  QAction* m_quit = nullptr;
  QAction* m_connectors = nullptr;
  QAction* m_gil_points = nullptr;
  std::vector<QAction*> m_lessons;
  std::vector<QAction*> m_rows;
  std::vector<QAction*> m_styles;
  std::vector<QAction*> m_themes;
  std::vector<QAction*> m_keeps;
  std::vector<const QAction*> m_all;
};

}  // namespace interleave::ui
