// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/shown_runs.h"

#include <algorithm>
#include <utility>

#include "ui/chart/timeline_view.h"
#include "ui/window/figures_text.h"
#include "ui/window/jobs_dialog.h"
#include "ui/window/results_panel.h"
#include "ui/window/settings_line.h"

namespace interleave::ui {

ShownRuns::ShownRuns(RunShelf& shelf, Views views) : m_shelf(shelf), m_views(views) {
  connect(&m_views.timeline, &TimelineView::selectionChanged, this, &ShownRuns::computeParts);
  connect(&m_views.timeline, &TimelineView::panelClicked, this, [this](std::size_t panel) {
    if (const ShelfRun* clicked = runAt(panel)) {
      choose(clicked->id);
    }
  });
  connect(&m_views.results, &ResultsPanel::wholeWanted, this, [this] { m_views.timeline.setSelection(std::nullopt); });
  connect(&m_views.results, &ResultsPanel::chosen, this, &ShownRuns::choose);
  connect(&m_part_figures, &PartFigures::computed, this, [this](const std::vector<PartPtr>& parts) {
    m_parts.clear();
    for (std::size_t i = 0; i < parts.size(); ++i) {
      m_parts.emplace_back(m_computing[i], parts[i]);
    }
    showFigures();
  });
}

const ShelfRun* ShownRuns::run() const {
  return m_shelf.chosen() ? m_shelf.run(*m_shelf.chosen()) : nullptr;
}

std::vector<const ShelfRun*> ShownRuns::runs() const {
  std::vector<const ShelfRun*> found;
  for (const RunId id : m_shelf.shown()) {
    found.push_back(m_shelf.run(id));
  }
  return found;
}

// Panels are of the runs that have something to draw.
const ShelfRun* ShownRuns::runAt(std::size_t panel) const {
  for (const ShelfRun* shown : runs()) {
    if (snapshotOf(*shown) && panel-- == 0) {
      return shown;
    }
  }
  return nullptr;
}

SnapshotPtr ShownRuns::snapshotOf(const ShelfRun& run) const {
  return run.is_live && m_live ? m_live : run.findings ? run.findings->snapshot : nullptr;
}

QString ShownRuns::sentenceOf(const ShelfRun& run) const {
  const ShelfRun* first = runs().front();
  return !run.findings ? QString() : isComparing() ? comparedSentence(run, *first) : run.findings->sentence;
}

std::vector<SnapshotPtr> ShownRuns::snapshots() const {
  std::vector<SnapshotPtr> found;
  for (const ShelfRun* shown : runs()) {
    if (auto snapshot = snapshotOf(*shown)) {
      found.push_back(std::move(snapshot));
    }
  }
  return found;
}

std::vector<ComparedRun> ShownRuns::forPicture() const {
  std::vector<ComparedRun> found;
  for (const ShelfRun* shown : runs()) {
    if (shown->findings) {
      found.push_back({shown->subject, shown->findings, sentenceOf(*shown)});
    }
  }
  return found;
}

void ShownRuns::choose(RunId id) {
  if (!m_shelf.isShown(id)) {
    showAlone(id);
  } else if (m_shelf.chosen() != id) {
    m_shelf.setShown(m_shelf.shown(), id);
    m_views.settings.setSettings(run()->subject.settings());
    showFigures();
    emit changed();
  }
}

void ShownRuns::showAlone(RunId id) {
  if (m_shelf.run(id) != nullptr) {
    if (!m_shelf.isShown(id)) {
      m_views.timeline.setSelection(std::nullopt);
    }
    show({id}, id);
  }
}

void ShownRuns::showTogether(std::vector<RunId> ids, RunId chosen) {
  if (ids != m_shelf.shown()) {
    m_views.timeline.setSelection(std::nullopt);
  }
  show(std::move(ids), chosen);
}

void ShownRuns::add(RunId id) {
  std::vector<RunId> shown = m_shelf.shown();
  if (m_shelf.run(id) != nullptr && !m_shelf.isShown(id) && shown.size() < RunShelf::kMostCompared) {
    shown.push_back(id);
    show(std::move(shown), id);
  }
}

void ShownRuns::toggle(RunId id) {
  if (!m_shelf.isShown(id)) {
    add(id);
  } else if (isComparing()) {
    std::vector<RunId> shown = m_shelf.shown();
    std::erase(shown, id);
    const RunId chosen = m_shelf.chosen() == id ? shown.front() : *m_shelf.chosen();
    show(std::move(shown), chosen);
  }
}

void ShownRuns::toggleComparison() {
  const ShelfRun* chosen = run();
  if (chosen == nullptr) {
    return;
  }
  if (isComparing()) {
    showAlone(chosen->id);
  } else if (const auto partner = m_shelf.partnerOf(chosen->id)) {
    // In the order in which they were made: what is new is held against what was.
    std::vector<RunId> shown{*partner, chosen->id};
    std::sort(shown.begin(), shown.end());
    show(std::move(shown), chosen->id);
  }
}

void ShownRuns::show(std::vector<RunId> shown, RunId chosen) {
  m_shelf.setShown(std::move(shown), chosen);
  showPanels();
  const std::vector<const ShelfRun*> all = runs();
  if (std::any_of(all.begin(), all.end(), [](const ShelfRun* each) { return each->is_live; })) {
    m_views.timeline.setFollowing(true);
  } else {
    m_views.timeline.fitAll();
  }
  m_views.settings.setSettings(run()->subject.settings());
  computeParts();
  showFigures();
  emit changed();
}

void ShownRuns::setLiveSnapshot(const SnapshotPtr& snapshot) {
  m_live = snapshot;
  const std::vector<const ShelfRun*> all = runs();
  if (std::any_of(all.begin(), all.end(), [](const ShelfRun* each) { return each->is_live; })) {
    showPanels();
  }
}

void ShownRuns::findingsChanged(RunId id) {
  if (!m_shelf.run(id)->is_live) {
    m_live.reset();
  }
  if (!m_shelf.isShown(id)) {
    return;
  }
  showPanels();
  computeParts();
  showFigures();
  emit changed();
}

void ShownRuns::remove(RunId id) {
  const bool was_shown = m_shelf.isShown(id);
  m_shelf.remove(id);
  if (!was_shown || m_shelf.run(id) != nullptr) {
    emit changed();  // there may be nothing left to compare with
    return;
  }
  if (m_shelf.chosen()) {
    show(m_shelf.shown(), *m_shelf.chosen());
    return;
  }
  m_views.timeline.setSelection(std::nullopt);
  if (const auto newest = m_shelf.newest()) {
    showAlone(*newest);
    return;
  }
  m_views.settings.setSettings({});
  showPanels();
  showFigures();
  emit changed();
}

void ShownRuns::showPanels() {
  std::vector<PanelInput> panels;
  for (const ShelfRun* shown : runs()) {
    if (SnapshotPtr snapshot = snapshotOf(*shown)) {
      panels.push_back({shown->subject.title(), sentenceOf(*shown), std::move(snapshot)});
    }
  }
  m_views.timeline.setPanels(std::move(panels));
}

std::vector<ComparedLine> ShownRuns::lines() const {
  std::vector<ComparedLine> made;
  if (!isComparing()) {
    return made;
  }
  const ShelfRun* first = runs().front();
  for (const ShelfRun* shown : runs()) {
    ComparedLine& line = made.emplace_back();
    line.id = shown->id;
    line.title = shown->subject.title();
    line.is_chosen = m_shelf.chosen() == shown->id;
    const auto part =
        std::find_if(m_parts.begin(), m_parts.end(), [&](const auto& each) { return each.first == shown->id; });
    const bool is_part = part != m_parts.end();
    const RunFigures figures = is_part           ? part->second->figures
                               : shown->findings ? shown->findings->figures
                                                 : RunFigures();
    const QString nothing = QString::fromUtf16(kNothing);
    line.elapsed = shown->findings && !is_part ? elapsedText(figures.elapsed_ns) : nothing;
    const auto speed_up = is_part ? std::nullopt : speedUpOver(*shown, *first);
    line.speed_up = speed_up ? ratioText(speed_up, 2) + "×" : nothing;
    line.cores_busy = ratioText(figures.elapsed_ns > 0 ? std::optional(figures.parallelism) : std::nullopt, 2);
    line.overlap = ratioText(figures.overlap, 3);
  }
  return made;
}

void ShownRuns::showFigures() {
  const ShelfRun* chosen = run();
  const auto part = std::find_if(m_parts.begin(), m_parts.end(),
                                 [&](const auto& each) { return chosen != nullptr && each.first == chosen->id; });
  m_views.results.showRun(chosen != nullptr ? chosen->findings : nullptr,
                          part != m_parts.end() ? part->second : nullptr,
                          chosen != nullptr ? m_shelf.speedUp(*chosen) : std::nullopt);
  m_views.results.setCompared(lines());
  if (chosen != nullptr) {
    m_views.results.setFrame_ms(m_views.timeline.lastFrame_ms());
  }
  showJobTable();
}

// The figures of the parts before stay until those of the new ones are there.
void ShownRuns::computeParts() {
  const auto selection = m_views.timeline.selection();
  std::vector<SnapshotPtr> snapshots;
  std::vector<RunId> computing;
  for (const ShelfRun* shown : runs()) {
    if (selection && shown->findings) {
      snapshots.push_back(shown->findings->snapshot);
      computing.push_back(shown->id);
    }
  }
  if (snapshots.empty()) {
    m_part_figures.forget();
    if (!std::exchange(m_parts, {}).empty()) {
      showFigures();
    }
    return;
  }
  m_computing = std::move(computing);
  m_part_figures.compute(std::move(snapshots), *selection);
}

void ShownRuns::showJobs(QWidget* parent) {
  if (!m_jobs) {
    m_jobs = new JobsDialog(parent);
    m_jobs->setAttribute(Qt::WA_DeleteOnClose);
  }
  showJobTable();
  m_jobs->show();
  m_jobs->raise();
  m_jobs->activateWindow();
}

void ShownRuns::showJobTable() {
  const ShelfRun* chosen = run();
  if (m_jobs) {
    m_jobs->setRun(chosen != nullptr ? chosen->subject.pictureTitle() : QString(),
                   chosen != nullptr && chosen->findings ? chosen->findings->snapshot : nullptr);
  }
}

}  // namespace interleave::ui
