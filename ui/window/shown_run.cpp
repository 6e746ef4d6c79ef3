// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/shown_run.h"

#include "ui/chart/timeline_view.h"
#include "ui/window/jobs_dialog.h"
#include "ui/window/results_panel.h"
#include "ui/window/settings_line.h"

namespace interleave::ui {

ShownRun::ShownRun(RunShelf& shelf, Views views) : m_shelf(shelf), m_views(views) {}

const ShelfRun* ShownRun::run() const { return m_shelf.shown() ? m_shelf.run(*m_shelf.shown()) : nullptr; }

void ShownRun::choose(RunId id) {
  const ShelfRun* chosen = m_shelf.run(id);
  if (chosen == nullptr) {
    return;
  }
  m_shelf.setShown(id);
  showPanels();
  if (chosen->is_live) {
    m_views.timeline.setFollowing(true);
  } else {
    m_views.timeline.fitAll();
  }
  m_views.settings.setSettings(QString::fromStdString(describe(chosen->experiment)));
  showFigures();
  emit changed();
}

void ShownRun::setLiveSnapshot(const SnapshotPtr& snapshot) {
  m_live = snapshot;
  if (const ShelfRun* shown = run(); shown != nullptr && shown->is_live) {
    showPanels();
  }
}

void ShownRun::recordChanged(RunId id) {
  if (m_shelf.shown() != id) {
    return;
  }
  showPanels();
  showFigures();
  if (!run()->is_live) {
    m_live.reset();
  }
  emit changed();
}

void ShownRun::removed() {
  if (m_shelf.shown()) {
    return;
  }
  if (const auto newest = m_shelf.newest()) {
    choose(*newest);
    return;
  }
  m_views.settings.setSettings({});
  showPanels();
  showFigures();
  emit changed();
}

void ShownRun::showPanels() {
  const ShelfRun* shown = run();
  if (shown == nullptr) {
    m_views.timeline.setPanels({});
    return;
  }
  PanelInput panel;
  panel.title = QString::fromStdString(title(shown->experiment));
  if (shown->record) {
    panel.sentence = QString::fromStdString(figuresSentence(*shown->record));
    panel.snapshot = shown->record->snapshot;
  }
  if (shown->is_live && m_live) {
    panel.snapshot = m_live;
  }
  m_views.timeline.setPanels(panel.snapshot ? std::vector{panel} : std::vector<PanelInput>());
}

void ShownRun::showFigures() {
  const ShelfRun* shown = run();
  m_views.results.setRecord(shown != nullptr ? shown->record : nullptr,
                            shown != nullptr ? m_shelf.speedUp(*shown) : std::nullopt);
  if (shown != nullptr) {
    m_views.results.setFrame_ms(m_views.timeline.lastFrame_ms());
  }
  showJobTable();
}

void ShownRun::showJobs(QWidget* parent) {
  if (!m_jobs) {
    m_jobs = new JobsDialog(parent);
    m_jobs->setAttribute(Qt::WA_DeleteOnClose);
  }
  showJobTable();
  m_jobs->show();
  m_jobs->raise();
  m_jobs->activateWindow();
}

void ShownRun::showJobTable() {
  const ShelfRun* shown = run();
  if (m_jobs) {
    m_jobs->setRun(shown != nullptr ? QString::fromStdString(title(shown->experiment) + " · " + shown->experiment.workload)
                                    : QString(),
                   shown != nullptr && shown->record ? shown->record->snapshot : nullptr);
  }
}

}  // namespace interleave::ui
