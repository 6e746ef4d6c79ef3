// SPDX-License-Identifier: GPL-3.0-or-later
// The main window's wires: which part's word reaches which other one.
#include <QAction>
#include <QStackedWidget>
#include <QTabWidget>
#include <algorithm>
#include <utility>

#include "ui/chart/timeline_view.h"
#include "ui/window/about_dialog.h"
#include "ui/window/against_controller.h"
#include "ui/window/centre_pages.h"
#include "ui/window/code_section.h"
#include "ui/window/experiment_controller.h"
#include "ui/window/experiment_panel.h"
#include "ui/window/folding_panel.h"
#include "ui/window/keys_dialog.h"
#include "ui/window/lesson_controller.h"
#include "ui/window/live_controller.h"
#include "ui/window/main_window.h"
#include "ui/window/runs_panel.h"
#include "ui/window/settings_line.h"
#include "ui/window/shown_runs.h"
#include "ui/window/sweep_controller.h"
#include "ui/window/sweep_page.h"
#include "ui/window/theme_controller.h"
#include "ui/window/top_bar.h"
#include "ui/window/trace_controller.h"
#include "ui/window/watch_controller.h"
#include "ui/window/window_actions.h"

namespace interleave::ui {

void MainWindow::connectParts() {
  connect(m_experiments.get(), &ExperimentController::accepted, this,
          [this](const Experiment& experiment) { m_settings.setExperiment(experiment); });
  connect(m_experiment, &ExperimentPanel::changed, m_code,
          [this] { m_code->setExperiment(m_experiment->experiment()); });
  connect(m_pages, &QTabWidget::currentChanged, this, [this](int page) { m_settings.setCodeShown(page == 1); });
  connect(&m_runs, &RunController::started, this, [this] {
    // Run is about to be disabled: the focus goes where the keys are useful, not to the next button.
    if (m_bar->isAncestorOf(focusWidget())) {
      m_timeline->setFocus(m_bar->underMouse() ? Qt::MouseFocusReason : Qt::OtherFocusReason);
    }
  });
  connect(m_runs_panel, &RunsPanel::chosen, this, [this](RunId id) { m_shown->choose(id); });
  connect(m_runs_panel, &RunsPanel::aloneWanted, this, [this](RunId id) { m_shown->showAlone(id); });
  connect(m_runs_panel, &RunsPanel::checkWanted, this, [this](RunId id) { m_shown->toggle(id); });
  connect(m_runs_panel, &RunsPanel::settingsWanted, this, [this](RunId id) { reuse(m_shelf.run(id)); });
  connect(m_runs_panel, &RunsPanel::removalWanted, this, [this](RunId id) { m_shown->remove(id); });
  connect(m_lessons.get(), &LessonController::begun, this, [this] { m_right->setFolded(false); });
  connect(&m_centre->settingsLine(), &SettingsLine::reuseWanted, this, [this] { reuse(m_shown->run()); });
  connect(m_shown.get(), &ShownRuns::changed, this, &MainWindow::showAvailable);
  connect(m_timeline, &TimelineView::pointedAt, this, &MainWindow::showMoment);
  connect(m_actions->compare(), &QAction::triggered, this, [this] {
    m_shown->toggleComparison();
    showAvailable();
  });
  connect(m_actions->showOutput(), &QAction::triggered, this, [this] { m_watches->showOutput(m_shown->run()); });
  connect(m_actions->exportPicture(), &QAction::triggered, this, &MainWindow::exportPicture);
  connect(m_actions->showJobs(), &QAction::triggered, this, [this] { m_shown->showJobs(this); });
  connect(m_actions->showKeys(), &QAction::triggered, this, [this] { openDialog(new KeysDialog(*m_actions, this)); });
  connect(m_actions->about(), &QAction::triggered, this, [this] { openDialog(new AboutDialog(this)); });
  connect(m_actions->forget(), &QAction::triggered, this, &MainWindow::forget);
  connect(m_actions->quit(), &QAction::triggered, this, &QWidget::close);
}

void MainWindow::connectViews() {
  connect(m_theme, &ThemeController::changed, this, &MainWindow::applyTheme);
  for (std::size_t i = 0; i < m_actions->keeps().size(); ++i) {
    connect(m_actions->keeps()[i], &QAction::triggered, this,
            [this, i] { m_settings.setKeepMinutes(kKeepMinutes[i]); });
  }
  for (std::size_t i = 0; i < m_actions->themes().size(); ++i) {
    connect(m_actions->themes()[i], &QAction::triggered, this,
            [this, i] { m_theme->setChoice(static_cast<ThemeChoice>(i)); });
  }
  for (std::size_t i = 0; i < m_actions->styles().size(); ++i) {
    connect(m_actions->styles()[i], &QAction::toggled, this, [this, i](bool is_chosen) {
      if (is_chosen) {
        m_timeline->setMarkStyle(static_cast<MarkStyle>(i));
        m_settings.setStyle(static_cast<MarkStyle>(i));
      }
    });
  }
  const std::pair<QAction*, FoldingPanel*> folds[] = {
      {m_actions->foldExperiment(), m_left}, {m_actions->foldResults(), m_right}, {m_actions->foldGauges(), m_bottom}};
  for (const auto& [action, panel] : folds) {
    connect(action, &QAction::toggled, panel, [panel = panel](bool is_shown) { panel->setFolded(!is_shown); });
    connect(panel, &FoldingPanel::foldedChanged, action, [this, action = action](bool is_folded) {
      action->setChecked(!is_folded);
      applyExtents();
    });
  }
}

void MainWindow::checkChoices() {
  const auto keep = std::find(kKeepMinutes.begin(), kKeepMinutes.end(), m_settings.keepMinutes());
  m_actions->styles()[static_cast<std::size_t>(m_settings.style())]->setChecked(true);
  m_actions->themes()[static_cast<std::size_t>(m_settings.theme())]->setChecked(true);
  m_actions->keeps()[static_cast<std::size_t>(keep - kKeepMinutes.begin())]->setChecked(true);
}

void MainWindow::connectCentre() {
  const auto show = [this](CentrePages::Page page) { return [this, page] { m_centre->setPage(page); }; };
  const auto showTimeline = show(CentrePages::Page::Timeline);
  connect(m_actions->showTimeline(), &QAction::triggered, this, showTimeline);
  connect(m_actions->showSweep(), &QAction::triggered, this, show(CentrePages::Page::Sweep));
  connect(m_actions->runSweep(), &QAction::triggered, this, [this] {
    m_centre->setPage(CentrePages::Page::Sweep);
    m_sweeps->run();
  });
  connect(m_centre, &CentrePages::pageChanged, this, [this](CentrePages::Page page) {
    m_right_pages->setCurrentIndex(static_cast<int>(page));
    showAvailable();
  });
  // Whatever is about runs brings the runs into sight.
  connect(m_live.get(), &LiveController::begun, this, showTimeline);
  connect(m_traces.get(), &TraceController::opened, this, showTimeline);
  connect(m_sweeps.get(), &SweepController::runShown, this, showTimeline);
  connect(m_sweeps.get(), &SweepController::changed, this, &MainWindow::showAvailable);
  connect(m_runs_panel, &RunsPanel::chosen, this, showTimeline);
  connect(m_runs_panel, &RunsPanel::aloneWanted, this, showTimeline);
  connect(m_runs_panel, &RunsPanel::checkWanted, this, showTimeline);
  connect(m_actions->compare(), &QAction::triggered, this, showTimeline);
}

}  // namespace interleave::ui
