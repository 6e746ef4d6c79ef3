// SPDX-License-Identifier: GPL-3.0-or-later
// The gauges of the cores, kept up to date while anybody can see them.
#pragma once

#include <QTimer>
#include <QWidget>

#include "core/session/machine_monitor.h"
#include "ui/chart/theme.h"

namespace interleave::ui {

class GaugeStrip;

class GaugePanel : public QWidget {
  Q_OBJECT
 public:
  /// REQUIRES: the monitor outlives the panel.
  explicit GaugePanel(const MachineMonitor& monitor, QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
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
};

}  // namespace interleave::ui
