// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/sweep_runner.h"

#include <memory>
#include <utility>

#include "core/session/run_session.h"

namespace interleave::ui {
namespace {

constexpr double kLook_s = 0.02;
constexpr int kThreads = 2;  // the second one frees

}  // namespace

SweepRunner::SweepRunner(MachineMonitor& monitor) : m_monitor(monitor) {
  m_pool.setMaxThreadCount(kThreads);
}

SweepRunner::~SweepRunner() {
  cancel();
  m_pool.waitForDone();
}

void SweepRunner::start(const Experiment& experiment) {
  m_is_running = true;
  m_is_cancelled = false;
  m_pool.start([this, experiment] { measure(experiment); });
}

void SweepRunner::discard(std::vector<FindingsPtr> traces) {
  if (!traces.empty()) {
    m_pool.start([kept = std::move(traces)] {});
  }
}

void SweepRunner::measure(const Experiment& experiment) {
  auto started = RunSession::start(experiment);
  if (!started) {
    QMetaObject::invokeMethod(
        this,
        [this, error = started.error()] {
          m_is_running = false;
          emit refused(error);
        },
        Qt::QueuedConnection);
    return;
  }
  const std::shared_ptr<RunSession> session = std::move(*started);
  m_monitor.watch([watched = std::weak_ptr(session)]() -> SnapshotPtr {
    const auto now = watched.lock();
    return now ? now->snapshot() : nullptr;
  });
  while (!session->waitFor(kLook_s)) {
    if (m_is_cancelled) {
      session->cancel();
    }
  }
  m_monitor.watch({});
  auto findings = std::make_shared<const RunFindings>(findingsOf(session->record(), Moment::End));
  QMetaObject::invokeMethod(
      this,
      [this, findings = std::move(findings)] {
        m_is_running = false;
        emit ended(findings);
      },
      Qt::QueuedConnection);
}

}  // namespace interleave::ui
