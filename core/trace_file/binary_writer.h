// SPDX-License-Identifier: GPL-3.0-or-later
// A snapshot as a binary trace (binary_format.h), whole: all that a TraceSnapshot has comes back from it.
// Threading: any one thread. Memory: one block, the wakes and marks, and the directory. The file is moved to its place
// when it is complete.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/trace_file/chrome_trace_writer.h"

namespace interleave {

/// `options.counters` and `options.process_name` are not asked for.
Status writeBinaryTrace(const TraceSnapshot& snapshot, const std::string& path, const ExportOptions& options = {});

}  // namespace interleave
