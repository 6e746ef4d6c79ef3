// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/ring_collector.h"

#include <fmt/format.h>

#include <algorithm>

namespace interleave {
namespace {

State waitingState(std::uint16_t wait) {
  switch (wait) {
    case IL_WAIT_GIL:
      return State::GilWait;
    case IL_WAIT_LOCK:
      return State::LockWait;
    case IL_WAIT_COPY:
      return State::Copying;
    default:
      return State::IoWait;
  }
}

TraceSample toTraceSample(const il_sample& sample, std::int64_t time_ns) {
  // The kinds were checked by the reader; SampleKind has them in the same order.
  TraceSample out;
  out.time_ns = time_ns;
  out.kind = static_cast<SampleKind>(sample.kind - IL_START);
  out.job = JobId{sample.job};
  out.argument = sample.argument;
  out.waiting = waitingState(sample.argument);
  out.waker = WorkerId{sample.job};
  return out;
}
static_assert(static_cast<int>(SampleKind::Stop) == IL_STOP - IL_START);
static_assert(static_cast<int>(SampleKind::Woken) == IL_WOKEN - IL_START);
static_assert(static_cast<int>(SampleKind::Forced) == IL_FORCED - IL_START);
static_assert(static_cast<int>(SampleKind::WaitBegin) == IL_WAIT_BEGIN - IL_START);

}  // namespace

RingCollector::RingCollector(const SharedRegion& region, const RawClock& clock, TraceStore& store,
                             JointTraceBuilder* joint)
    : m_clock(clock), m_store(store), m_joint(joint), m_map(clock, ClockAnchor{}, 0) {
  SliceSink& sink = joint != nullptr ? static_cast<SliceSink&>(*joint) : store;
  for (std::uint32_t i = 0; i < region.ringCount(); ++i) {
    m_sources.push_back({RingReader(region.ring(i), region.ringCapacity()), SliceBuilder(store, sink, WorkerId{i})});
  }
}

void RingCollector::setEpoch(ClockAnchor anchor) {
  m_map = ClockMap(m_clock, anchor, anchor.monotonic_ns);
}

std::int64_t RingCollector::drain() {
  constexpr std::uint64_t kNothing = ~std::uint64_t{0};
  std::vector<std::uint64_t> heads(m_sources.size(), kNothing);
  for (std::size_t i = 0; i < m_sources.size(); ++i) {
    Source& source = m_sources[i];
    if (source.reader.isBroken() || !source.reader.identity()) {
      continue;
    }
    if (const auto head = source.reader.head()) {
      heads[i] = *head;
    } else {
      setAside(source, WorkerId{static_cast<std::uint32_t>(i)}, head.error().message);
    }
  }
  const ClockAnchor anchor = takeAnchor(m_clock);
  m_map.add(anchor);
  const std::int64_t now_ns = m_map.toRun_ns(anchor.raw);
  for (std::size_t i = 0; i < m_sources.size(); ++i) {
    if (heads[i] != kNothing) {
      read(m_sources[i], WorkerId{static_cast<std::uint32_t>(i)}, heads[i]);
      m_sources[i].builder.refresh(now_ns);
    }
  }
  return now_ns;
}

void RingCollector::read(Source& source, WorkerId worker, std::uint64_t head) {
  TrackInfo& info = m_store.editInfo(worker);
  if (!source.is_known) {
    const RingIdentity identity = *source.reader.identity();
    info.kind = identity.kind == IL_WORKER_PROCESS ? WorkerKind::Process : WorkerKind::Thread;
    info.pid = identity.pid;
    info.tid = identity.tid;
    source.is_known = true;
    if (m_has_unmarked_gil && info.kind == WorkerKind::Thread) {
      source.builder.setGaps(State::GilWait);
      if (m_joint != nullptr) {
        m_joint->setGapsAreWaits(worker);
      }
    }
    if (m_has_no_marks) {
      if (m_joint == nullptr || m_joint->isCoarse()) {
        source.builder.setGaps(State::Running);
      }
      if (m_joint != nullptr) {
        m_joint->setHasNoMarks(worker);
      }
    }
    if (m_joint != nullptr) {
      m_joint->identify(worker, identity.tid);
    }
  }
  m_samples.clear();
  const Status drained = source.reader.drain(head, m_samples);
  for (const il_sample& sample : m_samples) {
    source.builder.add(toTraceSample(sample, m_map.toRun_ns(sample.time)));
  }
  const RingCounters counters = source.reader.counters();
  info.ticks = counters.ticks;
  info.samples = counters.samples;
  info.lost_samples = std::max(counters.lost, counters.lost_marked);
  if (!drained) {
    setAside(source, worker, drained.error().message);
  }
}

void RingCollector::setAside(Source& source, WorkerId worker, const std::string& why) {
  TrackInfo& info = m_store.editInfo(worker);
  info.error = why;
  m_notes.push_back(fmt::format("worker {}: {}; the rest of its track is not known", number(worker), why));
  end(source, worker, m_map.toRun_ns(m_clock.now()));
}

void RingCollector::end(Source& source, WorkerId worker, std::int64_t end_ns) {
  if (!source.is_known) {
    return;
  }
  const RingCounters counters = source.reader.counters();
  std::optional<std::int64_t> lost_since_ns;
  if (counters.lost_since != 0) {
    lost_since_ns = m_map.toRun_ns(counters.lost_since);
  }
  m_store.editInfo(worker).lost_samples = std::max(counters.lost, counters.lost_marked);
  source.builder.close(end_ns, lost_since_ns);
}

void RingCollector::endTrack(WorkerId worker, const std::string& reason) {
  if (number(worker) >= m_sources.size()) {
    return;
  }
  const std::int64_t now_ns = drain();
  Source& source = m_sources[number(worker)];
  if (source.is_known) {
    m_store.editInfo(worker).error = reason;
  }
  end(source, worker, now_ns);
}

void RingCollector::endAll(std::int64_t end_ns) {
  for (std::size_t i = 0; i < m_sources.size(); ++i) {
    end(m_sources[i], WorkerId{static_cast<std::uint32_t>(i)}, end_ns);
  }
}

}  // namespace interleave
