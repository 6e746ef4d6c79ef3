// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/interval_controller.h"

#include "ui/window/banner.h"
#include "ui/window/interval_control.h"
#include "ui/window/live_controller.h"
#include "ui/window/run_controller.h"
#include "ui/window/settings_line.h"
#include "ui/window/shown_runs.h"

namespace interleave::ui {
namespace {

constexpr int kRest_ms = 150;

double lastInterval_ms(const Experiment& experiment, const SnapshotPtr& snapshot) {
  return snapshot == nullptr || snapshot->interval_changes.empty() ? experiment.switch_interval_ms
                                                                   : snapshot->interval_changes.back().to_ms;
}

}  // namespace

IntervalController::IntervalController(Parts parts) : m_parts(parts), m_control(parts.line.interval()) {
  m_rest.setSingleShot(true);
  m_rest.setInterval(kRest_ms);
  connect(&m_control, &IntervalControl::edited, &m_rest, qOverload<>(&QTimer::start));
  connect(&m_rest, &QTimer::timeout, this, &IntervalController::pass);
  connect(&m_parts.shown, &ShownRuns::changed, this, &IntervalController::showAvailable);
  connect(&m_parts.live, &LiveController::availableChanged, this, &IntervalController::showAvailable);
  showAvailable();
}

void IntervalController::showAvailable() {
  const ShelfRun* run = m_parts.shown.run();
  const Experiment* experiment = run != nullptr ? run->subject.experiment() : nullptr;
  const bool has_gil = experiment != nullptr && hasGil(*experiment);
  m_parts.line.showInterval(has_gil);
  if (!has_gil) {
    m_rest.stop();
    return;
  }
  const bool can_move = run->is_live && m_parts.runs.isRunning() && !m_parts.runs.isStopping();
  m_control.setEnabled(can_move);
  m_control.setToolTip(can_move ? QString("The GIL's switch interval, from now on: the run goes on with it")
                                : QString("The switch interval can be moved while the run is live"));
  const SnapshotPtr snapshot = can_move                   ? m_parts.runs.snapshot()
                               : run->findings != nullptr ? run->findings->snapshot
                                                          : nullptr;
  if (!m_rest.isActive() && !m_control.hasFocusWithin()) {
    m_passed_ms = lastInterval_ms(*experiment, snapshot);
    m_control.setInterval_ms(m_passed_ms);
  }
  if (!can_move) {
    m_rest.stop();
    m_passed_ms = lastInterval_ms(*experiment, snapshot);
    m_control.setInterval_ms(m_passed_ms);
  }
}

void IntervalController::pass() {
  const auto wanted_ms = m_control.interval_ms();
  if (!wanted_ms || *wanted_ms == m_passed_ms || !m_control.isEnabled()) {
    return;
  }
  m_passed_ms = *wanted_ms;
  if (const Status ok = m_parts.runs.setSwitchInterval(*wanted_ms); !ok) {
    m_parts.banner.showMessage(asSentence(QString::fromStdString(ok.error().message)));
  }
}

}  // namespace interleave::ui
