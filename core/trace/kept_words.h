// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a trace whose oldest part was dropped. Pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "core/trace/trace_snapshot.h"

namespace interleave {

/// "5 minutes", "1 minute", "2.5 minutes", "30 seconds". REQUIRES: keep_ns > 0.
std::string keepText(std::int64_t keep_ns);
/// "only the last 5 minutes are kept", or "only what came after 3.200 s was kept" where it isn't known how much was to
/// be; empty when nothing was dropped.
std::string keptWords(const TraceSnapshot& snapshot);

}  // namespace interleave
