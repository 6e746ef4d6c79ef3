// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/slice_context.h"

#include <algorithm>
#include <cstdlib>

namespace interleave::ui {

std::optional<std::uint32_t> coreOf(const TraceSnapshot& snapshot, JobId job, std::int64_t time_ns) {
  if (job == kNoJob) {
    return std::nullopt;
  }
  for (const Track& core : snapshot.cores) {
    const std::size_t i = core.firstEndingAfter(time_ns);
    if (i >= core.size()) {
      continue;
    }
    const Slice slice = core.at(i);
    if (slice.begin_ns <= time_ns && slice.job == job && slice.state == State::Running) {
      return number(core.info().worker);
    }
  }
  return std::nullopt;
}

const Wake* wakeInto(const TraceSnapshot& snapshot, WorkerId worker, std::int64_t begin_ns) {
  constexpr std::size_t kMost = 1024;  // as many as 50 us never hold, but for a broken worker's
  const WakeColumnView& wakes = snapshot.wakes;
  const std::size_t first = wakes.firstAfter(begin_ns - kSameInstant_ns - 1);
  const Wake* nearest = nullptr;
  for (std::size_t i = first; i < std::min(wakes.size(), first + kMost); ++i) {
    const Wake& wake = wakes.at(i);
    if (wake.to_ns > begin_ns + kSameInstant_ns) {
      break;
    }
    const bool is_nearer =
        nearest == nullptr || std::llabs(wake.to_ns - begin_ns) < std::llabs(nearest->to_ns - begin_ns);
    nearest = wake.to == worker && is_nearer ? &wake : nearest;
  }
  return nearest;
}

}  // namespace interleave::ui
