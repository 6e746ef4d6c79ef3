// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/run_collector.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/clock.h"
#include "core/ring/probe_cost.h"

namespace interleave {
namespace {

std::unique_ptr<KernelObserver> observerOf(pid_t runner, std::string& refusal, std::vector<std::string>& notes) {
  // The runner waits for its orders: it is found as it is, and all it makes is born under our eyes.
  auto observer = observeKernel(runner, Observed::WhileItRuns, refusal);
  if (!observer) {
    refusal = observer.error().message;
    notes.push_back(fmt::format("no view of the kernel's: {}; states are as the jobs' own marks say", refusal));
    return nullptr;
  }
  if (!refusal.empty()) {
    notes.push_back(
        fmt::format("{}; /proc is looked at instead, every {} ms", refusal, (*observer)->resolution_ns() / kNsPerMs));
  }
  return std::move(*observer);
}

}  // namespace

RunCollector::RunCollector(const SharedRegion& region, const RawClock& clock, TraceStore& store, std::size_t workers,
                           std::size_t cores, pid_t runner, bool is_elsewhere)
    : m_clock(clock),
      m_store(store),
      m_observer(is_elsewhere ? nullptr : observerOf(runner, m_refusal, m_notes)),
      m_joint(m_observer ? std::make_unique<JointTraceBuilder>(store, workers, cores, m_observer->resolution_ns())
                         : nullptr),
      m_rings(region, clock, store, m_joint.get()),
      m_tick_ns(tickCost_ns(clock)) {
  if (is_elsewhere) {
    m_remote.emplace(store, workers);
    m_refusal = "the workers are not this machine's to look at";
  }
}

void RunCollector::keepEarly() {
  if (m_observer && m_observer->view() == KernelView::Perf) {
    m_observer->drain(m_records);
  }
}

void RunCollector::setEpoch(ClockAnchor anchor) {
  m_rings.setEpoch(anchor);
  m_epoch_ns = anchor.monotonic_ns;
  if (m_remote) {
    m_remote->setEpoch(m_epoch_ns);
  }
  m_loads.emplace(m_epoch_ns);
  m_cpu_before_ns = ownCpu_ns();
  if (m_joint) {
    m_joint->setEpoch(m_epoch_ns);
  }
}

std::int64_t RunCollector::drain() {
  const std::int64_t now_ns = monotonicNow_ns();
  // The kernel's records before the marks: so the marks of all that the records tell of are there already. Switch
  // records are taken with each drain; looks into /proc cost more, and have a pace of their own.
  if (m_observer && (m_observer->view() == KernelView::Perf || now_ns >= m_next_look_ns)) {
    m_next_look_ns = now_ns + m_observer->pause_ns();
    m_observer->drain(m_records);
  }
  std::int64_t known_ns = m_rings.drain();
  if (m_joint) {
    takeRecords();
    known_ns = std::clamp<std::int64_t>(m_observer->knownUntil_ns() - m_epoch_ns, 0, known_ns);
    m_joint->advance(known_ns);
  }
  m_loads->look(now_ns, m_store.coreRunning_ns());
  return known_ns;
}

void RunCollector::takeRecords() {
  for (const SwitchRecord& record : m_records) {
    m_joint->add(record);
  }
  m_records.clear();
}

std::int64_t RunCollector::finish(std::optional<std::int64_t> wanted_end_ns) {
  if (m_observer) {
    m_observer->finish(m_records);
  }
  const std::int64_t now_ns = m_rings.drain();
  const std::int64_t end_ns = std::clamp<std::int64_t>(wanted_end_ns.value_or(now_ns), 0, now_ns);
  m_rings.endAll(end_ns);
  if (m_remote) {
    m_remote->endAll(end_ns);
  }
  if (m_joint) {
    takeRecords();
    m_joint->close(end_ns);
  }
  m_loads->look(monotonicNow_ns(), m_store.coreRunning_ns());
  return end_ns;
}

void RunCollector::endTrack(WorkerId worker, const std::string& reason) {
  m_rings.endTrack(worker, reason);
  if (m_remote) {
    m_remote->endTrack(worker, reason, monotonicNow_ns() - m_epoch_ns);
  }
}

void RunCollector::take(const ViewElsewhere& view) {
  if (m_remote) {
    m_remote->take(view);
  }
}

void RunCollector::take(const SeenElsewhere& seen) {
  if (m_remote) {
    m_remote->take(seen, monotonicNow_ns() - m_epoch_ns);
  }
}

void RunCollector::take(const JobDone& done) {
  JobTable& jobs = m_store.editJobs();
  if (number(done.job) >= jobs.size()) {
    return;
  }
  JobRecord& record = jobs.edit(done.job);
  if (done.begin_raw != 0) {
    if (record.begin_ns && record.worker != done.worker) {
      record.first_worker = record.worker;
    }
    record.worker = done.worker;
    record.begin_ns = toRun_ns(done.begin_raw);
    record.end_ns = std::max(*record.begin_ns, toRun_ns(done.end_raw));
  }
  if (m_remote) {
    m_remote->addTicks(done.job, done.ticks);  // its worker has no ring to count them from
  }
  record.ticks = done.ticks;
  record.result = done.result;
  record.error = done.error;
  jobs.finish(done.job, done.ok ? JobState::Done : JobState::Failed);
}

Measurement RunCollector::measurement() const {
  Measurement seen;
  seen.clock = m_clock.name();
  seen.clock_resolution_ns = 1e3 / m_clock.ticks_per_us;
  seen.tick_ns = m_tick_ns;
  seen.refusal = m_refusal;
  if (m_remote) {
    seen.source = m_remote->source();
    seen.clock_error_ns = m_remote->clockError_ns();
    seen.tick_ns.reset();  // that is the cost of a mark in memory that those workers don't share
  }
  if (m_observer) {
    seen.view = m_observer->view();
    seen.view_resolution_ns = m_observer->resolution_ns();
    seen.records = m_joint->records();
    seen.lost_records = m_observer->lost();
    const Agreement agreement = m_joint->agreement();
    seen.agreement = agreement.ratio();
    seen.contradiction_ns = agreement.only_marks_ns;
  }
  const std::int64_t elapsed_ns = monotonicNow_ns() - m_epoch_ns;
  if (m_loads && elapsed_ns > 0) {
    seen.host_cpu_ratio = static_cast<double>(ownCpu_ns() - m_cpu_before_ns) / static_cast<double>(elapsed_ns);
  }
  return seen;
}

const std::vector<CoreLoad>& RunCollector::loads() const {
  return m_loads->loads();
}
std::vector<double> RunCollector::busyRatios() const {
  return m_loads->busyRatios();
}

std::vector<std::string> RunCollector::notes() const {
  std::vector<std::string> all = m_notes;
  all.insert(all.end(), m_rings.notes().begin(), m_rings.notes().end());
  if (m_remote) {
    const std::vector<std::string> told = m_remote->notes();
    all.insert(all.end(), told.begin(), told.end());
  }
  return all;
}

}  // namespace interleave
