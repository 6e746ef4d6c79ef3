// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/slice_context.h"

#include <algorithm>
#include <cstdlib>

#include "ui/chart/panel_rows.h"

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

namespace {

// A worker that was only without a core went on by itself: before it ran there must be a wait, or nothing.
bool wentOnAfterWait(const Track& track, std::int64_t begin_ns) {
  std::size_t i = track.firstEndingAfter(begin_ns);
  if (i < track.size() && track.at(i).state != State::Running && track.at(i).end_ns <= begin_ns + kSameInstant_ns) {
    ++i;  // that was the end of what came before
  }
  std::int64_t from_ns = i < track.size() ? track.at(i).begin_ns : begin_ns;
  while (i > 0) {
    const Slice before = track.at(--i);
    if (before.end_ns < from_ns) {
      return true;
    }
    if (before.state != State::Ready) {
      return before.state != State::Running;
    }
    from_ns = before.begin_ns;
  }
  return true;
}

}  // namespace

const Wake* wakeInto(const TraceSnapshot& snapshot, WorkerId worker, std::int64_t begin_ns) {
  constexpr std::size_t kMost = 1024;  // as many as 100 us never hold, but for a broken worker's
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
  const Track* track = nearest != nullptr ? findTrack(snapshot, worker) : nullptr;
  return track != nullptr && wentOnAfterWait(*track, begin_ns) ? nearest : nullptr;
}

}  // namespace interleave::ui
