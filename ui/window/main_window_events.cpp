// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does to the main window as a whole: closes it, drops files on it, presses a key that no control wanted.
#include <QCloseEvent>
#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QTimer>

#include "ui/chart/timeline_view.h"
#include "ui/window/centre_pages.h"
#include "ui/window/experiment_controller.h"
#include "ui/window/live_controller.h"
#include "ui/window/main_window.h"
#include "ui/window/python_controller.h"
#include "ui/window/sweep_controller.h"
#include "ui/window/trace_controller.h"
#include "ui/window/window_actions.h"

namespace interleave::ui {

void MainWindow::openTraces(const QStringList& paths) {
  m_traces->open(paths);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!TraceController::filesOf(*event->mimeData()).isEmpty()) {
    event->acceptProposedAction();
  }
}

void MainWindow::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  openTraces(TraceController::filesOf(*event->mimeData()));
}

void MainWindow::closeEvent(QCloseEvent* event) {
  remember();
  hide();
  m_live->stop();
  event->accept();
}

bool MainWindow::event(QEvent* event) {
  if (event->type() == QEvent::Paint && !m_is_seen) {
    m_is_seen = true;
    QTimer::singleShot(0, this, &MainWindow::complete);
  }
  return QMainWindow::event(event);
}

// What nobody sees at first, once there is something to see.
void MainWindow::complete() {
  m_pythons->find();
  m_actions->makeLessons();
  m_centre->addSweep();
}

void MainWindow::changeEvent(QEvent* event) {
  if (event->type() == QEvent::WindowStateChange) {
    m_runs.setWatched(!isMinimized());
  }
  QMainWindow::changeEvent(event);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
  // Keys that no control wanted: Space runs, the others are the timeline's.
  if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
    m_centre->page() == CentrePages::Page::Sweep ? m_sweeps->run() : m_experiments->run();
  } else if (event->key() == Qt::Key_Escape) {
    m_live->stop();  // the action is disabled while nothing runs
  } else if (m_timeline->isVisible() && !m_is_passing_key && !m_timeline->hasFocus()) {
    m_is_passing_key = true;
    QCoreApplication::sendEvent(m_timeline, event);
    m_is_passing_key = false;
  } else {
    QMainWindow::keyPressEvent(event);
  }
}

}  // namespace interleave::ui
