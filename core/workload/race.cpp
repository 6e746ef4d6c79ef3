// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/race.h"

#include <fmt/format.h>

#include "core/base/number_text.h"
#include "core/workload/shared_lock.h"

namespace interleave {
namespace {

constexpr std::size_t kCounter = 0;
constexpr std::uint64_t kBlock = 1'024;  // between two looks at the stop word

}  // namespace

Race::Race(const WorkloadSettings& settings)
    : m_increments(static_cast<std::uint64_t>(integer(settings.parameters, "n"))),
      m_jobs(static_cast<std::uint64_t>(settings.jobs)),
      m_has_lock(choice(settings.parameters, "lock") == "with") {}

Result<JobResult> Race::run(JobContext& job) const {
  std::atomic<std::uint64_t>& counter = job.board().cells[kCounter];
  for (std::uint64_t i = 0; i < m_increments; ++i) {
    SharedLock lock(job, 0);
    if (m_has_lock) {
      if (const Status ok = lock.take(); !ok) {
        return tl::unexpected(ok.error());
      }
    }
    const std::uint64_t read = counter.load(std::memory_order_relaxed);
    job.tick();
    counter.store(read + 1, std::memory_order_relaxed);
    if (i % kBlock == 0 && job.isStopped()) {
      return stopped();
    }
  }
  return JobResult(m_increments);
}

std::optional<Conclusion> Race::conclude(const Board& board) const {
  const std::uint64_t wanted = m_increments * m_jobs;
  const std::uint64_t counted = board.cells[kCounter].load();
  const std::uint64_t lost = wanted - counted;
  const auto grouped = [](std::uint64_t n) { return groupedDigits(static_cast<std::int64_t>(n)); };
  return Conclusion{lost, fmt::format("{} of {} updates lost {} a lock: the counter says {}", grouped(lost),
                                      grouped(wanted), m_has_lock ? "with" : "without", grouped(counted))};
}

}  // namespace interleave
