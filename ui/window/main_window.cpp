// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QScreen>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "core/sched/machine.h"
#include "ui/chart/timeline_view.h"
#include "ui/window/against_controller.h"
#include "ui/window/banner.h"
#include "ui/window/centre_pages.h"
#include "ui/window/code_section.h"
#include "ui/window/experiment_controller.h"
#include "ui/window/experiment_panel.h"
#include "ui/window/export_dialog.h"
#include "ui/window/folding_panel.h"
#include "ui/window/function_list.h"
#include "ui/window/gauge_panel.h"
#include "ui/window/interval_controller.h"
#include "ui/window/lesson_card.h"
#include "ui/window/lesson_controller.h"
#include "ui/window/likeness_card.h"
#include "ui/window/likeness_controller.h"
#include "ui/window/live_controller.h"
#include "ui/window/panel_scroll.h"
#include "ui/window/python_controller.h"
#include "ui/window/results_panel.h"
#include "ui/window/rows_controller.h"
#include "ui/window/runs_panel.h"
#include "ui/window/settings_line.h"
#include "ui/window/shown_runs.h"
#include "ui/window/sweep_controller.h"
#include "ui/window/sweep_page.h"
#include "ui/window/sweep_results.h"
#include "ui/window/task_strip.h"
#include "ui/window/theme_controller.h"
#include "ui/window/top_bar.h"
#include "ui/window/trace_controller.h"
#include "ui/window/watch_controller.h"
#include "ui/window/window_actions.h"

namespace interleave::ui {
namespace {

constexpr QSize kUsualSize{1440, 860};
constexpr QSize kSmallestSize{960, 600};

}  // namespace

MainWindow::MainWindow(MachineMonitor& monitor, const QString& settings_file)
    : m_settings(settings_file), m_runs(monitor) {
  setWindowTitle("Interleave");
  setMinimumSize(kSmallestSize);
  // Before there is anything in the window: each widget is then dressed once, when it is shown.
  m_theme = new ThemeController(*this, m_settings);
  build(monitor);
  m_shown = std::make_unique<ShownRuns>(m_shelf, ShownRuns::Views{*m_timeline, m_centre->settingsLine(), *m_results});
  m_rows = std::make_unique<RowsController>(RowsController::Parts{*m_actions, *m_timeline, m_settings});
  m_live =
      std::make_unique<LiveController>(LiveController::Parts{*m_actions, *m_bar, *m_banner, m_runs, m_shelf, *m_shown});
  m_experiments = std::make_unique<ExperimentController>(
      ExperimentController::Parts{*m_experiment, *m_actions, *m_bar, *m_live, m_settings});
  m_watches =
      std::make_unique<WatchController>(WatchController::Parts{*this, *m_actions, m_settings, monitor, *m_live});
  m_traces = std::make_unique<TraceController>(
      TraceController::Parts{*this, *m_actions, m_settings, m_shelf, *m_shown, *m_banner, *m_bar, *m_strip});
  setAcceptDrops(true);
  m_lessons = std::make_unique<LessonController>(
      LessonController::Parts{*this, *m_actions, m_shelf, *m_shown, *m_live, *m_lesson});
  m_sweeps = std::make_unique<SweepController>(SweepController::Parts{
      *this, m_centre->sweep(), *m_sweep_results, *m_experiment, *m_live, m_shelf, *m_shown, m_settings, monitor});
  m_against = std::make_unique<AgainstController>(
      AgainstController::Parts{*m_actions, *m_experiment, m_shelf, *m_shown, *m_live, m_settings});
  m_likeness = std::make_unique<LikenessController>(*m_shown, *m_likeness_card);
  m_interval = std::make_unique<IntervalController>(
      IntervalController::Parts{m_centre->settingsLine(), m_runs, *m_live, *m_shown, *m_banner});
  connectParts();
  connectViews();
  connectCentre();
  restore();
  m_pythons = std::make_unique<PythonController>(PythonController::Parts{*m_experiment, m_settings, *this});
  m_functions = std::make_unique<FunctionList>(*m_experiment);
  connect(m_pythons.get(), &PythonController::pythonsChanged, this,
          [this](const auto& found) { m_lessons->setPythons(ArticleInterpreters::among(found)); });
}

MainWindow::~MainWindow() = default;

// From the outside in: a widget that is measured or shown before it is in the window is dressed twice, and all that it
// holds with it.
void MainWindow::build(MachineMonitor& monitor) {
  m_actions = new WindowActions(*this);
  auto* all = new QWidget;
  setCentralWidget(all);
  auto* column = new QVBoxLayout(all);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_bar = new TopBar(*m_actions, all);
  m_strip = new TaskStrip(all);
  m_banner = new Banner(all);
  m_down = new QSplitter(Qt::Vertical, all);
  column->addWidget(m_bar);
  column->addWidget(m_strip);
  column->addWidget(m_banner);
  column->addWidget(m_down, 1);
  m_across = new QSplitter(Qt::Horizontal, m_down);
  auto* left = new QWidget;
  m_left = new FoldingPanel("Experiment", Qt::LeftEdge, left, {236, 285}, m_across);
  m_left->setObjectName("left");
  fillLeft(*left);
  m_centre = new CentrePages(m_across);
  m_timeline = &m_centre->timeline();
  m_right_pages = new QStackedWidget;
  m_right = new FoldingPanel("Results", Qt::RightEdge, m_right_pages, {236, 287}, m_across);
  m_right->setObjectName("right");
  fillRight(*m_right_pages);
  m_across->setStretchFactor(1, 1);
  m_gauges = new GaugePanel(monitor);
  m_bottom = new FoldingPanel("Cores", Qt::BottomEdge, m_gauges, {80, m_gauges->usualHeight_px()}, m_down);
  m_bottom->setObjectName("bottom");
  m_down->setStretchFactor(0, 1);
  for (QSplitter* splitter : {m_across, m_down}) {
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
  }
}

void MainWindow::fillLeft(QWidget& content) {
  auto* column = new QVBoxLayout(&content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  auto* scroll = new PanelScroll(&content);
  m_experiment = new ExperimentPanel(thisMachine().cores, scroll->viewport());
  scroll->setWidget(m_experiment);
  column->addWidget(scroll);
  m_pages = new QTabWidget(&content);
  m_pages->setDocumentMode(true);
  m_pages->setObjectName("pages");
  m_pages->setAccessibleName("Runs or code");
  m_pages->tabBar()->setAccessibleName("Runs or code");
  m_pages->tabBar()->setDrawBase(false);
  m_runs_panel = new RunsPanel(m_shelf, m_pages);
  m_code = new CodeSection(m_pages);
  m_pages->addTab(m_runs_panel, "Runs of this session");
  m_pages->addTab(m_code, "Code");
  m_pages->setTabToolTip(1, "The experiment that is chosen as a Python program");
  column->addWidget(m_pages, 1);
}

void MainWindow::fillRight(QStackedWidget& pages) {
  auto* of_run = new PanelScroll(&pages);
  auto* content = new QWidget(of_run->viewport());
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_lesson = new LessonCard(content);
  m_likeness_card = new LikenessCard(content);
  m_results = new ResultsPanel(*m_actions->showJobs(), *m_actions->showOutput(), content);
  column->addWidget(m_lesson);
  column->addWidget(m_likeness_card);
  column->addWidget(m_results, 1);
  of_run->setWidget(content);
  pages.addWidget(of_run);
  auto* of_sweep = new PanelScroll(&pages);
  m_sweep_results = new SweepResults(of_sweep->viewport());
  of_sweep->setWidget(m_sweep_results);
  pages.addWidget(of_sweep);
}

void MainWindow::restore() {
  if (!restoreGeometry(m_settings.geometry())) {
    resize(kUsualSize.boundedTo(screen()->availableSize()));
  }
  for (FoldingPanel* panel : {m_left, m_right, m_bottom}) {
    panel->setExtent_px(m_settings.panelExtent(panel->objectName()).value_or(panel->extent_px()));
    panel->setFolded(m_settings.isPanelFolded(panel->objectName()));
  }
  applyExtents();
  if (const auto experiment = m_settings.experiment()) {
    m_experiment->setExperiment(*experiment);
  }
  m_code->setExperiment(m_experiment->experiment());
  m_sweeps->restore();
  m_pages->setCurrentIndex(m_settings.isCodeShown() ? 1 : 0);
  m_rows->restore();
  checkChoices();
  applyTheme(m_theme->current());
  showAvailable();
}

void MainWindow::applyTheme(const Theme& theme) {
  m_bar->setTheme(theme);
  m_banner->setTheme(theme);
  m_runs_panel->setTheme(theme);
  m_timeline->setTheme(theme);
  m_centre->sweep().setTheme(theme);
  m_results->setTheme(theme);
  m_gauges->setTheme(theme);
  for (FoldingPanel* panel : {m_left, m_right, m_bottom}) {
    panel->setTheme(theme);
  }
}

void MainWindow::applyExtents() {
  const int left = m_left->wantedExtent_px();
  const int right = m_right->wantedExtent_px();
  const int bottom = m_bottom->wantedExtent_px();
  m_across->setSizes({left, std::max(1, width() - left - right - 2), right});
  m_down->setSizes({std::max(1, height() - m_bar->height() - bottom - 1), bottom});
}

void MainWindow::showAvailable() {
  const ShelfRun* run = m_shown->run();
  const bool has_findings = run != nullptr && run->findings != nullptr;
  const bool is_sweep = m_centre->page() == CentrePages::Page::Sweep;
  m_actions->exportPicture()->setEnabled(is_sweep ? m_sweeps->hasPicture() : !m_shown->forPicture().empty());
  m_actions->showJobs()->setEnabled(has_findings && run->subject.experiment() != nullptr);
  m_watches->shownChanged(run);
  m_traces->shownChanged(run);
  m_centre->settingsLine().setReusable(run != nullptr && run->subject.file() == nullptr);
  m_rows->setShown(m_shown->snapshots());
  m_actions->compare()->setEnabled(m_shown->isComparing() || (run != nullptr && m_shelf.rowCount() > 1));
  m_actions->compare()->setChecked(m_shown->isComparing());
  showGauges(run);
}

void MainWindow::showGauges(const ShelfRun* run) {
  m_gauges->setRun(run != nullptr && !run->is_live ? run->findings : nullptr);
}

// Among several, the gauges are of the run that is pointed at.
void MainWindow::showMoment(std::optional<std::int64_t> time_ns, std::size_t panel) {
  showGauges(time_ns ? m_shown->runAt(panel) : m_shown->run());
  m_gauges->setMoment(time_ns);
}

void MainWindow::reuse(const ShelfRun* run) {
  if (run == nullptr || run->subject.file() != nullptr) {
    return;
  }
  if (const Experiment* experiment = run->subject.experiment()) {
    m_experiment->setExperiment(*experiment);
    emit m_experiment->changed();
  } else {
    m_watches->ask(&run->subject);
  }
}

void MainWindow::openDialog(QDialog* dialog) {
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void MainWindow::exportPicture() {
  if (m_centre->page() == CentrePages::Page::Sweep) {
    m_sweeps->savePicture();
  } else if (auto runs = m_shown->forPicture(); !runs.empty()) {
    openDialog(new ExportDialog({std::move(runs), m_rows->rows(), m_settings.style(), m_settings.areConnectorsShown(),
                                 m_settings.areGilPointsShown(), m_timeline->viewport(), m_likeness->remark()},
                                m_settings, m_theme->current(), this));
  }
}

void MainWindow::forget() {
  m_settings.clear();
  m_pages->setCurrentIndex(0);
  m_experiment->reset();
  emit m_experiment->changed();
  m_rows->restore();
  m_sweeps->restore();
  checkChoices();
  m_theme->setChoice(m_settings.theme());
  for (FoldingPanel* panel : {m_left, m_right, m_bottom}) {
    panel->setFolded(false);
    panel->resetExtent();
  }
  applyExtents();
}

void MainWindow::remember() {
  m_settings.setGeometry(saveGeometry());
  for (const FoldingPanel* panel : {m_left, m_right, m_bottom}) {
    m_settings.setPanel(panel->objectName(), panel->extent_px(), panel->isFolded());
  }
  m_settings.save();
}

}  // namespace interleave::ui
