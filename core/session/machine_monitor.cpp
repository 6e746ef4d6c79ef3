// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/machine_monitor.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "core/base/clock.h"

namespace interleave {

class MachineMonitor::Loop {
 public:
  Loop() : m_thread([this] { run(); }) {}
  ~Loop() {
    {
      const std::lock_guard lock(m_mutex);
      m_is_ending = true;
    }
    m_wake.notify_one();
    m_thread.join();
  }

  void watch(std::function<SnapshotPtr()> snapshot) {
    const std::lock_guard lock(m_mutex);
    m_snapshot = std::move(snapshot);
  }

  std::vector<CoreLoad> history() const {
    const std::lock_guard lock(m_mutex);
    return {m_history.begin(), m_history.end()};
  }

 private:
  void run() {
    auto before = readCoreTicks();
    std::int64_t before_ns = monotonicNow_ns();
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, std::chrono::nanoseconds(kInterval_ns), [this] { return m_is_ending; })) {
      const auto snapshot_of = m_snapshot;
      lock.unlock();
      auto after = readCoreTicks();
      const std::int64_t now_ns = monotonicNow_ns();
      const SnapshotPtr snapshot = snapshot_of ? snapshot_of() : nullptr;
      lock.lock();
      if (before && after) {
        CoreLoad load;
        load.time_ns = now_ns;
        load.busy_ratio = busyRatios(*before, *after);
        load.experiment_ratio = experimentShare(snapshot.get(), load.busy_ratio.size(), now_ns - before_ns);
        m_history.push_back(std::move(load));
        while (m_history.front().time_ns < now_ns - kHistory_ns) {
          m_history.pop_front();
        }
      }
      before = std::move(after);
      before_ns = now_ns;
    }
  }

  std::vector<double> experimentShare(const TraceSnapshot* snapshot, std::size_t cores, std::int64_t interval_ns) {
    std::vector<double> shares(cores, 0.0);
    std::vector<std::int64_t> running_ns =
        snapshot != nullptr ? snapshot->core_running_ns : std::vector<std::int64_t>();
    running_ns.resize(cores);
    m_running_ns.resize(cores);
    for (std::size_t i = 0; i < cores; ++i) {
      // Less than before means another run, which began after the last look.
      const std::int64_t before_ns = running_ns[i] < m_running_ns[i] ? 0 : m_running_ns[i];
      const auto ran = static_cast<double>(running_ns[i] - before_ns);
      shares[i] = std::clamp(ran / static_cast<double>(interval_ns), 0.0, 1.0);
    }
    m_running_ns = std::move(running_ns);
    return shares;
  }

  mutable std::mutex m_mutex;
  std::condition_variable m_wake;
  bool m_is_ending = false;
  std::function<SnapshotPtr()> m_snapshot;
  std::deque<CoreLoad> m_history;
  std::vector<std::int64_t> m_running_ns;  // the loop's thread only
  std::thread m_thread;                    // last: everything above is there when it starts
};

MachineMonitor::MachineMonitor() : m_loop(std::make_unique<Loop>()) {}
MachineMonitor::~MachineMonitor() = default;
void MachineMonitor::watch(std::function<SnapshotPtr()> snapshot) {
  m_loop->watch(std::move(snapshot));
}
std::vector<CoreLoad> MachineMonitor::history() const {
  return m_loop->history();
}

}  // namespace interleave
