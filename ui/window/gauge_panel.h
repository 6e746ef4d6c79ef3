// SPDX-License-Identifier: GPL-3.0-or-later
// The gauges of the cores, kept up to date while anybody can see them: now, or a moment of the run that is shown.
#pragma once

#include <QTimer>
#include <QWidget>
#include <cstdint>
#include <optional>

#include "core/session/machine_monitor.h"
#include "ui/chart/theme.h"
#include "ui/window/run_findings.h"

namespace interleave::ui {

class GaugeStrip;

/// The cores' load at an instant of a run. Where none was read then, the run's own part, from the kernel's view of the
/// 50 ms around it, and no `busy_ratio`; nothing where there is no such view either.
std::optional<CoreLoad> momentOf(const RunFindings& run, std::int64_t time_ns);

class GaugePanel : public QWidget {
  Q_OBJECT
 public:
  /// REQUIRES: the monitor outlives the panel.
  explicit GaugePanel(const MachineMonitor& monitor, QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  /// The run whose moments can be asked for; null: none, or one that is live and shows now.
  void setRun(const FindingsPtr& findings);
  /// The instant of that run which is pointed at; nothing: now.
  void setMoment(std::optional<std::int64_t> time_ns);
  /// How high it has to be for all gauges to be seen in a window of usual width.
  int usualHeight_px() const;

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void poll();

  const MachineMonitor& m_monitor;
  GaugeStrip* m_strip = nullptr;
  QTimer m_timer;
  FindingsPtr m_run;
};

}  // namespace interleave::ui
