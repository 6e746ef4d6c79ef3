// SPDX-License-Identifier: GPL-3.0-or-later
// Reading and writing trace files with a person waiting at a terminal: progress on standard error, Ctrl+C ends it, and
// of a file that is not whole nothing stays.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/sched/core_load.h"
#include "core/session/file_record.h"

namespace interleave::ui {

/// Threading: the main thread. Cancelled: ErrorCode::Cancelled.
Result<FileRecord> readWatched(const std::string& path);
/// `process`: what a process is called that has no name in the trace.
Status writeWatched(const TraceSnapshot& snapshot, const std::string& path, const std::vector<CoreLoad>& loads,
                    const std::string& process);

}  // namespace interleave::ui
