// SPDX-License-Identifier: GPL-3.0-or-later
// Of a trace that is read from its file as it is looked at: reads ahead what pictures are drawn from.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "core/trace/trace_snapshot.h"

namespace interleave {

/// Reads the levels of all chunks, and none of their slices, so that no frame has to wait for them: 13 kB for 4096
/// slices. What turns out to be damaged is in the snapshot's `faults`. Takes 8 µs a chunk; any thread, best one of its
/// own. `progress`: chunks done, of how many.
void readAhead(const TraceSnapshot& snapshot, const std::stop_token& stop,
               const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {});

}  // namespace interleave
