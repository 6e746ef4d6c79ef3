// SPDX-License-Identifier: GPL-3.0-or-later
// The end of a watch: the program and what it started are ended where they still run, and it is said how.
// Threading: the watch's own thread.
#pragma once

#include <optional>

#include "core/base/child_process.h"
#include "core/session/watch_collector.h"
#include "core/session/watch_outcome.h"
#include "core/session/watched_process.h"

namespace interleave {

/// What ends because we end it is seen, too: it belongs to the trace. `process` is null when attached. REQUIRES:
/// `outcome.end` says why the watch is over.
void endWatch(WatchedProcess* process, WatchCollector& collector, std::optional<double> timeout_s,
              WatchOutcome& outcome);

/// How the command ended, in words and numbers: by us where `outcome.end` says so already, else by itself.
void describeEnd(const ProcessEnd& end, std::optional<double> timeout_s, WatchOutcome& outcome);

}  // namespace interleave
