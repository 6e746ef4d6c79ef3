// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/job_context.h"

#include <poll.h>

#include <algorithm>

#include "core/base/clock.h"

namespace interleave {
namespace {

// What the safe point reads where there is no lock, so that it needs no second branch.
const std::atomic<bool> kNeverRequested{false};

}  // namespace

JobContext::JobContext(il_probe& probe, RuntimeLock* lock, int stop_fd)
    : m_probe(&probe),
      m_lock(lock),
      m_request(lock != nullptr ? &lock->request() : &kNeverRequested),
      m_stop_fd(stop_fd) {}

WaitEnd JobContext::waitFor(std::int64_t ns) const {
  const std::int64_t deadline_ns = monotonicNow_ns() + ns;
  while (!isStopped()) {
    const std::int64_t left_ns = std::max<std::int64_t>(0, deadline_ns - monotonicNow_ns());
    const timespec left{left_ns / kNsPerSecond, left_ns % kNsPerSecond};
    pollfd stop{m_stop_fd, POLLIN, 0};
    const int ready = ppoll(&stop, 1, &left, nullptr);
    if (ready > 0) {
      return WaitEnd::Stopped;
    }
    if (ready == 0) {
      return WaitEnd::Elapsed;
    }
    // Interrupted by a signal: wait for the rest.
  }
  return WaitEnd::Stopped;
}

// The mark of the wait's begin stands in the ring before the lock is free, so that the next holder's first instant
// never lies before our last one.
JobContext::BlockingScope::BlockingScope(JobContext& context, il_wait wait) : m_context(context), m_wait(wait) {
  il_wait_begin(m_context.m_probe, m_wait);
  if (m_context.m_lock != nullptr) {
    m_context.m_lock->release();
  }
}

JobContext::BlockingScope::~BlockingScope() {
  il_wait_end(m_context.m_probe, m_wait);
  if (m_context.m_lock != nullptr) {
    m_context.m_lock->acquire();
  }
}

JobContext::UnlockedScope::UnlockedScope(RuntimeLock* lock) : m_lock(lock) {
  if (m_lock != nullptr) {
    m_lock->release();
  }
}

JobContext::UnlockedScope::~UnlockedScope() {
  if (m_lock != nullptr) {
    m_lock->acquire();
  }
}

Board& JobContext::board() const {
  auto* region = reinterpret_cast<char*>(const_cast<il_region*>(m_probe->region));
  return *reinterpret_cast<Board*>(
      region + il_board_offset(m_probe->region->ring_count, static_cast<std::uint32_t>(m_probe->mask + 1)));
}

std::uint32_t JobContext::worker() const {
  const auto offset = reinterpret_cast<const char*>(m_probe->ring) - reinterpret_cast<const char*>(m_probe->region);
  return static_cast<std::uint32_t>((static_cast<std::uint64_t>(offset) - IL_PAGE) /
                                    il_ring_stride(static_cast<std::uint32_t>(m_probe->mask + 1)));
}

void JobContext::stopRun() const {
  __atomic_store_n(&const_cast<il_region*>(m_probe->region)->stop, 1u, __ATOMIC_RELEASE);
}

tl::unexpected<Error> stopped() {
  return fail(ErrorCode::Cancelled, "it was stopped before it was done");
}

}  // namespace interleave
