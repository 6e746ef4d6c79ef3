// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's view of a process, its threads and all its descendants: who got a core, who lost one, who was born, who
// ended. Two ways to it: the kernel's own switch records (SwitchObserver), and where those are refused a look into
// /proc now and then (ProcObserver).
//
// Threading: one thread. What it yields is in order of time, but for a record that the kernel delivered later than two
// drains after it happened. Errors: a process that is gone; a view that was asked for and is refused.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/switch_record.h"

namespace interleave {

enum class KernelView { Perf, Proc, None };
/// "perf", "proc", "none": as in the summary.
const char* name(KernelView view);

/// Whether the process waits for us to let it begin, or has been running for who knows how long.
enum class Observed { BeforeItBegins, WhileItRuns };

class KernelObserver {
 public:
  virtual ~KernelObserver() = default;

  virtual KernelView view() const = 0;
  /// The shortest time it can tell apart; 1 ns for the switch records.
  virtual std::int64_t resolution_ns() const = 0;
  /// Appends what is new. What may still be overtaken by another core's record waits for the next call.
  virtual void drain(std::vector<SwitchRecord>& out) = 0;
  /// Appends everything that is left.
  virtual void finish(std::vector<SwitchRecord>& out) = 0;
  /// Everything until then has been handed over, CLOCK_MONOTONIC.
  virtual std::int64_t knownUntil_ns() const = 0;
  /// How long to wait before the next drain().
  virtual std::int64_t pause_ns() const = 0;
  virtual std::uint64_t lost() const = 0;
  /// Processes that got out of its sight while they lived.
  virtual std::uint64_t unseen() const { return 0; }
};

/// Observes `pid` with the best view that is permitted. The environment's INTERLEAVE_KERNEL_VIEW (perf, proc or none)
/// chooses another. `refusal` gets why a better one was refused, or nothing. Null where no view is wanted.
Result<std::unique_ptr<KernelObserver>> observeKernel(pid_t pid, Observed when, std::string& refusal);

}  // namespace interleave
