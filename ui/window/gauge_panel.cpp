// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/gauge_panel.h"

#include <QVBoxLayout>

#include "ui/chart/gauge_strip.h"

namespace interleave::ui {
namespace {

constexpr int kPoll_ms = static_cast<int>(MachineMonitor::kInterval_ns / 1'000'000);
constexpr int kUsualWidth_px = 1400;
constexpr int kFold_px = 20;  // beside the gauges, for the fold button

}  // namespace

GaugePanel::GaugePanel(const MachineMonitor& monitor, QWidget* parent)
    : QWidget(parent), m_monitor(monitor), m_strip(new GaugeStrip) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, kFold_px, 0);
  column->addWidget(m_strip);
  m_strip->setAccessibleName("Load of the cores, this experiment's share and everything else's");
  m_timer.setInterval(kPoll_ms);
  connect(&m_timer, &QTimer::timeout, this, &GaugePanel::poll);
}

void GaugePanel::setTheme(const Theme& theme) { m_strip->setTheme(theme); }

int GaugePanel::usualHeight_px() const { return m_strip->heightForWidth(kUsualWidth_px); }

void GaugePanel::poll() {
  if (!window()->isMinimized()) {
    m_strip->setHistory(m_monitor.history());
  }
}

void GaugePanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  poll();
  m_timer.start();
}

void GaugePanel::hideEvent(QHideEvent* event) {
  m_timer.stop();
  QWidget::hideEvent(event);
}

}  // namespace interleave::ui
