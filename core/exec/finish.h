// SPDX-License-Identifier: GPL-3.0-or-later
// What every executor derives from its plan in the same way: the workload's settings, the lock's interval, the raw
// clock, and how a run is said to have ended.
// Threading: pure functions.
#pragma once

#include <string>

#include "core/exec/executor.h"
#include "core/workload/workload.h"

namespace interleave {

WorkloadSettings settingsOf(const Experiment& experiment, std::uint16_t http_port, JobHalf half = JobHalf::Whole);
std::uint32_t switchInterval_us(const Experiment& experiment);
/// The clock of the region's samples.
std::uint64_t rawNow(const SharedRegion& region);

Finished failed(const RunPlan& plan, const Error& error);
/// How a run ended whose workers have all ended: a failure counts before a cancellation. `failure` is empty without
/// one.
Finished conclude(const HostLink& host, const std::string& failure, std::uint64_t end_raw);

}  // namespace interleave
