// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ring/ring_reader.h"

#include <fmt/format.h>

namespace interleave {

std::optional<RingIdentity> RingReader::identity() const {
  if (__atomic_load_n(&m_ring->ready, __ATOMIC_ACQUIRE) == 0) {
    return std::nullopt;
  }
  return RingIdentity{m_ring->kind, m_ring->pid, m_ring->tid};
}

Result<std::uint64_t> RingReader::head() const {
  const std::uint64_t head = __atomic_load_n(&m_ring->head, __ATOMIC_ACQUIRE);
  if (head - m_tail > m_capacity) {  // unsigned: catches a head behind the tail as well
    m_broken = true;
    return fail(ErrorCode::Protocol,
                fmt::format("a worker's ring is broken (head {}, tail {}, room {})", head, m_tail, m_capacity));
  }
  return head;
}

Status RingReader::drain(std::uint64_t head, std::vector<il_sample>& out) {
  const auto* samples = reinterpret_cast<const il_sample*>(m_ring + 1);
  for (; m_tail != head; ++m_tail) {
    const il_sample sample = samples[m_tail & (m_capacity - 1)];
    if (sample.kind < IL_START || sample.kind > IL_FORCED) {
      m_broken = true;
      return fail(ErrorCode::Protocol, fmt::format("a worker's ring is broken (a sample of kind {})", sample.kind));
    }
    if (sample.kind == IL_LOST) {
      m_lost_marked += sample.job;
    } else {
      ++m_samples;
    }
    out.push_back(sample);
  }
  __atomic_store_n(&m_ring->tail, m_tail, __ATOMIC_RELEASE);
  return {};
}

RingCounters RingReader::counters() const {
  RingCounters counters;
  counters.samples = m_samples;
  counters.lost = __atomic_load_n(&m_ring->lost, __ATOMIC_ACQUIRE);
  counters.ticks = __atomic_load_n(&m_ring->ticks, __ATOMIC_RELAXED);
  counters.lost_since = __atomic_load_n(&m_ring->lost_since, __ATOMIC_RELAXED);
  counters.lost_marked = m_lost_marked;
  return counters;
}

}  // namespace interleave
