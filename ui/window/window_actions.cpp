// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_actions.h"

#include "core/session/article.h"

namespace interleave::ui {

WindowActions::WindowActions(QWidget& window) : QObject(&window), m_window(window) {
  m_run = add("Run", "Run the experiment", {Qt::Key_F5, Qt::CTRL | Qt::Key_R, Qt::CTRL | Qt::Key_Return});
  m_stop = add("Stop", "End the run now; what was measured stays", {Qt::Key_Escape});
  m_watch = add("Watch…", "Watch any program: a command, a script, or one that runs already", {Qt::CTRL | Qt::Key_W});
  m_compare = add("&Compare", "Compare the run with another one, or end that", {Qt::CTRL | Qt::Key_D});
  m_compare->setCheckable(true);
  m_against =
      add("&Against real Python", "Run the experiment under the emulated GIL, then in CPython, on one time axis",
          {Qt::CTRL | Qt::Key_G});
  m_export = add("E&xport picture…", "Save the run as a picture, or copy it", {Qt::CTRL | Qt::Key_E});
  m_open = add("&Open trace…", "Open trace files: Chrome's JSON, packed or not, of any program, or our own",
               {Qt::CTRL | Qt::Key_O});
  m_save = add("&Save trace…", "Save the run as a trace file, for this program, Perfetto or chrome://tracing",
               {Qt::CTRL | Qt::Key_S});
  m_save->setEnabled(false);
  m_jobs = add("All jobs…", "Every job of the run with its result", {Qt::CTRL | Qt::Key_J});
  m_output = add("Output…", "What the watched program prints", {Qt::CTRL | Qt::SHIFT | Qt::Key_O});
  m_output->setEnabled(false);
  m_connectors = add("Hand-overs", "Show or hide who let whom go on", {Qt::CTRL | Qt::Key_H});
  m_connectors->setCheckable(true);
  m_connectors->setChecked(true);
  m_gil_points =
      add("GIL requests and switches", "Show or hide when the emulated GIL was asked for, and when given up on request",
          {Qt::CTRL | Qt::Key_K});
  m_gil_points->setCheckable(true);
  m_gil_points->setChecked(true);
  m_fold_experiment = add("Experiment panel", "Show or fold the experiment panel", {Qt::CTRL | Qt::Key_1});
  m_fold_results = add("Results panel", "Show or fold the results", {Qt::CTRL | Qt::Key_2});
  m_fold_gauges = add("Core gauges", "Show or fold the gauges of the cores", {Qt::CTRL | Qt::Key_3});
  m_timeline = add("Timeline", "Show the run's timeline", {Qt::CTRL | Qt::Key_4});
  m_sweep = add("Sweep", "Show the sweep: one experiment over a list of values", {Qt::CTRL | Qt::Key_5});
  m_run_sweep = add("Run sweep", "Run the sweep that is chosen", {Qt::SHIFT | Qt::Key_F5});
  m_keys = add("Keyboard", "All keys", {Qt::Key_F1, Qt::Key_Question});
  m_about = add("About Interleave", {}, {});
  m_forget = add("Forget all choices", "Everything as on the first start", {});
  m_quit = add("Quit", "Close the window; a run is ended", {Qt::CTRL | Qt::Key_Q});
  for (QAction* fold : {m_fold_experiment, m_fold_results, m_fold_gauges}) {
    fold->setCheckable(true);
    fold->setChecked(true);
  }
  m_rows = addChoice({"by worker", "by job", "by core"}, {"One row for each thread or process", "One row for each job",
                                                          "One row for each core: what ran on it"});
  m_styles = addChoice({"live", "runtimes"}, {"What ran at each instant", "One bar from start to stop"});
  m_themes = addChoice({"As the desktop", "Light", "Dark"}, {{}, {}, {}});
  QStringList keeps;
  QStringList keep_tips;
  for (const int minutes : kKeepMinutes) {
    keeps << (minutes == 0 ? QString("All")
                           : QString("The last %1 minute%2").arg(minutes).arg(minutes == 1 ? "" : "s"));
    keep_tips << (minutes == 0
                      ? QString("Nothing of a run is dropped, however long it is")
                      : QString("From the next run on, what is older is dropped, so that memory stays bounded"));
  }
  m_keeps = addChoice(keeps, keep_tips);
}

void WindowActions::makeLessons() {
  for (const Article& article : articles()) {
    auto* lesson = new QAction("“" + QString::fromStdString(article.claim) + "”", this);
    lesson->setToolTip("What must come out: " + QString::fromStdString(article.property));
    lesson->setProperty("group", QString::fromStdString(article.group));
    m_lessons.push_back(lesson);
  }
  emit lessonsMade();
}

QAction* WindowActions::add(const QString& text, const QString& tip, const QList<QKeySequence>& keys) {
  auto* action = new QAction(text, this);
  action->setShortcuts(keys);
  action->setToolTip(keys.isEmpty() ? tip : tip + " (" + keys.front().toString(QKeySequence::NativeText) + ")");
  action->setStatusTip(tip);
  m_window.addAction(action);
  m_all.push_back(action);
  return action;
}

std::vector<QAction*> WindowActions::addChoice(const QStringList& texts, const QStringList& tips) {
  auto* group = new QActionGroup(this);
  std::vector<QAction*> actions;
  for (qsizetype i = 0; i < texts.size(); ++i) {
    QAction* action = group->addAction(texts[i]);
    action->setCheckable(true);
    action->setToolTip(tips[i]);
    actions.push_back(action);
  }
  actions.front()->setChecked(true);
  return actions;
}

std::vector<const QAction*> WindowActions::withKeys() const {
  std::vector<const QAction*> found;
  for (const QAction* action : m_all) {
    if (!action->shortcuts().isEmpty()) {
      found.push_back(action);
    }
  }
  return found;
}

}  // namespace interleave::ui
