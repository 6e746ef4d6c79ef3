// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/run_controller.h"

#include <utility>

namespace interleave::ui {
namespace {

constexpr int kFrame_ms = 16;
constexpr int kUnwatched_ms = 250;
constexpr qint64 kFigures_ms = 250;
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
  if (m_session) {
    m_session->cancel();
    m_session.reset();
  }
  m_pool.waitForDone();
}

Status RunController::start(const Experiment& experiment) {
  auto session = RunSession::start(experiment);
  if (!session) {
    return tl::unexpected(session.error());
  }
  m_session = std::move(*session);
  m_revision = 0;
  m_is_ending = false;
  m_is_stopping = false;
  m_is_computing = false;
  ++m_run;
  m_monitor.watch([watched = std::weak_ptr(m_session)]() -> SnapshotPtr {
    const auto session_now = watched.lock();
    return session_now ? session_now->snapshot() : nullptr;
  });
  m_since_figures.start();
  m_timer.start();
  emit started();
  return {};
}

void RunController::stop() {
  if (m_session && !m_is_stopping) {
    m_is_stopping = true;
    m_session->cancel();
    emit stopping();
  }
}

void RunController::setWatched(bool is_watched) { m_timer.setInterval(is_watched ? kFrame_ms : kUnwatched_ms); }

void RunController::discard(RecordPtr record) {
  m_pool.start([kept = std::move(record)] {});
}

void RunController::look() {
  const bool is_finished = m_session->isFinished();  // before the snapshot, which then is the last
  const SnapshotPtr snapshot = m_session->snapshot();
  if (snapshot->revision != m_revision) {
    m_revision = snapshot->revision;
    emit snapshotChanged(snapshot);
  }
  if (is_finished && !m_is_ending) {
    m_is_ending = true;
    m_timer.stop();
    compute(Moment::End);
  } else if (!is_finished && !m_is_computing && m_since_figures.elapsed() >= kFigures_ms) {
    m_is_computing = true;
    m_since_figures.start();
    compute(Moment::Live);
  }
}

void RunController::compute(Moment moment) {
  m_pool.start([this, moment, run = m_run, session = m_session] {
    auto record = std::make_shared<const RunRecord>(moment == Moment::End ? session->record() : session->liveRecord());
    QMetaObject::invokeMethod(
        this, [this, moment, run, record = std::move(record)] { take(record, moment, run); }, Qt::QueuedConnection);
  });
}

void RunController::take(RecordPtr record, Moment moment, int run) {
  if (run != m_run || !m_session) {
    return;
  }
  m_is_computing = false;
  if (moment == Moment::Live) {
    if (!m_is_ending) {
      emit recordChanged(record);
    }
    return;
  }
  retire();
  emit ended(record);
}

void RunController::retire() {
  m_monitor.watch({});
  m_is_stopping = false;
  m_pool.start([session = std::exchange(m_session, nullptr)] {});
}

}  // namespace interleave::ui
