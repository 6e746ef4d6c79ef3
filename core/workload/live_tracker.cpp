// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/live_tracker.h"

#include <algorithm>

namespace interleave {
namespace {

// Between two looks at the stop word: about 10 us, far below what anybody notices, and free.
constexpr std::uint64_t kBlock = 1024;

}  // namespace

LiveTracker::LiveTracker(const WorkloadSettings& settings)
    : m_marks(static_cast<std::uint64_t>(integer(settings.parameters, "n"))) {}

Result<JobResult> LiveTracker::run(JobContext& job) const {
  if (!makeMarks(job, m_marks)) {
    return stopped();
  }
  return JobResult(m_marks);
}

bool makeMarks(JobContext& job, std::uint64_t count) {
  while (count > 0) {
    if (job.isStopped()) {
      return false;
    }
    const std::uint64_t block = std::min(count, kBlock);
    for (std::uint64_t i = 0; i < block; ++i) {
      job.tick();
    }
    count -= block;
  }
  return true;
}

}  // namespace interleave
