// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_controller.h"

#include <algorithm>
#include <utility>

namespace interleave::ui {
namespace {

constexpr int kFrame_ms = 16;
constexpr int kUnwatched_ms = 250;
constexpr qint64 kFigures_ms = 250;
constexpr qint64 kPauseToCost = 10;
constexpr int kThreads = 2;

}  // namespace

RunController::RunController(MachineMonitor& monitor) : m_monitor(monitor) {
  m_pool.setMaxThreadCount(kThreads);
  m_timer.setTimerType(Qt::PreciseTimer);
  m_timer.setInterval(kFrame_ms);
  connect(&m_timer, &QTimer::timeout, this, &RunController::look);
}

RunController::~RunController() {
  m_timer.stop();
  m_monitor.watch({});
  if (m_live) {
    m_live->cancel();
    m_live.reset();
  }
  m_pool.waitForDone();
}

void RunController::watch(LiveRunPtr live) {
  m_live = std::move(live);
  m_revision = 0;
  m_is_ending = false;
  m_is_stopping = false;
  m_is_computing = false;
  ++m_run;
  m_monitor.watch([watched = std::weak_ptr(m_live)]() -> SnapshotPtr {
    const auto live_now = watched.lock();
    return live_now ? live_now->snapshot() : nullptr;
  });
  m_figures_pause_ms = kFigures_ms;
  m_since_figures.start();
  m_timer.start();
  emit started();
}

void RunController::stop() {
  if (m_live && !m_is_stopping) {
    m_is_stopping = true;
    m_live->cancel();
    emit stopping();
  }
}

Status RunController::setSwitchInterval(double interval_ms) {
  if (!m_live) {
    return fail(ErrorCode::Unavailable, "no run is live whose switch interval could be moved");
  }
  return m_live->setSwitchInterval(interval_ms);
}

void RunController::setWatched(bool is_watched) {
  m_timer.setInterval(is_watched ? kFrame_ms : kUnwatched_ms);
}

void RunController::discard(std::shared_ptr<const void> trace) {
  m_pool.start([kept = std::move(trace)] {});
}

void RunController::look() {
  const bool is_finished = m_live->isFinished();
  const SnapshotPtr snapshot = m_live->snapshot();
  if (snapshot->revision != m_revision) {
    m_revision = snapshot->revision;
    emit snapshotChanged(snapshot);
  }
  if (is_finished && !m_is_ending) {
    m_is_ending = true;
    m_timer.stop();
    compute(Moment::End);
  } else if (!is_finished && !m_is_computing && m_since_figures.elapsed() >= m_figures_pause_ms) {
    m_is_computing = true;
    m_since_figures.start();
    compute(Moment::Live);
  }
}

void RunController::compute(Moment moment) {
  m_pool.start([this, moment, run = m_run, live = m_live] {
    QElapsedTimer cost;
    cost.start();
    auto findings = std::make_shared<const RunFindings>(live->findings(moment));
    QMetaObject::invokeMethod(
        this,
        [this, moment, run, findings = std::move(findings), cost_ms = cost.elapsed()] {
          take(findings, moment, run, cost_ms);
        },
        Qt::QueuedConnection);
  });
}

void RunController::take(const FindingsPtr& findings, Moment moment, int run, qint64 cost_ms) {
  if (run != m_run || !m_live) {
    return;
  }
  m_is_computing = false;
  m_figures_pause_ms = std::max(kFigures_ms, cost_ms * kPauseToCost);
  if (moment == Moment::Live) {
    if (!m_is_ending) {
      emit findingsChanged(findings);
    }
    return;
  }
  retire();
  emit ended(findings);
}

void RunController::retire() {
  m_monitor.watch({});
  m_is_stopping = false;
  m_pool.start([live = std::exchange(m_live, nullptr)] {});
}

}  // namespace interleave::ui
