// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/shown_run.h"

#include <utility>

#include "ui/chart/timeline_view.h"
#include "ui/window/jobs_dialog.h"
#include "ui/window/results_panel.h"
#include "ui/window/settings_line.h"

namespace interleave::ui {

ShownRun::ShownRun(RunShelf& shelf, Views views) : m_shelf(shelf), m_views(views) {
  connect(&m_views.timeline, &TimelineView::selectionChanged, this, &ShownRun::computePart);
  connect(&m_views.results, &ResultsPanel::wholeWanted, this, [this] { m_views.timeline.setSelection(std::nullopt); });
  connect(&m_part_figures, &PartFigures::computed, this, [this](const PartPtr& part) {
    m_part = part;
    showFigures();
  });
}

const ShelfRun* ShownRun::run() const {
  return m_shelf.shown() ? m_shelf.run(*m_shelf.shown()) : nullptr;
}

SnapshotPtr ShownRun::snapshot() const {
  const ShelfRun* shown = run();
  if (shown == nullptr) {
    return nullptr;
  }
  return shown->is_live && m_live ? m_live : shown->findings ? shown->findings->snapshot : nullptr;
}

void ShownRun::choose(RunId id) {
  const ShelfRun* chosen = m_shelf.run(id);
  if (chosen == nullptr) {
    return;
  }
  if (m_shelf.shown() != id) {
    m_views.timeline.setSelection(std::nullopt);
  }
  m_shelf.setShown(id);
  showPanels();
  if (chosen->is_live) {
    m_views.timeline.setFollowing(true);
  } else {
    m_views.timeline.fitAll();
  }
  m_views.settings.setSettings(chosen->subject.settings());
  showFigures();
  emit changed();
}

void ShownRun::setLiveSnapshot(const SnapshotPtr& snapshot) {
  m_live = snapshot;
  if (const ShelfRun* shown = run(); shown != nullptr && shown->is_live) {
    showPanels();
  }
}

void ShownRun::findingsChanged(RunId id) {
  if (m_shelf.shown() != id) {
    return;
  }
  showPanels();
  computePart();
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
  m_views.timeline.setSelection(std::nullopt);
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
  PanelInput panel;
  panel.snapshot = snapshot();
  if (!panel.snapshot) {
    m_views.timeline.setPanels({});
    return;
  }
  const ShelfRun& shown = *run();
  panel.title = shown.subject.title();
  if (shown.findings) {
    panel.sentence = shown.findings->sentence;
  }
  m_views.timeline.setPanels({panel});
}

void ShownRun::showFigures() {
  const ShelfRun* shown = run();
  m_views.results.showRun(shown != nullptr ? shown->findings : nullptr, m_part,
                          shown != nullptr ? m_shelf.speedUp(*shown) : std::nullopt);
  if (shown != nullptr) {
    m_views.results.setFrame_ms(m_views.timeline.lastFrame_ms());
  }
  showJobTable();
}

// The figures of the part before stay until those of the new one are there.
void ShownRun::computePart() {
  const auto selection = m_views.timeline.selection();
  const ShelfRun* shown = run();
  if (selection && shown != nullptr && shown->findings) {
    m_part_figures.compute(shown->findings->snapshot, *selection);
    return;
  }
  m_part_figures.forget();
  if (std::exchange(m_part, nullptr)) {
    showFigures();
  }
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
    m_jobs->setRun(shown != nullptr ? shown->subject.pictureTitle() : QString(),
                   shown != nullptr && shown->findings ? shown->findings->snapshot : nullptr);
  }
}

}  // namespace interleave::ui
