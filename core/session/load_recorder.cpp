// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/load_recorder.h"

#include <algorithm>

#include "core/base/clock.h"

namespace interleave {
namespace {

constexpr std::int64_t kInterval_ns = 50 * kNsPerMs;

// Of two intervals one after the other.
std::vector<double> joined(const std::vector<double>& first, const std::vector<double>& second, double first_share) {
  std::vector<double> all(second);
  for (std::size_t i = 0; i < all.size() && i < first.size(); ++i) {
    all[i] = first[i] * first_share + second[i] * (1.0 - first_share);
  }
  return all;
}

}  // namespace

LoadRecorder::LoadRecorder(std::int64_t epoch_ns)
    : m_epoch_ns(epoch_ns),
      m_interval_ns(kInterval_ns),
      m_last_ns(epoch_ns),
      m_first(readCoreTicks()),
      m_last(m_first) {}

void LoadRecorder::look(std::int64_t now_ns, const std::vector<std::int64_t>& core_running_ns) {
  if (now_ns - m_last_ns < m_interval_ns) {
    return;
  }
  auto ticks = readCoreTicks();
  if (!ticks || !m_last) {
    return;
  }
  CoreLoad load;
  load.time_ns = now_ns - m_epoch_ns;
  load.busy_ratio = interleave::busyRatios(*m_last, *ticks);
  load.experiment_ratio.resize(load.busy_ratio.size(), 0.0);
  m_last_running_ns.resize(core_running_ns.size(), 0);
  for (std::size_t i = 0; i < core_running_ns.size() && i < load.experiment_ratio.size(); ++i) {
    const auto ran_ns = static_cast<double>(core_running_ns[i] - m_last_running_ns[i]);
    load.experiment_ratio[i] = std::clamp(ran_ns / static_cast<double>(now_ns - m_last_ns), 0.0, 1.0);
  }
  m_loads.push_back(std::move(load));
  m_last = std::move(ticks);
  m_last_ns = now_ns;
  m_last_running_ns = core_running_ns;
  if (m_loads.size() >= kMost) {
    thinOut();
  }
}

std::vector<double> LoadRecorder::busyRatios() const {
  return m_loads.empty() || !m_first || !m_last ? std::vector<double>() : interleave::busyRatios(*m_first, *m_last);
}

// Every two become one, and the next ones are as long as these.
void LoadRecorder::thinOut() {
  std::vector<CoreLoad> fewer;
  std::int64_t begin_ns = 0;
  for (std::size_t i = 0; i + 1 < m_loads.size(); i += 2) {
    const CoreLoad& first = m_loads[i];
    const CoreLoad& second = m_loads[i + 1];
    const double share = static_cast<double>(first.time_ns - begin_ns) / static_cast<double>(second.time_ns - begin_ns);
    fewer.push_back({second.time_ns, joined(first.busy_ratio, second.busy_ratio, share),
                     joined(first.experiment_ratio, second.experiment_ratio, share)});
    begin_ns = second.time_ns;
  }
  m_loads = std::move(fewer);
  m_interval_ns *= 2;
}

}  // namespace interleave
