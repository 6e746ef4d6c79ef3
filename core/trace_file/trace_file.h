// SPDX-License-Identifier: GPL-3.0-or-later
// Trace files of any kind, told apart for whoever opens or writes one: Chrome Trace Event JSON, packed or not, and our
// binary format. Threading: everything on the caller's thread. Errors: one sentence with the file's name.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/trace_file/chrome_trace_writer.h"
#include "core/trace_file/trace_import.h"

namespace interleave {

inline constexpr std::string_view kBinaryEnding = ".iltrace";

/// By what it begins with, whatever it is called. Cancelled: ErrorCode::Cancelled.
Result<TraceImport> readTraceFile(const std::string& path, const ImportOptions& options = {});

/// By its name: `.iltrace` is binary, everything else JSON, packed if it ends in `.gz`. Complete or not there.
Status writeTraceFile(const TraceSnapshot& snapshot, const std::string& path, const ExportOptions& options = {});

/// Whether a name is one that trace files have.
bool isTraceFileName(std::string_view path);

}  // namespace interleave
