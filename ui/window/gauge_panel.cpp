// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/gauge_panel.h"

#include <QVBoxLayout>
#include <algorithm>

#include "core/base/clock.h"
#include "ui/chart/gauge_strip.h"

namespace interleave::ui {
namespace {

constexpr int kPoll_ms = static_cast<int>(MachineMonitor::kInterval_ns / 1'000'000);
constexpr int kUsualWidth_px = 1400;
constexpr std::int64_t kAround_ns = 25'000'000;
constexpr int kFold_px = 20;  // beside the gauges, for the fold button

// With as many decimals as the run's length gives a meaning.
QString momentText(std::int64_t time_ns, std::int64_t length_ns) {
  const int decimals = length_ns < 10'000'000 ? 6 : length_ns < 100'000'000 ? 4 : length_ns < 100'000'000'000 ? 3 : 1;
  return QString::number(seconds(time_ns), 'f', decimals) + " s";
}

}  // namespace

std::optional<CoreLoad> momentOf(const RunFindings& run, std::int64_t time_ns) {
  if (auto load = loadAt(run.loads, time_ns)) {
    load->time_ns = time_ns;
    return load;
  }
  const std::int64_t begin_ns = std::max<std::int64_t>(0, time_ns - kAround_ns);
  const std::int64_t end_ns = std::min(run.snapshot->now_ns, time_ns + kAround_ns);
  if (run.snapshot->cores.empty() || begin_ns >= end_ns || begin_ns < run.snapshot->kept_from_ns) {
    return std::nullopt;
  }
  CoreLoad load;
  load.time_ns = time_ns;
  for (const Track& core : run.snapshot->cores) {
    const std::int64_t ran_ns = core.timesIn(begin_ns, end_ns)[index(State::Running)];
    load.experiment_ratio.push_back(static_cast<double>(ran_ns) / static_cast<double>(end_ns - begin_ns));
  }
  return load;
}

GaugePanel::GaugePanel(const MachineMonitor& monitor, QWidget* parent)
    : QWidget(parent), m_monitor(monitor), m_strip(new GaugeStrip) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, kFold_px, 0);
  column->addWidget(m_strip);
  m_strip->setAccessibleName("Load of the cores, this experiment's share and everything else's");
  m_timer.setInterval(kPoll_ms);
  connect(&m_timer, &QTimer::timeout, this, &GaugePanel::poll);
}

void GaugePanel::setTheme(const Theme& theme) {
  m_strip->setTheme(theme);
}

void GaugePanel::setRun(const FindingsPtr& findings) {
  if (findings == m_run) {
    return;
  }
  m_run = findings;
  m_strip->setMoment(std::nullopt);
  const bool has_no_load = m_run && m_run->file && m_run->loads.empty() && m_run->snapshot->cores.empty();
  m_strip->setRunRemark(has_no_load ? QString("no load recorded in the file") : QString());
  m_strip->setRun(m_run ? m_run->loads : std::vector<CoreLoad>(), m_run ? m_run->snapshot->now_ns : 0);
}

void GaugePanel::setMoment(std::optional<std::int64_t> time_ns) {
  const bool is_inside = m_run && time_ns && *time_ns >= 0 && *time_ns <= m_run->snapshot->now_ns;
  const auto load = is_inside ? momentOf(*m_run, *time_ns) : std::nullopt;
  m_strip->setMoment(load, load ? "at " + momentText(*time_ns, m_run->snapshot->now_ns) : QString());
}

int GaugePanel::usualHeight_px() const {
  return m_strip->heightForWidth(kUsualWidth_px);
}

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
