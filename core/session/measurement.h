// SPDX-License-Identifier: GPL-3.0-or-later
// How well a run was seen, and what seeing it cost. Agreement of probe and kernel: see core/trace/agreement.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/sched/kernel_observer.h"

namespace interleave {

struct Measurement {
  std::string clock;                          // what the probe reads: "tsc" or "monotonic"
  std::optional<double> clock_resolution_ns;  // one step of it
  std::optional<double> tick_ns;              // what one tick of the probe costs, measured on this machine
  KernelView view = KernelView::None;         // who says when a thread had a core
  std::int64_t view_resolution_ns = 0;        // the shortest time it tells apart; 0: there is no view
  std::string refusal;        // why there is no better view; empty: there is none, or another was asked for
  std::uint64_t records = 0;  // that the kernel gave
  std::uint64_t lost_records = 0;
  std::optional<double> agreement;    // of the time in which probe or kernel say a job ran, the part in which both do
  std::int64_t contradiction_ns = 0;  // the probe says a job ran, the kernel that it had no core
  std::optional<double> host_cpu_ratio;  // CPU time of this program itself, in cores
  std::string source;               // who told what workers elsewhere did ("Dask's task stream"); empty: they were seen
  std::int64_t clock_error_ns = 0;  // of those: no time is further off than this
};

/// "from Dask's task stream, clocks aligned within 0.4 ms"; empty where the workers themselves were seen.
std::string toldBy(const Measurement& measurement);
/// The same where there is little room: "Dask's task stream ± 0.4 ms".
std::string toldByInShort(const Measurement& measurement);

}  // namespace interleave
