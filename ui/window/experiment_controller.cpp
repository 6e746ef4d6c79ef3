// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/experiment_controller.h"

#include "ui/window/banner.h"
#include "ui/window/experiment_panel.h"
#include "ui/window/figures_text.h"
#include "ui/window/shown_run.h"
#include "ui/window/top_bar.h"
#include "ui/window/window_actions.h"

namespace interleave::ui {
namespace {

QString endText(const RunRecord& record) {
  const QString text = outcomeText(record.outcome.kind);
  switch (record.outcome.kind) {
    case OutcomeKind::Finished:
      return text + " in " + elapsedText(record.figures.elapsed_ns);
    case OutcomeKind::Cancelled:
      return text + " after " + elapsedText(record.figures.elapsed_ns);
    default:
      return text;
  }
}

/// With a capital and a full stop.
QString sentence(QString text) {
  if (!text.isEmpty()) {
    text[0] = text[0].toUpper();
  }
  return text.endsWith('.') ? text : text + ".";
}

/// What the banner says; empty when the run ended as it should.
QString problemText(const RunRecord& record) {
  const OutcomeKind kind = record.outcome.kind;
  QStringList lines;
  if (kind != OutcomeKind::Finished && kind != OutcomeKind::Cancelled) {
    const QString message = QString::fromStdString(record.outcome.message);
    lines << sentence(message.isEmpty() ? "the run " + endText(record) : message) +
                 (record.snapshot->tracks.empty() ? "" : " What was measured until then is shown.");
  }
  for (const std::string& note : record.outcome.notes) {
    lines << sentence(QString::fromStdString(note));
  }
  return lines.join('\n');
}

}  // namespace

ExperimentController::ExperimentController(Parts parts) : m_parts(parts) {
  connect(&m_parts.panel, &ExperimentPanel::changed, this, &ExperimentController::chosenChanged);
  connect(m_parts.actions.run(), &QAction::triggered, this, &ExperimentController::run);
  connect(m_parts.actions.stop(), &QAction::triggered, this, &ExperimentController::stop);
  connect(&m_parts.runs, &RunController::stopping, this, [this] {
    m_parts.bar.setStatus("stopping…");
    showAvailable();
  });
  connect(&m_parts.runs, &RunController::snapshotChanged, this, [this](const SnapshotPtr& snapshot) {
    m_parts.shown.setLiveSnapshot(snapshot);
    showProgress(snapshot);
  });
  connect(&m_parts.runs, &RunController::recordChanged, this, [this](const RecordPtr& record) {
    m_parts.shelf.setRecord(*m_live, record, true);
    m_parts.shown.recordChanged(*m_live);
  });
  connect(&m_parts.runs, &RunController::ended, this, [this](const RecordPtr& record) {
    m_parts.shelf.setRecord(*m_live, record, false);
    m_parts.shown.recordChanged(*m_live);
    showEnd(*record);
  });
  connect(&m_parts.shelf, &RunShelf::discarded, &m_parts.runs, &RunController::discard);
  showAvailable();
}

void ExperimentController::run() {
  const auto experiment = m_parts.panel.experiment();
  if (m_parts.runs.isRunning() || !experiment) {
    return;
  }
  m_parts.banner.showMessage({});
  if (const Status started = m_parts.runs.start(*experiment); !started) {
    m_parts.bar.setStatus({});
    m_parts.banner.showMessage(sentence(QString::fromStdString(started.error().message)));
    return;
  }
  m_live = m_parts.shelf.add(*experiment);
  m_parts.shown.setLiveSnapshot(m_parts.runs.snapshot());
  m_parts.shown.choose(*m_live);
  m_parts.bar.setStatus("starting…");
  m_parts.bar.setProgress(0, static_cast<std::size_t>(experiment->jobs));
  emit accepted(*experiment);
  showAvailable();
}

void ExperimentController::stop() {
  if (m_parts.runs.isRunning()) {
    m_parts.runs.stop();
  } else {
    m_parts.banner.showMessage({});
  }
}

void ExperimentController::chosenChanged() {
  const auto experiment = m_parts.panel.experiment();
  if (experiment) {
    emit accepted(*experiment);
  }
  showAvailable();
}

void ExperimentController::showProgress(const SnapshotPtr& snapshot) {
  const JobTable& jobs = snapshot->jobs;
  m_parts.bar.setProgress(jobs.doneCount() + jobs.failedCount(), jobs.size());
  const ShelfRun* live = m_parts.shelf.run(*m_live);
  if (!m_parts.runs.isStopping() && live != nullptr) {
    m_parts.bar.setStatus(progressText(*snapshot, live->experiment.effectiveWorkers()));
  }
}

void ExperimentController::showEnd(const RunRecord& record) {
  m_parts.bar.setProgress(0, 0);
  m_parts.bar.setStatus(endText(record));
  m_parts.banner.showMessage(problemText(record));
  showAvailable();
}

void ExperimentController::showAvailable() {
  const auto experiment = m_parts.panel.experiment();
  QAction& run = *m_parts.actions.run();
  run.setEnabled(experiment.has_value() && !m_parts.runs.isRunning());
  m_parts.actions.stop()->setEnabled(m_parts.runs.isRunning() && !m_parts.runs.isStopping());
  if (!experiment) {
    m_parts.bar.setProblem(QString::fromStdString(experiment.error().message));
  } else {
    m_parts.bar.clearProblem();
  }
}

}  // namespace interleave::ui
