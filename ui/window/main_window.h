// SPDX-License-Identifier: GPL-3.0-or-later
// The window: its panels, put together. What they do is in the controllers.
#pragma once

#include <QMainWindow>
#include <memory>

#include "core/session/machine_monitor.h"
#include "ui/window/run_controller.h"
#include "ui/window/run_shelf.h"
#include "ui/window/window_settings.h"

class QDialog;
class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace interleave::ui {

class AgainstController;
class Banner;
class CentrePages;
class CodeSection;
class ExperimentController;
class ExperimentPanel;
class FunctionList;
class FoldingPanel;
class GaugePanel;
class IntervalController;
class LessonCard;
class LessonController;
class LikenessCard;
class LikenessController;
class LiveController;
class PythonController;
class ResultsPanel;
class RowsController;
class RunsPanel;
class ShownRuns;
class ThemeController;
class TimelineView;
class SweepController;
class SweepResults;
class TaskStrip;
class TopBar;
class TraceController;
class WatchController;
class WindowActions;

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  /// `settings_file`: instead of the user's own. REQUIRES: the monitor outlives the window.
  explicit MainWindow(MachineMonitor& monitor, const QString& settings_file = {});
  /// Ends a run that is live and waits until no process of it is left.
  ~MainWindow() override;

  const RunShelf& runs() const { return m_shelf; }
  /// Reads them in the background and shows them.
  void openTraces(const QStringList& paths);

 protected:
  void closeEvent(QCloseEvent* event) override;
  bool event(QEvent* event) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void build(MachineMonitor& monitor);
  void fillLeft(QWidget& content);
  void fillRight(QStackedWidget& pages);
  void complete();
  void connectParts();
  void connectViews();
  void connectCentre();
  void restore();
  void applyTheme(const Theme& theme);
  void applyExtents();
  void showAvailable();
  void showGauges(const ShelfRun* run);
  void showMoment(std::optional<std::int64_t> time_ns, std::size_t panel);
  void reuse(const ShelfRun* run);
  void openDialog(QDialog* dialog);
  void exportPicture();
  void forget();
  void checkChoices();
  void remember();

  WindowSettings m_settings;
  RunShelf m_shelf;
  RunController m_runs;
  WindowActions* m_actions = nullptr;
  TopBar* m_bar = nullptr;
  Banner* m_banner = nullptr;
  TaskStrip* m_strip = nullptr;
  ExperimentPanel* m_experiment = nullptr;
  RunsPanel* m_runs_panel = nullptr;
  CodeSection* m_code = nullptr;
  CentrePages* m_centre = nullptr;
  TimelineView* m_timeline = nullptr;  // the centre's
  QTabWidget* m_pages = nullptr;
  LessonCard* m_lesson = nullptr;
  LikenessCard* m_likeness_card = nullptr;
  ResultsPanel* m_results = nullptr;
  SweepResults* m_sweep_results = nullptr;
  QStackedWidget* m_right_pages = nullptr;  // as the centre's
  GaugePanel* m_gauges = nullptr;
  FoldingPanel* m_left = nullptr;
  FoldingPanel* m_right = nullptr;
  FoldingPanel* m_bottom = nullptr;
  QSplitter* m_across = nullptr;
  QSplitter* m_down = nullptr;
  ThemeController* m_theme = nullptr;
  std::unique_ptr<ShownRuns> m_shown;
  std::unique_ptr<RowsController> m_rows;
  std::unique_ptr<LiveController> m_live;
  std::unique_ptr<ExperimentController> m_experiments;
  std::unique_ptr<WatchController> m_watches;
  std::unique_ptr<TraceController> m_traces;
  std::unique_ptr<LessonController> m_lessons;
  std::unique_ptr<SweepController> m_sweeps;
  std::unique_ptr<PythonController> m_pythons;
  std::unique_ptr<FunctionList> m_functions;
  std::unique_ptr<AgainstController> m_against;
  std::unique_ptr<LikenessController> m_likeness;
  std::unique_ptr<IntervalController> m_interval;
  bool m_is_seen = false;
  bool m_is_passing_key = false;  // a key that nobody wants comes back
};

}  // namespace interleave::ui
