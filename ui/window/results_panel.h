// SPDX-License-Identifier: GPL-3.0-or-later
// What came out of the run that is shown, live or ended. Threading: the GUI thread; figures come computed.
#pragma once

#include <QWidget>
#include <array>
#include <memory>
#include <optional>

#include "core/session/run_record.h"
#include "ui/chart/theme.h"

class QAction;

namespace interleave::ui {

class BigNumber;
class FactList;
class TimeBar;

class ResultsPanel : public QWidget {
  Q_OBJECT
 public:
  /// `show_jobs` has a link at the panel's end.
  explicit ResultsPanel(QAction& show_jobs, QWidget* parent = nullptr);

  /// Null: nothing to show. `speed_up`: over a serial run of the same work, where there is one.
  void setRecord(const std::shared_ptr<const RunRecord>& record, std::optional<double> speed_up);
  /// What the last frame of the timeline took.
  void setFrame_ms(double frame_ms);
  void setTheme(const Theme& theme);

 private:
  void showNumbers(const RunRecord* record, std::optional<double> speed_up);
  void showFacts(const RunRecord* record);

  std::array<BigNumber*, 4> m_numbers{};
  TimeBar* m_time = nullptr;
  FactList* m_facts = nullptr;
  FactList* m_sureness = nullptr;
};

}  // namespace interleave::ui
