// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/slice_builder.h"

#include <algorithm>

namespace interleave {

JobId SliceBuilder::known(JobId job) const {
  return number(job) < m_store.jobs().size() ? job : kNoJob;  // a number from a ring is not to be trusted
}

void SliceBuilder::enter(State state, JobId job, std::int64_t time_ns) {
  if (m_state != State::Idle && m_state != State::Gone && time_ns > m_since_ns) {
    m_sink.append(m_worker, {m_since_ns, time_ns, m_job, m_state});
  }
  m_state = state;
  m_job = job;
  m_since_ns = time_ns;
}

void SliceBuilder::beginJob(JobId job, std::int64_t time_ns) {
  if (job == kNoJob) {
    return;
  }
  const JobRecord& known = m_store.jobs().at(job);
  if (known.state == JobState::Waiting) {
    JobRecord& record = m_store.editJobs().edit(job);
    record.state = JobState::Running;
    record.worker = m_worker;
    record.begin_ns = time_ns;
  } else if (known.worker != m_worker) {
    // Its other half. Two rings are not read in order of time, and its account may be there before either.
    JobRecord& record = m_store.editJobs().edit(job);
    const bool is_later = known.state == JobState::Running && time_ns >= known.begin_ns.value_or(time_ns);
    record.first_worker = is_later ? known.worker : m_worker;
    record.worker = is_later ? m_worker : known.worker;
    record.begin_ns = std::min(time_ns, known.begin_ns.value_or(time_ns));
  }
}

void SliceBuilder::countCore(const TraceSample& sample) {
  const bool has_core = sample.kind == SampleKind::JobBegin || sample.kind == SampleKind::JobEnd ||
                        sample.kind == SampleKind::Tick || sample.kind == SampleKind::GapBegin ||
                        sample.kind == SampleKind::GapEnd;
  if (has_core) {
    m_core = sample.argument;
  }
  // The time up to a sample is credited to the core that this sample names: after a migration inside one heartbeat
  // up to 20 us may go to the wrong one.
  if (m_core_since_ns && sample.kind != SampleKind::Lost) {
    m_sink.addCoreRunning(m_core, sample.time_ns - *m_core_since_ns);
  }
  m_core_since_ns.reset();
}

// Its time lies before that of the samples around it: it changes no state, and the order of time does not apply to it.
void SliceBuilder::noteWaker(const TraceSample& sample) {
  if (sample.waker != m_worker && sample.time_ns >= m_since_ns && sample.waiting == m_state) {
    m_wake = Wake{sample.time_ns, sample.time_ns, sample.waker, m_worker, sample.waiting};
  }
}

void SliceBuilder::noteGil(const TraceSample& sample) {
  const bool asks = sample.kind == SampleKind::Asked;
  m_store.addGilMark({std::max(sample.time_ns, m_last_ns), asks ? GilMarkKind::DropRequest : GilMarkKind::ForcedSwitch,
                      m_worker, asks ? sample.waker : m_worker});
}

void SliceBuilder::add(const TraceSample& given) {
  if (m_is_closed) {
    return;
  }
  if (given.kind == SampleKind::Woken) {
    noteWaker(given);
    return;
  }
  if (given.kind == SampleKind::Asked || given.kind == SampleKind::Forced) {
    noteGil(given);
    return;
  }
  TraceSample sample = given;
  sample.time_ns = std::max(sample.time_ns, m_last_ns);
  sample.job = known(sample.job);
  const std::int64_t now_ns = sample.time_ns;
  countCore(sample);
  switch (sample.kind) {
    case SampleKind::Start:
      enter(State::Starting, kNoJob, now_ns);
      m_store.editInfo(m_worker).start_ns = now_ns;
      break;
    case SampleKind::Ready:
      enter(State::Idle, kNoJob, now_ns);
      break;
    case SampleKind::JobBegin:
      enter(State::Running, sample.job, now_ns);
      beginJob(sample.job, now_ns);
      break;
    case SampleKind::JobEnd:
      enter(State::Idle, kNoJob, now_ns);
      break;
    case SampleKind::Tick:
      // Only after a loss is this the first that is heard of a job's running again.
      if (m_state != State::Running || m_job != sample.job) {
        enter(State::Running, sample.job, now_ns);
      }
      break;
    case SampleKind::GapBegin:
      enter(m_gaps, sample.job, now_ns);
      break;
    case SampleKind::GapEnd:
      enter(State::Running, sample.job, now_ns);
      break;
    case SampleKind::WaitBegin:
      enter(sample.waiting, sample.job, now_ns);
      break;
    case SampleKind::WaitEnd:
      if (m_wake && m_state == sample.waiting) {
        m_wake->to_ns = now_ns;
        m_store.addWake(*m_wake);
      }
      enter(sample.job == kNoJob ? State::Idle : State::Running, sample.job, now_ns);
      break;
    case SampleKind::Lost:
      enter(State::Lost, m_job, now_ns);
      break;
    case SampleKind::Stop:
      enter(State::Gone, kNoJob, now_ns);
      m_store.editInfo(m_worker).gone_ns = now_ns;
      break;
    case SampleKind::Woken:
    case SampleKind::Asked:
    case SampleKind::Forced:
      break;
  }
  m_wake.reset();
  m_last_ns = now_ns;
  if (m_state == State::Running) {
    m_core_since_ns = now_ns;
  }
}

void SliceBuilder::refresh(std::int64_t time_ns) {
  if (m_is_closed || m_state == State::Idle || m_state == State::Gone) {
    m_sink.setOpen(m_worker, std::nullopt);
    return;
  }
  const std::int64_t until_ns =
      m_state == State::Running && m_gaps != State::Running ? m_last_ns : std::max(time_ns, m_last_ns);
  m_sink.setOpen(m_worker, Slice{m_since_ns, until_ns, m_job, m_state});
}

void SliceBuilder::close(std::int64_t time_ns, std::optional<std::int64_t> lost_since_ns) {
  if (m_is_closed) {
    return;
  }
  const std::int64_t end_ns = std::max(time_ns, m_last_ns);
  if (lost_since_ns) {
    enter(State::Lost, m_job, std::clamp(*lost_since_ns, m_last_ns, end_ns));
    enter(State::Gone, kNoJob, end_ns);
  } else {
    enter(State::Gone, kNoJob, m_state == State::Running && m_gaps != State::Running ? m_last_ns : end_ns);
  }
  TrackInfo& info = m_store.editInfo(m_worker);
  if (!info.gone_ns) {
    info.gone_ns = end_ns;
  }
  m_sink.setOpen(m_worker, std::nullopt);
  m_is_closed = true;
}

}  // namespace interleave
