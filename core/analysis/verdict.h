// SPDX-License-Identifier: GPL-3.0-or-later
// What a run showed, in plain words: the pattern, what the work is made of, what limits it, and what to use instead.
// A pure function of what was measured; silent where the evidence is thin. Any thread.
//
// Thin: a watched program (its threads have no jobs); a run that was cancelled, crashed or timed out; one shorter than
// kShortestRun_ns; more than kMostLost of the time in jobs lost; no need measured at all.
//
// What the work is made of: of the time that the jobs need (see evidence.h) the part in which they compute. At least
// kMostly of it: cpu. At most 1 - kMostly: copying where moving data is at least half of the rest, else io.
// Between: mixed.
//
// Patterns, the first that applies:
//   deadlocked      the run's end says so
//   serial          one worker was in jobs, and it is no stair-step
//   straggler       two jobs or more; the one that ended last needed at least 3 times the median need of the others,
//                   and was the only one left for at least 0.3 of the time that jobs were open and 0.05 of the run.
//                   Needs, not lengths: a job that other programs or the GIL held up is no straggler
//   stair-step      three jobs or more for two workers or more, and two were open at once for less than 0.1 of the
//                   time: each job was done before the next had begun; be it that one worker did all of them before
//                   another was ready
//   starved         while all workers were in jobs (at least 100 ms and 20 switch intervals, 0.3 of the run) one that
//                   needs to compute ran less than 0.2 of what they ran on average. When it was ready meanwhile rather
//                   than waiting for the GIL or a lock: only if other programs are known to have had less than 0.1 of
//                   the cores
//   convoy          a lock: at least kAtLock of the time in jobs, but for the time without a core, is waiting for
//                   locks. The GIL: at least 0.25 is waiting for it although the work is not mostly computing
//   oversubscribed  more workers than cores; for at least 0.3 of the time that workers wanted a core, more of them than
//                   there are cores did, and at least 0.1 of the time in jobs was ready without one. What other
//                   programs took makes workers ready, too, but never makes more of them than there are cores
//   interleaved     computing overlapped for less than 0.05 of the time, and at least 0.2 of the time in jobs was
//                   waiting for the GIL, or ready when the machine has one core
//   parallel        two workers or more got what they need at once for at least 0.3 of the time that one did, or, where
//                   other programs are known to have had at least 0.1 of the cores and no GIL is shared, ran or were
//                   ready at once for as much of the time that one was; the event
//                   loop, which is one worker: two jobs or more were open at once for at least 0.3 of the time that one
//                   was
//
// Of a run that kept only its newest part the times in which several did something are told from that part, and a
// straggler isn't looked for: what a job needed that began before isn't known.
//
// In the model hybrid threads wait for room in the queue between the halves, which keeps them from running ahead: that
// is neither a convoy nor starving.
//
// Advice, by what the work is made of (`GIL`: threads waited for it, or the run was serial under one):
//   io     as many threads as jobs, at most kMostWaiting; an event loop from kManySockets jobs on
//   copying  shared memory, or threads, which share theirs: no number of workers makes moving data cheaper
//   cpu    processes where there is a GIL, else what was used (threads for a serial run); workers = cores, or jobs
//          where there are fewer; on one core: serial
//   mixed  hybrid where the workload can be one; else processes (a GIL) or threads, cores / computing part of them
#pragma once

#include <optional>
#include <string>

#include "core/analysis/evidence.h"

namespace interleave {

inline constexpr std::int64_t kShortestRun_ns = 20'000'000;
inline constexpr double kMostLost = 0.05;
inline constexpr double kMostly = 0.8;
inline constexpr double kAtLock = 0.22;
inline constexpr int kMostWaiting = 64;
inline constexpr int kManySockets = 500;

enum class Pattern { Interleaved, Parallel, Serial, StairStep, Straggler, Oversubscribed, Convoy, Starved, Deadlocked };
enum class Bound { Cpu, Io, Copying, Mixed };

/// "stair-step", "io": as in the summary.
const char* name(Pattern pattern);
const char* name(Bound bound);

struct Recommendation {
  Model model = Model::Threads;
  int workers = 1;
  friend bool operator==(const Recommendation&, const Recommendation&) = default;
};

struct Verdict {
  Pattern pattern = Pattern::Serial;
  std::optional<Bound> bound;         // nothing of a deadlock
  std::optional<double> bound_share;  // cpu, mixed: the part that is computing; io: waiting; copying: moving data
  std::string headline;               // "Interleaved."
  std::string explanation;            // one or two sentences: what was seen, and what limits the run
  std::string advice;                 // "Use 4 processes."
  std::optional<Recommendation> recommended;

  /// All three, as one paragraph.
  std::string text() const;
};

std::optional<Verdict> verdictOf(const EndedRun& run);

}  // namespace interleave
