// SPDX-License-Identifier: GPL-3.0-or-later
// What a verdict is made of: one ended run, reduced to the few times that its rules compare. Pure functions; cost
// O(n log w) in slices and workers. Of a run whose oldest part was dropped `times` and the jobs' spans are the whole
// run's, the times in which several did something those of the part that is kept. All times in nanoseconds, all shares
// 0..1.
//
// A job *needs* the time that it runs and the time that it waits for something outside (I/O; what the kernel calls
// waiting and no mark names). Waiting for the GIL, a lock or a core is not a need: it is what concurrency costs.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/experiment/experiment.h"
#include "core/sched/core_load.h"
#include "core/trace/statistics.h"

namespace interleave {

enum class Ending { Finished, Deadlocked, CutShort };

/// The run to judge. Refers to what the caller keeps.
struct EndedRun {
  const Experiment& experiment;
  const TraceSnapshot& snapshot;
  const RunFigures& figures;
  Ending ending = Ending::Finished;
  int cores = 1;                       // of the machine
  const std::vector<CoreLoad>& loads;  // while it ran; may be empty
};

struct JobSpan {
  JobId job{};
  WorkerId worker{};
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
  std::int64_t need_ns = 0;  // as far as its slices are kept

  std::int64_t length_ns() const { return end_ns - begin_ns; }
};

struct Evidence {
  StateTimes times{};                 // of all workers
  std::int64_t in_jobs_ns = 0;        // of them, those that belong to a job
  std::size_t workers = 0;            // that were in a job at all
  std::vector<JobSpan> jobs;          // those with a begin and an end, by begin
  std::int64_t any_wanted_ns = 0;     // time in which a worker ran or was ready
  std::int64_t two_wanted_ns = 0;     // time in which two or more did
  std::int64_t overfull_ns = 0;       // time in which more workers than cores did
  std::int64_t any_open_ns = 0;       // time in which a job was open: begun and not ended
  std::int64_t two_open_ns = 0;       // time in which two or more were
  std::int64_t open_ns = 0;           // of all jobs, their lengths added up
  std::int64_t any_need_ns = 0;       // time in which a worker got what its job needs
  std::int64_t two_need_ns = 0;       // time in which two or more did
  std::optional<double> others_load;  // of the machine's cores, the part that other programs had

  std::int64_t in(State state) const { return times[index(state)]; }
  /// Of the time in jobs; 0 when there was none.
  double shareOf(State state) const;
  /// Of the time in jobs that no core was missing the share of waiting for locks: who is ready tells nothing of them.
  double atLocks() const;
  std::int64_t need_ns() const {
    return in(State::Running) + in(State::IoWait) + in(State::Waiting) + in(State::Copying);
  }
  /// Of what the jobs need, the part that is computing; nothing when they need nothing.
  std::optional<double> computing() const;
  /// And the part that is moving data into the job or out of it.
  std::optional<double> copying() const;
  std::optional<double> shareOfNeed(State state) const;
};

Evidence evidenceOf(const EndedRun& run);
/// Of the machine's cores, the part that other programs had, on average; nothing without readings.
std::optional<double> othersLoad(const std::vector<CoreLoad>& loads);

}  // namespace interleave
