// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/trace_snapshot.h"

#include <fmt/format.h>

#include <algorithm>

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
    cuts[i].before[index(m_open->state)] += std::min(times_ns[i], m_open->end_ns) - m_open->begin_ns;
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
  for (const std::int64_t busy : timesIn(from, to)) {
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

JobTable::JobTable(std::size_t count) : m_size(count) {
  for (std::size_t made = 0; made < count; made += kChunk) {
    m_chunks.push_back(std::make_shared<std::vector<JobRecord>>(std::min(kChunk, count - made)));
  }
}

const JobRecord& JobTable::at(JobId job) const {
  return (*m_chunks[number(job) / kChunk])[number(job) % kChunk];
}

JobRecord& JobTable::edit(JobId job) {
  auto& chunk = m_chunks[number(job) / kChunk];
  if (chunk.use_count() > 1) {
    chunk = std::make_shared<std::vector<JobRecord>>(*chunk);  // a snapshot still reads the old one
  }
  return (*chunk)[number(job) % kChunk];
}

void JobTable::finish(JobId job, JobState state) {
  JobRecord& record = edit(job);
  if (record.state == JobState::Done || record.state == JobState::Failed) {
    return;
  }
  record.state = state;
  (state == JobState::Done ? m_done : m_failed) += 1;
}

}  // namespace interleave
