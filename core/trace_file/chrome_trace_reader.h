// SPDX-License-Identifier: GPL-3.0-or-later
// Chrome Trace Event JSON (chrome://tracing, Perfetto's JSON, VizTracer, PyTorch's profiler, our own) → a snapshot.
//
// Each (process, thread) becomes a track, each distinct name a job. Read as a stream: memory is a window of the file
// and 24 bytes a span, within ImportLimits. Times: the file's microseconds become nanoseconds, shifted so that the
// first event is at 0 (TraceNames::shift_ns has the shift); a file of ours is not shifted. Threading: everything on the
// caller's thread. Errors: one sentence with the file's name and, where the text is no JSON, the byte. A file that ends
// too early gives what it has, with a note. Source: "Trace Event Format", and what its writers really write: trailing
// commas, NaN, numbers as strings.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/trace_file/trace_import.h"

namespace interleave {

Result<TraceImport> readChromeTrace(const std::string& path, const ImportOptions& options = {});

}  // namespace interleave
