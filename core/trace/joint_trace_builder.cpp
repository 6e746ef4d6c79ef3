// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/joint_trace_builder.h"

#include <algorithm>
#include <utility>

namespace interleave {

struct JointTraceBuilder::Watched {
  struct Stretch {
    std::uint32_t cpu;
    std::int64_t begin_ns;
    std::int64_t end_ns;
  };

  std::optional<WorkerId> worker;
  std::vector<Stretch> ran;  // since the last advance()
  bool has_ended = false;
};

JointTraceBuilder::JointTraceBuilder(TraceStore& store, std::size_t workers, std::size_t cores,
                                     std::int64_t resolution_ns)
    : m_store(store), m_resolution_ns(resolution_ns), m_threads(*this, 0) {
  m_store.showCores();
  for (std::uint32_t i = 0; i < workers; ++i) {
    m_workers.emplace_back(store, WorkerId{i});
    m_agreements.emplace_back(kFinest_ns);
    m_has_no_marks.push_back(false);
  }
  for (std::uint32_t i = 0; i < cores; ++i) {
    m_cores.emplace_back(store, i);
  }
}

JointTraceBuilder::~JointTraceBuilder() = default;

void JointTraceBuilder::identify(WorkerId worker, std::int32_t tid) {
  // What a ring says is not to be trusted: the first to claim a thread is it.
  if (!m_worker_of.try_emplace(tid, worker).second) {
    return;
  }
  if (const auto thread = m_threads.alive().find(tid); thread != m_threads.alive().end()) {
    m_watched.at(thread->second.serial)->worker = worker;
    noteBirth(worker, thread->second);
  }
}

void JointTraceBuilder::noteBirth(WorkerId worker, const KernelThread& thread) {
  if (thread.born_ns && !isCoarse()) {
    m_workers[number(worker)].setBorn(*thread.born_ns);
  }
}

void JointTraceBuilder::append(WorkerId worker, const Slice& slice) {
  m_workers[number(worker)].addMarks(slice);
  if (!isCoarse() && !m_has_no_marks[number(worker)]) {
    m_agreements[number(worker)].addMarks(slice);
  }
}

void JointTraceBuilder::setOpen(WorkerId worker, std::optional<Slice> open) {
  m_workers[number(worker)].setOpenMarks(open);
}

void JointTraceBuilder::born(const KernelThread& thread) {
  auto watched = std::make_unique<Watched>();
  if (const auto worker = m_worker_of.find(thread.tid); worker != m_worker_of.end()) {
    watched->worker = worker->second;
    noteBirth(worker->second, thread);
  }
  m_watched[thread.serial] = std::move(watched);
}

void JointTraceBuilder::lasted(const KernelThread& thread, std::int64_t end_ns) {
  Watched& watched = *m_watched.at(thread.serial);
  const Slice slice{thread.since_ns, end_ns, kNoJob, thread.state};
  if (thread.state == State::Running) {
    watched.ran.push_back({thread.cpu, slice.begin_ns, slice.end_ns});
  }
  if (watched.worker && !isCoarse()) {
    m_workers[number(*watched.worker)].addKernel(slice);
    if (!m_has_no_marks[number(*watched.worker)]) {
      m_agreements[number(*watched.worker)].addKernel(slice);
    }
  }
}

void JointTraceBuilder::ended(const KernelThread& thread, std::int64_t time_ns) {
  Watched& watched = *m_watched.at(thread.serial);
  watched.has_ended = true;
  m_worker_of.erase(thread.tid);
  if (!watched.worker || isCoarse()) {
    return;
  }
  m_workers[number(*watched.worker)].endKernel(time_ns);
  TrackInfo& info = m_store.editInfo(*watched.worker);
  info.gone_ns = std::max(info.gone_ns.value_or(0), time_ns);
  info.switches = thread.switches;
  info.migrations = thread.migrations;
}

void JointTraceBuilder::lost(std::uint32_t cpu, std::int64_t begin_ns, std::int64_t end_ns, std::uint64_t records) {
  if (cpu < m_cores.size()) {
    m_cores[cpu].add(Slice{begin_ns, end_ns, kNoJob, State::Lost});
    m_store.editCoreInfo(cpu).lost_samples += records;
  }
}

// A stretch of a thread on a core, in pieces by the job that it was in.
void JointTraceBuilder::runOnCore(const Watched& watched, std::uint32_t cpu, std::int64_t begin_ns,
                                  std::int64_t end_ns) {
  begin_ns = std::max(begin_ns, m_advanced_ns);
  if (cpu >= m_cores.size() || begin_ns >= end_ns) {
    return;
  }
  m_store.addCoreRunning(cpu, end_ns - begin_ns);
  while (begin_ns < end_ns) {
    Slice piece{begin_ns, end_ns, kNoJob, State::Running};
    if (watched.worker) {
      const TrackJoiner::Stretch marks = m_workers[number(*watched.worker)].marksAt(begin_ns, end_ns);
      piece.job = marks.job;
      piece.end_ns = marks.end_ns;
    }
    m_cores[cpu].add(piece);
    begin_ns = piece.end_ns;
  }
}

void JointTraceBuilder::advance(std::int64_t until_ns) {
  for (const auto& [serial, watched] : m_watched) {
    for (const Watched::Stretch& ran : watched->ran) {
      runOnCore(*watched, ran.cpu, ran.begin_ns, std::min(ran.end_ns, until_ns));
    }
    std::erase_if(watched->ran, [&](const Watched::Stretch& ran) { return ran.end_ns <= until_ns; });
  }
  for (const auto& [tid, thread] : m_threads.alive()) {
    const Watched& watched = *m_watched.at(thread.serial);
    const bool is_running = thread.state == State::Running && !thread.is_unknown;
    if (is_running) {
      runOnCore(watched, thread.cpu, thread.since_ns, until_ns);
    }
    if (watched.worker && !isCoarse()) {
      m_workers[number(*watched.worker)].setOpenKernel(
          thread.is_unknown ? std::nullopt : std::optional(Slice{thread.since_ns, until_ns, kNoJob, thread.state}));
      TrackInfo& info = m_store.editInfo(*watched.worker);
      info.switches = thread.switches;
      info.migrations = thread.migrations;
    }
  }
  std::erase_if(m_watched, [](const auto& entry) { return entry.second->has_ended && entry.second->ran.empty(); });
  for (CoreTrack& core : m_cores) {
    core.settle();
  }
  for (TrackJoiner& worker : m_workers) {
    worker.advance(until_ns);
  }
  m_advanced_ns = std::max(m_advanced_ns, until_ns);
}

void JointTraceBuilder::close(std::int64_t end_ns) {
  advance(end_ns);
  for (std::uint32_t core = 0; core < m_cores.size(); ++core) {
    m_cores[core].close();
    m_store.editCoreInfo(core).gone_ns = end_ns;
  }
  for (std::uint32_t i = 0; i < m_workers.size(); ++i) {
    m_workers[i].close(end_ns);
    m_agreements[i].close();
  }
}

Agreement JointTraceBuilder::agreement() const {
  Agreement sum;
  for (const AgreementTally& tally : m_agreements) {
    sum += tally.total();
  }
  return sum;
}

}  // namespace interleave
