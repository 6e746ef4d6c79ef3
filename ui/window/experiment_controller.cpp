// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/experiment_controller.h"

#include <QAction>

#include "core/experiment/needs.h"
#include "ui/window/experiment_panel.h"
#include "ui/window/experiment_run.h"
#include "ui/window/live_controller.h"
#include "ui/window/run_findings.h"
#include "ui/window/top_bar.h"
#include "ui/window/window_actions.h"
#include "ui/window/window_settings.h"

namespace interleave::ui {

ExperimentController::ExperimentController(Parts parts) : m_parts(parts) {
  connect(&m_parts.panel, &ExperimentPanel::changed, this, [this] {
    if (const auto experiment = m_parts.panel.experiment()) {
      emit accepted(*experiment);
    }
    showAvailable();
  });
  connect(m_parts.actions.run(), &QAction::triggered, this, &ExperimentController::run);
  connect(&m_parts.live, &LiveController::availableChanged, this, &ExperimentController::showAvailable);
  showAvailable();
}

void ExperimentController::run() {
  const auto experiment = m_parts.panel.experiment();
  if (m_parts.live.isBusy() || !experiment) {
    return;
  }
  auto run = startExperiment(*experiment, m_parts.settings.keep_ns());
  if (!run) {
    m_parts.live.refuse(run.error());
    return;
  }
  m_parts.live.begin(RunSubject(*experiment), std::move(*run));
  emit accepted(*experiment);
}

void ExperimentController::showAvailable() {
  const auto experiment = m_parts.panel.experiment();
  m_parts.actions.run()->setEnabled(experiment.has_value() && !m_parts.live.isBusy());
  if (!experiment) {
    m_parts.bar.setProblem(QString::fromStdString(experiment.error().message));
  } else if (const Status has_room = checkRoom(needsOf(*experiment)); !has_room) {
    // Run stays: what other programs hold now they may have given back by then.
    m_parts.bar.setProblem(asSentence(QString::fromStdString(has_room.error().message)));
  } else {
    m_parts.bar.clearProblem();
  }
}

}  // namespace interleave::ui
