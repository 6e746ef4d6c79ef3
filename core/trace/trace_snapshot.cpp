// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace_snapshot.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace interleave {

std::string TrackInfo::name() const {
  if (!title.empty()) {
    return title;
  }
  return fmt::format("{} {}", kind == WorkerKind::Thread ? "thread" : "process", number(worker));
}

std::size_t Track::firstEndingAfter(std::int64_t time_ns) const {
  const std::size_t found = m_slices.firstEndingAfter(time_ns);
  return found == m_slices.size() && m_open && m_open->end_ns <= time_ns ? size() : found;
}

StateTimes Track::timesIn(std::int64_t begin_ns, std::int64_t end_ns) const {
  StateTimes times = m_slices.timesIn(begin_ns, end_ns);
  if (m_open) {
    const std::int64_t inside = std::min(end_ns, m_open->end_ns) - std::max(begin_ns, m_open->begin_ns);
    times[index(m_open->state)] += std::max<std::int64_t>(0, inside);
  }
  return times;
}

StateTimes Track::timesUntil(std::int64_t end_ns) const {
  StateTimes times = timesIn(std::numeric_limits<std::int64_t>::min(), end_ns);
  for (std::size_t i = 0; i < kStateCount; ++i) {
    times[i] += m_slices.dropped()[i];
  }
  return times;
}

void Track::cutAt(std::span<const std::int64_t> times_ns, std::int64_t coarse_ns, std::span<TimeCut> cuts) const {
  m_slices.cutAt(times_ns, coarse_ns, cuts);
  if (!m_open) {
    return;
  }
  for (std::size_t i = 0; i < times_ns.size(); ++i) {
    if (times_ns[i] <= m_open->begin_ns) {
      continue;
    }
    cuts[i].begun = size();
    if (m_open->state == State::Running) {
      cuts[i].running_ns += std::min(times_ns[i], m_open->end_ns) - m_open->begin_ns;
    }
    if (m_open->end_ns <= times_ns[i]) {
      cuts[i].first = size();
    }
  }
}

std::int64_t Track::idleIn(std::int64_t begin_ns, std::int64_t end_ns, std::int64_t now_ns) const {
  const std::int64_t from = std::max(begin_ns, m_info.start_ns.value_or(begin_ns));
  const std::int64_t to = std::min(end_ns, m_info.gone_ns.value_or(now_ns));
  if (to <= from) {
    return 0;
  }
  std::int64_t idle = to - from;
  // All of it, with what was dropped, or a part behind that.
  const bool is_all = m_slices.keptFrom_ns() && from < *m_slices.keptFrom_ns();
  for (const std::int64_t busy : is_all ? timesUntil(to) : timesIn(from, to)) {
    idle -= busy;
  }
  return std::max<std::int64_t>(0, idle);
}

JobId Track::dominantJob(std::size_t first, std::size_t last) const {
  if (m_open && last == size()) {
    if (first + 1 == last) {
      return m_open->job;
    }
    --last;
  }
  return m_slices.dominantJob(first, last);
}

Rest Track::restOf(std::size_t first, std::size_t last, std::int64_t begin_ns, std::int64_t end_ns) const {
  const bool has_open = m_open && last == size();
  if (has_open && first + 1 == last) {
    return {m_open->state == State::Running ? State::Idle : m_open->state, m_open->state == State::Lost};
  }
  Rest rest = m_slices.restOf(first, has_open ? last - 1 : last, begin_ns, end_ns);
  rest.has_loss = rest.has_loss || (has_open && m_open->state == State::Lost);
  return rest;
}

}  // namespace interleave
