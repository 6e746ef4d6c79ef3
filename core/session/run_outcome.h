// SPDX-License-Identifier: GPL-3.0-or-later
// How a run ended, as a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interleave {

enum class OutcomeKind { Finished, Cancelled, Crashed, Deadlocked, TimedOut, Failed };

struct RunOutcome {
  OutcomeKind kind = OutcomeKind::Finished;
  std::string message;  // for a person; empty when there is nothing to say
  std::int64_t elapsed_ns = 0;
  std::optional<double> cpu_s;          // of the runner and all it started; nothing when it never ran
  std::optional<double> memory_mb;  // of runner and workers, each at its own peak, added up: MiB, shared pages in each
  std::optional<std::uint64_t> result;  // of the run as a whole, where its workload has one: lost updates, matches
  std::string conclusion;               // the same in words; mostly empty
  std::vector<double> core_busy_ratio;  // per core during the run; empty when the run was too short to tell
  std::vector<std::string> notes;       // what went wrong without ending the run: a broken ring, a dead worker
};

/// "finished", "timed_out": as in the summary. Failed (the runner could not do it at all) counts as "crashed" there.
const char* name(OutcomeKind kind);

}  // namespace interleave
