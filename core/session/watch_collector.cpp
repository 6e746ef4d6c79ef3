// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/watch_collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/clock.h"

namespace interleave {
namespace {

// Making a snapshot costs about a microsecond a track; with thousands of tracks it is made less often than records are
// read, so that it takes at most 5 % of the time.
constexpr std::int64_t kPublishToCost = 20;

}  // namespace

Result<std::unique_ptr<WatchCollector>> WatchCollector::start(TraceStore& store, std::size_t tracks, pid_t pid,
                                                              Observed when) {
  std::string refusal;
  auto observer = observeKernel(pid, when, refusal);
  if (!observer) {
    return fail(observer.error().code, fmt::format("can't watch process {}: {}", pid, observer.error().message));
  }
  return std::unique_ptr<WatchCollector>(new WatchCollector(store, tracks, std::move(*observer), std::move(refusal)));
}

WatchCollector::WatchCollector(TraceStore& store, std::size_t tracks, std::unique_ptr<KernelObserver> observer,
                               std::string refusal)
    : m_store(store),
      m_observer(std::move(observer)),
      m_refusal(std::move(refusal)),
      m_epoch_ns(monotonicNow_ns()),
      m_cpu_before_ns(ownCpu_ns()),
      m_builder(store, tracks, store.coreRunning_ns().size(), m_epoch_ns) {}

std::int64_t WatchCollector::pause_ns() const {
  return m_observer ? m_observer->pause_ns() : 10 * kNsPerMs;
}

bool WatchCollector::drain() {
  if (!m_observer) {
    return false;
  }
  m_batch.clear();
  m_observer->drain(m_batch);
  take();
  const std::int64_t now_ns = monotonicNow_ns();
  if (now_ns < m_publish_at_ns) {
    return false;
  }
  publish();
  const std::int64_t cost_ns = monotonicNow_ns() - now_ns;
  m_publish_at_ns = now_ns + cost_ns * kPublishToCost;
  return true;
}

void WatchCollector::take() {
  for (const SwitchRecord& record : m_batch) {
    m_builder.add(record);
  }
  m_resolution_ns = std::max(m_resolution_ns, m_observer->resolution_ns());
}

void WatchCollector::publish() {
  const std::int64_t known_until_ns = m_observer->knownUntil_ns();
  m_builder.refresh(known_until_ns);
  m_elapsed_ns = std::max<std::int64_t>(0, known_until_ns - m_epoch_ns);
  m_store.publish(m_elapsed_ns, true);
  noteOwnCpu();
}

void WatchCollector::noteOwnCpu() {
  const std::int64_t passed_ns = std::max<std::int64_t>(1, monotonicNow_ns() - m_epoch_ns);
  m_host_cpu_ratio = static_cast<double>(ownCpu_ns() - m_cpu_before_ns) / static_cast<double>(passed_ns);
}

void WatchCollector::finish() {
  noteOwnCpu();
  if (m_observer) {
    m_batch.clear();
    m_observer->finish(m_batch);
    take();
    m_unseen = m_observer->unseen();
  }
  m_elapsed_ns = monotonicNow_ns() - m_epoch_ns;
}

void WatchCollector::close() {
  m_builder.close(m_epoch_ns + m_elapsed_ns);
  m_store.publish(m_elapsed_ns, false);
}

void WatchCollector::account(WatchOutcome& outcome) const {
  if (m_observer) {
    outcome.view = m_observer->view();
    outcome.lost_records = m_observer->lost();
  }
  outcome.elapsed_ns = m_elapsed_ns;
  outcome.resolution_ns = m_resolution_ns;
  outcome.host_cpu_ratio = m_host_cpu_ratio;
  outcome.records = m_builder.records();
  outcome.unseen = m_unseen;
  outcome.threads = m_builder.threadCount();
  outcome.untracked = m_builder.untracked();
}

}  // namespace interleave
