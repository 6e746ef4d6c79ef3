// SPDX-License-Identifier: GPL-3.0-or-later
// A snapshot as Chrome Trace Event JSON, which Perfetto and chrome://tracing open, and which readChromeTrace() turns
// back into the same tracks, slices and wakes, to the nanosecond (words: our_words.h). Not in it: results of jobs,
// marks of the GIL as more than instants. Threading: any one thread; a snapshot is immutable. Memory: one buffer,
// whatever the size. Packed if the name ends in .gz.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/trace_file/trace_import.h"

namespace interleave {

struct ExportOptions {
  std::stop_token stop;  // ends with ErrorCode::Cancelled, and without a file
  std::function<void(std::uint64_t slices_done, std::uint64_t slices)> progress;
  std::vector<CounterSeries> counters;  // the cores' load, where it is known
  std::string process_name = "interleave";
};

Status writeChromeTrace(const TraceSnapshot& snapshot, const std::string& path, const ExportOptions& options = {});

}  // namespace interleave
