// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a run or of a part of it, computed from its snapshot. Pure functions; cost O(n log w) in the part's
// slices and workers, so the window calls them on a thread of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/trace/time_range.h"
#include "core/trace/trace_snapshot.h"

namespace interleave {

/// A pause in a worker's running that is shorter than this, with no wait marked in it, does not end a slice for the
/// figures (the pictures show it): the machine interrupts every program now and then.
inline constexpr std::int64_t kSliceMergeGap_ns = 200'000;

struct WorkerFigures {
  WorkerId worker{};
  std::int64_t busy_ns = 0;
  StateTimes times{};
  std::int64_t idle_ns = 0;
};

struct CoreFigures {
  std::uint32_t core = 0;
  std::int64_t running_ns = 0;  // that this run had it
};

struct RunFigures {
  std::int64_t elapsed_ns = 0;
  std::int64_t kept_from_ns = 0;  // of a run that dropped its oldest part: see computeFigures(); 0: nothing was
  std::int64_t busy_ns = 0;       // sum over workers of running
  double parallelism = 0.0;       // busy / elapsed
  int max_parallelism = 0;        // most workers running at one instant
  std::optional<double> overlap;  // time with >= 2 running / time with >= 1; nothing when none ran
  std::uint64_t slices = 0;       // runs of one worker on one job, merged as above
  std::optional<double> median_slice_ms;
  std::optional<double> p90_slice_ms;
  std::uint64_t switches = 0;  // times that running passed from one worker to another
  std::uint64_t ticks = 0;     // these three of the whole run, whatever part the others speak of
  std::uint64_t samples = 0;
  std::uint64_t lost_samples = 0;
  std::vector<WorkerFigures> workers;  // as the snapshot's tracks
  std::vector<CoreFigures> cores;      // as the snapshot's cores: none without the kernel's view
};

/// A worker's running on one job, the short unmarked pauses in it closed.
struct RunningSlice {
  std::int64_t begin_ns;
  std::int64_t end_ns;
  std::size_t track;  // its place in the snapshot
};
/// Of the whole run, as far as it is kept, in order of their begin.
std::vector<RunningSlice> runningSlices(const TraceSnapshot& snapshot);

/// Of the whole run. Where its oldest part was dropped the times of workers and cores, busy and parallelism are the
/// whole run's all the same, from running totals; what is told from slices (overlap, the most at once, slices, median,
/// p90, switches) is told from those behind `kept_from_ns`. Of a file that was
/// written of such a run there are no totals: all is of that part. REQUIRES: elapsed_ns is the run's length (the
/// snapshot's now while it is live).
RunFigures computeFigures(const TraceSnapshot& snapshot, std::int64_t elapsed_ns);
/// As if the run had been nothing but `range`: what reaches over its ends is cut there, and what lies before the part
/// that is kept isn't in it. `elapsed_ns` is the length of what is left of the range.
RunFigures computeFigures(const TraceSnapshot& snapshot, TimeRange range);

}  // namespace interleave
