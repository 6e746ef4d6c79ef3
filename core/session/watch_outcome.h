// SPDX-License-Identifier: GPL-3.0-or-later
// How a watched program ended and how well it was seen, as a value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/sched/kernel_observer.h"
#include "core/trace/kernel_trace_builder.h"

namespace interleave {

enum class WatchEnd {
  Exited,     // the command, with `status`
  Killed,     // the command, by the signal `status`
  Gone,       // whom we attached to; how it ended is its parent's to know
  Cancelled,  // by us; whom we attached to goes on
  TimedOut,
};

struct WatchOutcome {
  WatchEnd end = WatchEnd::Exited;
  int status = 0;
  std::string message;  // for a person: "exited with status 3"
  std::int64_t elapsed_ns = 0;
  std::optional<double> cpu_s;  // user + system time of the command and the descendants it waited for
  KernelView view = KernelView::None;
  std::int64_t resolution_ns = 0;        // the coarsest it had
  std::optional<double> host_cpu_ratio;  // CPU time of this program itself meanwhile, in cores
  std::uint64_t records = 0;
  std::uint64_t lost_records = 0;
  std::uint64_t unseen = 0;   // processes that the view lost sight of while they lived
  std::uint64_t threads = 0;  // all that were seen, with a track or without
  UntrackedThreads untracked;
  std::size_t ended_descendants = 0;  // outlived the command and were ended by us
  std::string refusal;                // why there is no better view; empty: there is none, or another was asked for
  std::vector<std::string> notes;
};

}  // namespace interleave
