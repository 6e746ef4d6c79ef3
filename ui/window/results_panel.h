// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of the run that is shown, live or ended, or of the part of it that is selected. Threading: the GUI
// thread; figures come computed.
#pragma once

#include <QWidget>
#include <array>
#include <memory>
#include <optional>

#include "ui/chart/theme.h"
#include "ui/window/comparison.h"
#include "ui/window/part_figures.h"
#include "ui/window/run_findings.h"

class QAction;
class QLabel;
class QPushButton;

namespace interleave::ui {

class BigNumber;
class ComparedTable;
class ElidedLabel;
class FactList;
class SectionHead;
class ShareTable;
class SurenessSection;
class TimeBar;
class VerdictCard;

class ResultsPanel : public QWidget {
  Q_OBJECT
 public:
  /// `show_jobs` and `show_output` have a link below the numbers, whichever the run has.
  ResultsPanel(QAction& show_jobs, QAction& show_output, QWidget* parent = nullptr);

  /// Null findings: nothing to show. Null part: the whole run. `speed_up`: over a serial run of the same work, where
  /// there is one.
  void showRun(const FindingsPtr& findings, const PartPtr& part, std::optional<double> speed_up);
  /// The runs that are compared, the one of showRun() among them; none: there is no comparison.
  void setCompared(const std::vector<ComparedLine>& lines);
  /// What the last frame of the timeline took.
  void setFrame_ms(double frame_ms);
  void setTheme(const Theme& theme);

 signals:
  /// The part is not wanted any more.
  void wholeWanted();
  /// Another of those compared is to be shown.
  void chosen(interleave::ui::RunId id);

 private:
  QWidget* head();
  QPushButton* link(QAction& action);
  void showNumbers(const RunFindings* run, const RunFigures& figures, bool is_part, std::optional<double> speed_up);
  void showWatchedNumbers(const RunFindings& run, const RunFigures& figures, bool is_part);
  void showFileNumbers(const RunFindings& run, const RunFigures& figures, bool is_part);
  void showFacts(const RunFindings* run, const RunFigures& figures, bool is_part);
  void showTables(const RunFindings* run, const Part* part);

  SectionHead* m_head = nullptr;
  QLabel* m_part_head = nullptr;
  QPushButton* m_clear = nullptr;
  std::array<BigNumber*, 4> m_numbers{};
  QLabel* m_outcome = nullptr;
  VerdictCard* m_verdict = nullptr;
  SectionHead* m_compared_head = nullptr;
  ComparedTable* m_compared = nullptr;
  ElidedLabel* m_run_title = nullptr;
  TimeBar* m_time = nullptr;
  FactList* m_facts = nullptr;
  QPushButton* m_jobs_link = nullptr;
  QPushButton* m_output_link = nullptr;
  SectionHead* m_workers_head = nullptr;
  ShareTable* m_workers = nullptr;
  SectionHead* m_cores_head = nullptr;
  ShareTable* m_cores = nullptr;
  SurenessSection* m_sureness = nullptr;
};

}  // namespace interleave::ui
