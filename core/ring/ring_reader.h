// SPDX-License-Identifier: GPL-3.0-or-later
// The host's end of one ring. Nothing it reads is trusted: a head that runs backwards or too far ahead, or a kind that does
// not exist, sets the ring aside with an error, and the host goes on with the others.
//
// Threading: one reader a ring, used by the collector thread alone. Memory order: the head is acquired before the
// samples are read, the tail released after, so the producer never overwrites what is being read.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/ring/region.h"

namespace interleave {

/// Who claimed a ring.
struct RingIdentity {
  std::uint32_t kind = 0;  // il_worker_kind
  std::int32_t pid = 0;
  std::int32_t tid = 0;
};

struct RingCounters {
  std::uint64_t samples = 0;     // read so far, IL_LOST marks not counted
  std::uint64_t lost = 0;        // dropped so far, by the producer's own count
  std::uint64_t ticks = 0;       // the producer's count
  std::uint64_t lost_since = 0;  // raw time of the first drop that no IL_LOST has reported yet; 0: none
  std::uint64_t lost_marked = 0;  // sum over the IL_LOST marks read
};

class RingReader {
 public:
  RingReader(il_ring* ring, std::uint32_t capacity) : m_ring(ring), m_capacity(capacity) {}

  /// The claimer, once there is one.
  std::optional<RingIdentity> identity() const;
  /// The number of samples ready now. Acquire: they may be read afterwards, up to this head.
  Result<std::uint64_t> head() const;
  /// Appends the samples before `head` (from head()) to `out` and frees their slots. An error is final.
  Status drain(std::uint64_t head, std::vector<il_sample>& out);
  RingCounters counters() const;
  bool isBroken() const { return m_broken; }

 private:
  il_ring* m_ring;
  std::uint32_t m_capacity;
  std::uint64_t m_tail = 0;
  std::uint64_t m_samples = 0;
  std::uint64_t m_lost_marked = 0;
  mutable bool m_broken = false;
};

}  // namespace interleave
