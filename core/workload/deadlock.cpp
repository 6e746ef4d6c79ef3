// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/deadlock.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/clock.h"
#include "core/workload/shared_lock.h"

namespace interleave {
namespace {

constexpr std::size_t kFirstsHeld = 0;  // cell: how many jobs had their first lock

}  // namespace

Deadlock::Deadlock(const WorkloadSettings& settings)
    : m_locks(static_cast<std::uint32_t>(integer(settings.parameters, "locks"))),
      m_is_opposite(choice(settings.parameters, "order") == "opposite"),
      m_hold_ns(static_cast<std::int64_t>(real(settings.parameters, "hold") * double{kNsPerMs})),
      m_together(std::min(
          {static_cast<std::uint32_t>(settings.workers), static_cast<std::uint32_t>(settings.jobs), m_locks})) {}

Status Deadlock::hold(JobContext& job) const {
  std::atomic<std::uint64_t>& firsts = job.board().cells[kFirstsHeld];
  firsts.fetch_add(1);
  const bool waits_for_all = m_is_opposite && number(job.job()) < m_together;
  const std::int64_t until_ns = monotonicNow_ns() + m_hold_ns;
  while (monotonicNow_ns() < until_ns || (waits_for_all && firsts.load() < m_together)) {
    job.tick();
    if (job.isStopped()) {
      return stopped();
    }
  }
  return {};
}

Result<JobResult> Deadlock::run(JobContext& job) const {
  std::uint32_t first_index = number(job.job()) % m_locks;
  std::uint32_t second_index = (first_index + 1) % m_locks;
  if (!m_is_opposite && first_index > second_index) {
    std::swap(first_index, second_index);
  }
  SharedLock first(job, first_index);
  SharedLock second(job, second_index);
  Status ok = first.take();
  if (ok) {
    ok = hold(job);
  }
  if (ok) {
    ok = second.take();
  }
  if (!ok && ok.error().code == ErrorCode::Deadlocked) {
    const std::uint32_t holder = job.board().locks[second_index].holder.load();
    return fail(ErrorCode::Deadlocked, fmt::format("deadlocked: holds {} and waited for {}, which worker {} holds",
                                                   lockName(first_index), lockName(second_index), holder - 1));
  }
  if (!ok) {
    return tl::unexpected(ok.error());
  }
  job.tick();
  return JobResult(1);
}

std::optional<Conclusion> Deadlock::conclude(const Board&) const {
  return Conclusion{
      std::nullopt,
      m_is_opposite && m_together < m_locks
          ? fmt::format("no deadlock: fewer jobs at once ({}) than locks in the circle ({})", m_together, m_locks)
          : std::string("no deadlock: every job had both its locks")};
}

}  // namespace interleave
