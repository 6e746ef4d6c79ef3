// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/watch_controller.h"

#include <QAction>
#include <QtConcurrent>

#include "ui/window/live_controller.h"
#include "ui/window/output_dialog.h"
#include "ui/window/watch_dialog.h"
#include "ui/window/watch_run.h"
#include "ui/window/window_actions.h"

namespace interleave::ui {

WatchController::WatchController(Parts parts) : m_parts(parts) {
  connect(m_parts.actions.watch(), &QAction::triggered, this, [this] { ask(); });
  connect(&m_parts.live, &LiveController::availableChanged, this,
          [this] { m_parts.actions.watch()->setEnabled(!m_parts.live.isBusy()); });
  connect(&m_start, &QFutureWatcherBase::finished, this, &WatchController::take);
}

WatchController::~WatchController() {
  m_start.disconnect(this);
  m_start.waitForFinished();
}

void WatchController::ask(const RunSubject* start_with) {
  if (m_parts.live.isBusy()) {
    return;
  }
  delete m_dialog;
  m_dialog = new WatchDialog(m_parts.settings, &m_parts.window);
  m_dialog->setAttribute(Qt::WA_DeleteOnClose);
  if (start_with != nullptr && start_with->watched() != nullptr) {
    m_dialog->startWith(*start_with->watched());
  }
  connect(m_dialog, &WatchDialog::chosen, this, &WatchController::start);
  m_dialog->open();
}

void WatchController::start(const WatchSettings& settings) {
  if (m_parts.live.isBusy()) {
    return;
  }
  m_starting = settings;
  m_parts.live.prepare();
  WatchSettings wanted = settings;
  wanted.keep_ns = m_parts.settings.keep_ns();
  m_start.setFuture(QtConcurrent::run([wanted, &monitor = m_parts.monitor] { return startWatch(wanted, monitor); }));
}

void WatchController::take() {
  if (m_start.future().resultCount() == 0) {
    return;  // the empty one
  }
  auto run = m_start.result();
  m_start.setFuture({});  // which held it as well
  if (!run) {
    m_parts.live.refuse(run.error());
    return;
  }
  m_parts.live.begin(RunSubject(m_starting), std::move(*run));
}

void WatchController::showOutput(const ShelfRun* run) {
  if (!m_output) {
    m_output = new OutputDialog(&m_parts.window);
    m_output->setAttribute(Qt::WA_DeleteOnClose);
  }
  shownChanged(run);
  m_output->show();
  m_output->raise();
  m_output->activateWindow();
}

void WatchController::shownChanged(const ShelfRun* run) {
  m_parts.actions.showOutput()->setEnabled(run != nullptr && run->output);
  if (m_output) {
    m_output->setOutput(run != nullptr ? run->subject.title() : QString(), run != nullptr ? run->output : nullptr);
  }
}

}  // namespace interleave::ui
