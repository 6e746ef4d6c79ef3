// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/remote_collector.h"

#include <fmt/format.h>

#include <algorithm>

namespace interleave {
namespace {

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kMostNotes = 20;

}  // namespace

void RemoteCollector::take(const ViewElsewhere& view) {
  m_source = view.source.substr(0, kLongestName);
  m_clock_error_ns = std::max<std::int64_t>(0, view.error_ns);
  if (!view.note.empty() && m_notes.size() < kMostNotes) {
    m_notes.push_back(view.note);
  }
}

void RemoteCollector::take(const SeenElsewhere& seen, std::int64_t now_ns) {
  if (number(seen.worker) >= m_ends_ns.size()) {
    ++m_refused;
    return;
  }
  TrackInfo& info = m_store.editInfo(seen.worker);
  info.kind = WorkerKind::Process;
  info.title = seen.name.substr(0, kLongestName);
  info.pid = seen.pid;
  if (!info.start_ns) {
    info.start_ns = now_ns;
  }
  const bool has_job = number(seen.job) < m_store.jobs().size();
  std::int64_t& last_ns = m_ends_ns[number(seen.worker)];
  for (const SeenElsewhere::Span& span : seen.spans) {
    // Times from elsewhere: a difference of any two may overflow.
    const std::int64_t least_ns = m_epoch_ns + last_ns;
    const std::int64_t begin_ns =
        std::clamp(span.begin_ns, least_ns, m_epoch_ns + std::max(last_ns, now_ns)) - m_epoch_ns;
    const std::int64_t end_ns = std::clamp(span.end_ns, least_ns, m_epoch_ns + std::max(last_ns, now_ns)) - m_epoch_ns;
    if (!has_job || end_ns <= begin_ns) {
      ++m_refused;
      continue;
    }
    m_store.append(seen.worker, {begin_ns, end_ns, seen.job, span.is_running ? State::Running : State::IoWait});
    last_ns = end_ns;
    info.start_ns = std::min(*info.start_ns, begin_ns);
    JobRecord& record = m_store.editJobs().edit(seen.job);
    record.worker = seen.worker;
    record.begin_ns = record.begin_ns.value_or(begin_ns);
    record.end_ns = end_ns;
  }
}

void RemoteCollector::addTicks(JobId job, std::uint64_t ticks) {
  const JobRecord& record = m_store.jobs().at(job);
  if (record.begin_ns && number(record.worker) < m_ends_ns.size()) {
    m_store.editInfo(record.worker).ticks += ticks;
  }
}

void RemoteCollector::endTrack(WorkerId worker, const std::string& reason, std::int64_t now_ns) {
  if (number(worker) < m_ends_ns.size()) {
    TrackInfo& info = m_store.editInfo(worker);
    info.error = reason;
    info.gone_ns = now_ns;
  }
}

void RemoteCollector::endAll(std::int64_t end_ns) {
  for (std::uint32_t i = 0; i < m_ends_ns.size(); ++i) {
    if (m_store.isKnown(WorkerId{i})) {
      TrackInfo& info = m_store.editInfo(WorkerId{i});
      info.gone_ns = std::max(info.gone_ns.value_or(end_ns), m_ends_ns[i]);
    }
  }
}

std::vector<std::string> RemoteCollector::notes() const {
  std::vector<std::string> all = m_notes;
  if (m_refused > 0) {
    all.push_back(fmt::format("{} spans that {} told make no sense and are left out", m_refused, m_source));
  }
  return all;
}

}  // namespace interleave
