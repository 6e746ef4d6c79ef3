// SPDX-License-Identifier: GPL-3.0-or-later
// What a snapshot knows of a slice beyond the slice itself. Pure functions; any thread. O(log n) a core.
#pragma once

#include <cstdint>
#include <optional>

#include "core/trace/trace_snapshot.h"

namespace interleave::ui {

/// The core on which `job` ran at that instant, by the kernel's account; nothing when it did not run or that is not
/// known.
std::optional<std::uint32_t> coreOf(const TraceSnapshot& snapshot, JobId job, std::int64_t time_ns);

/// How far the kernel's and the probe's account of the same instant may lie apart: the probe's gap limit.
inline constexpr std::int64_t kSameInstant_ns = 50'000;

/// The hand-over that let `worker` go on at `begin_ns`, the nearest within kSameInstant_ns; nullptr when there is none.
const Wake* wakeInto(const TraceSnapshot& snapshot, WorkerId worker, std::int64_t begin_ns);

}  // namespace interleave::ui
