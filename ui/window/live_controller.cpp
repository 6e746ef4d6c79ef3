// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/live_controller.h"

#include <QAction>
#include <utility>

#include "ui/window/banner.h"
#include "ui/window/figures_text.h"
#include "ui/window/shown_runs.h"
#include "ui/window/top_bar.h"
#include "ui/window/window_actions.h"

namespace interleave::ui {
namespace {

QString endText(const RunFindings& findings) {
  switch (findings.ending) {
    case RunEnding::Finished:
      return findings.end_words + (findings.watch ? " after " : " in ") + elapsedText(findings.figures.elapsed_ns);
    case RunEnding::Stopped:
      return findings.end_words + " after " + elapsedText(findings.figures.elapsed_ns);
    case RunEnding::Failed:
      break;
  }
  return findings.end_words;
}

}  // namespace

LiveController::LiveController(Parts parts) : m_parts(parts) {
  connect(m_parts.actions.stop(), &QAction::triggered, this, &LiveController::stop);
  connect(&m_parts.runs, &RunController::stopping, this, [this] {
    m_parts.bar.setStatus("stopping…");
    showAvailable();
  });
  connect(&m_parts.runs, &RunController::snapshotChanged, this, [this](const SnapshotPtr& snapshot) {
    m_parts.shown.setLiveSnapshot(snapshot);
    showProgress(snapshot);
  });
  connect(&m_parts.runs, &RunController::findingsChanged, this, [this](const FindingsPtr& findings) {
    m_parts.shelf.setFindings(*m_live, findings, Moment::Live);
    m_parts.shown.findingsChanged(*m_live);
  });
  connect(&m_parts.runs, &RunController::ended, this, [this](const FindingsPtr& findings) {
    m_parts.shelf.setFindings(*m_live, findings, Moment::End);
    m_parts.shown.findingsChanged(*m_live);
    showEnd(*findings);
    emit ended(*m_live);
  });
  connect(&m_parts.shelf, &RunShelf::discarded, &m_parts.runs, &RunController::discard);
  showAvailable();
}

void LiveController::prepare() {
  m_is_starting = true;
  m_parts.banner.showMessage({});
  m_parts.bar.setStatus("starting…");
  showAvailable();
}

RunId LiveController::begin(RunSubject subject, LiveRunPtr live, std::vector<RunId> beside, const QString& prefix) {
  m_is_starting = false;
  m_prefix = prefix;
  m_parts.banner.showMessage({});
  const Experiment* experiment = subject.experiment();
  m_parts.bar.setStatus(m_prefix + "starting…");
  m_parts.bar.setProgress(0, experiment != nullptr ? static_cast<std::size_t>(experiment->jobs) : 0);
  m_live = m_parts.shelf.add(std::move(subject), live->output());
  m_parts.runs.watch(std::move(live));
  m_parts.shown.setLiveSnapshot(m_parts.runs.snapshot());
  beside.push_back(*m_live);
  m_parts.shown.showTogether(std::move(beside), *m_live);
  showAvailable();
  emit begun();
  return *m_live;
}

void LiveController::refuse(const Error& error) {
  m_is_starting = false;
  m_parts.bar.setStatus({});
  m_parts.banner.showMessage(asSentence(QString::fromStdString(error.message)));
  showAvailable();
}

void LiveController::occupy(std::function<void()> stop, const QString& status) {
  m_stop_other = std::move(stop);
  m_parts.banner.showMessage({});
  m_parts.bar.setStatus(status);
  showAvailable();
}

void LiveController::release(const QString& status) {
  m_stop_other = nullptr;
  m_parts.bar.setStatus(status);
  showAvailable();
}

void LiveController::dismissProblem() {
  m_parts.banner.showMessage({});
}

void LiveController::stop() {
  if (m_stop_other) {
    m_stop_other();
  } else if (m_parts.runs.isRunning()) {
    m_parts.runs.stop();
  } else {
    m_parts.banner.showMessage({});
  }
}

void LiveController::showProgress(const SnapshotPtr& snapshot) {
  const ShelfRun* live = m_parts.shelf.run(*m_live);
  if (live == nullptr) {
    return;
  }
  const Experiment* experiment = live->subject.experiment();
  const JobTable& jobs = snapshot->jobs;
  m_parts.bar.setProgress(jobs.doneCount() + jobs.failedCount(), jobs.size());
  if (!m_parts.runs.isStopping()) {
    m_parts.bar.setStatus(m_prefix + (experiment != nullptr ? progressText(*snapshot, experiment->effectiveWorkers())
                                                            : watchedText(*snapshot)));
  }
}

void LiveController::showEnd(const RunFindings& findings) {
  m_parts.bar.setProgress(0, 0);
  m_parts.bar.setStatus(endText(findings));
  m_parts.banner.showMessage(findings.problem);
  showAvailable();
}

void LiveController::showAvailable() {
  m_parts.actions.stop()->setEnabled(m_stop_other || (m_parts.runs.isRunning() && !m_parts.runs.isStopping()));
  emit availableChanged();
}

}  // namespace interleave::ui
