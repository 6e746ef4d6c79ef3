// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/against_controller.h"

#include <QAction>

#include "ui/window/experiment_panel.h"
#include "ui/window/experiment_run.h"
#include "ui/window/live_controller.h"
#include "ui/window/shown_runs.h"
#include "ui/window/window_actions.h"
#include "ui/window/window_settings.h"

namespace interleave::ui {

Result<std::vector<Experiment>> emulatedAndReal(const Experiment& chosen, const std::string& interpreter,
                                                const std::string& interpreter_name) {
  Experiment emulated = chosen;
  emulated.runtime = Runtime::Gil;
  emulated.interpreter.clear();
  emulated.interpreter_name.clear();
  emulated.api.clear();
  Experiment real = chosen;
  real.runtime = Runtime::Python;
  real.interpreter = interpreter;
  real.interpreter_name = interpreter_name;
  if (chosen.runtime != Runtime::Python) {
    real.api.clear();
  }
  std::vector<Experiment> both;
  for (Experiment& one : std::initializer_list<std::reference_wrapper<Experiment>>{emulated, real}) {
    auto complete = checked(std::move(one));
    if (!complete) {
      return fail(complete.error().code,
                  std::string(both.empty() ? "It has no emulated form: " : "It has no Python form: ") +
                      complete.error().message);
    }
    both.push_back(std::move(*complete));
  }
  if (!hasGil(both.back())) {
    return fail(ErrorCode::InvalidArgument, interpreter_name + " has no GIL: choose an interpreter that has one");
  }
  return both;
}

AgainstController::AgainstController(Parts parts) : m_parts(parts), m_tip(parts.actions.against()->toolTip()) {
  connect(m_parts.actions.against(), &QAction::triggered, this, &AgainstController::begin);
  connect(&m_parts.panel, &ExperimentPanel::changed, this, &AgainstController::showAvailable);
  connect(&m_parts.live, &LiveController::availableChanged, this, &AgainstController::showAvailable);
  connect(&m_parts.live, &LiveController::ended, this, &AgainstController::take);
  showAvailable();
}

Result<std::vector<Experiment>> AgainstController::wanted() const {
  const auto chosen = m_parts.panel.experiment();
  if (!chosen) {
    return tl::unexpected(chosen.error());
  }
  const PythonOffer* python = m_parts.panel.realPython();
  if (python == nullptr) {
    return fail(ErrorCode::NotFound, m_parts.panel.arePythonsKnown()
                                         ? "No CPython with a GIL, 3.8 or newer, was found on this machine"
                                         : "Python interpreters are still being looked for");
  }
  return emulatedAndReal(*chosen, python->path, python->name);
}

void AgainstController::showAvailable() {
  const auto both = wanted();
  m_parts.actions.against()->setEnabled(both.has_value() && !m_parts.live.isBusy());
  m_parts.actions.against()->setToolTip(both ? m_tip + ": " + QString::fromStdString(both->back().interpreter_name)
                                             : asSentence(QString::fromStdString(both.error().message)));
}

void AgainstController::begin() {
  auto both = wanted();
  if (m_parts.live.isBusy() || !both) {
    return;
  }
  m_runs = std::move(*both);
  m_ids.clear();
  startNext();
}

void AgainstController::startNext() {
  const Experiment& next = m_runs[m_ids.size()];
  auto run = startExperiment(next, m_parts.settings.keep_ns());
  if (!run) {
    m_runs.clear();
    m_parts.live.refuse(run.error());
    return;
  }
  std::vector<RunId> beside;
  for (const RunId id : m_ids) {
    if (m_parts.shelf.run(id) != nullptr) {
      beside.push_back(id);
    }
  }
  m_ids.push_back(m_parts.live.begin(RunSubject(next), std::move(*run), beside,
                                     m_ids.empty() ? "1 of 2, emulated · " : "2 of 2, real · "));
}

// Stopped or failed, the second one is not begun; what was measured is kept.
void AgainstController::take(RunId id) {
  if (m_runs.empty() || m_ids.empty() || m_ids.back() != id) {
    return;
  }
  const ShelfRun* run = m_parts.shelf.run(id);
  if (run == nullptr || !run->hasFinished() || m_ids.size() == m_runs.size()) {
    m_runs.clear();
    return;
  }
  startNext();
}

}  // namespace interleave::ui
