// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/queue.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/clock.h"
#include "core/workload/shared_lock.h"

namespace interleave {
namespace {

constexpr std::size_t kFirst = 0;       // cell: how many items have left the queue
constexpr std::size_t kFirstCount = 1;  // cells: how often each item was taken

// Works for `length_ns` of this worker's own time: who has no core meanwhile has not worked.
bool work(JobContext& job, std::int64_t length_ns) {
  constexpr std::int64_t kLongestTick_ns = 20 * kNsPerUs;
  std::int64_t done_ns = 0;
  for (std::int64_t before_ns = monotonicNow_ns(); done_ns < length_ns;) {
    job.tick();
    if (job.isStopped()) {
      return false;
    }
    const std::int64_t now_ns = monotonicNow_ns();
    done_ns += std::min(now_ns - before_ns, kLongestTick_ns);
    before_ns = now_ns;
  }
  return true;
}

}  // namespace

Queue::Queue(const WorkloadSettings& settings)
    : m_items(static_cast<std::uint64_t>(integer(settings.parameters, "items"))),
      m_work_ns(static_cast<std::int64_t>(real(settings.parameters, "work") * double{kNsPerMs})) {}

Result<JobResult> Queue::run(JobContext& job) const {
  Board& board = job.board();
  std::uint64_t taken = 0;
  while (true) {
    std::uint64_t item = 0;
    {
      SharedLock lock(job, 0);
      if (const Status ok = lock.take(); !ok) {
        return tl::unexpected(ok.error());
      }
      // Nothing but the lock makes these two steps one.
      item = board.cells[kFirst].load(std::memory_order_relaxed);
      if (item == m_items) {
        return JobResult(taken);
      }
      board.cells[kFirst].store(item + 1, std::memory_order_relaxed);
    }
    board.cells[kFirstCount + item].fetch_add(1);
    ++taken;
    if (!work(job, m_work_ns)) {
      return stopped();
    }
  }
}

std::optional<Conclusion> Queue::conclude(const Board& board) const {
  std::uint64_t once = 0;
  std::uint64_t never = 0;
  for (std::uint64_t item = 0; item < m_items; ++item) {
    const std::uint64_t count = board.cells[kFirstCount + item].load();
    once += count == 1 ? 1 : 0;
    never += count == 0 ? 1 : 0;
  }
  if (once == m_items) {
    return Conclusion{once, fmt::format("{} items, each taken exactly once", m_items)};
  }
  return Conclusion{once, fmt::format("of {} items {} were taken once, {} never and {} more than once", m_items, once,
                                      never, m_items - once - never)};
}

}  // namespace interleave
