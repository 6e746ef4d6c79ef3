// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/trace_file.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "core/trace_file/binary_trace.h"
#include "core/trace_file/binary_writer.h"
#include "core/trace_file/chrome_trace_reader.h"

namespace interleave {
namespace {

bool beginsAsBinary(const std::string& path) {
  std::array<char, sizeof kBinaryMagic> first{};
  std::ifstream file(path, std::ios::binary);
  return file.read(first.data(), first.size()) && std::equal(first.begin(), first.end(), kBinaryMagic);
}

}  // namespace

Result<TraceImport> readTraceFile(const std::string& path, const ImportOptions& options) {
  // A name of ours whose begin is not whole is a damaged file of ours, and no JSON.
  if (!beginsAsBinary(path) && !path.ends_with(kBinaryEnding)) {
    return readChromeTrace(path, options);
  }
  const Result<BinaryTrace> trace = BinaryTrace::open(path);
  if (!trace) {
    return tl::unexpected(trace.error());
  }
  Result<SnapshotPtr> snapshot = trace->snapshot(options);
  if (!snapshot) {
    return tl::unexpected(snapshot.error());
  }
  TraceImport import;
  import.is_ours = true;
  for (const auto* group : {&(*snapshot)->tracks, &(*snapshot)->cores}) {
    for (const Track& track : *group) {
      import.counts.spans += track.size();
    }
  }
  import.counts.events = import.counts.spans;
  import.snapshot = std::move(*snapshot);
  return import;
}

Status writeTraceFile(const TraceSnapshot& snapshot, const std::string& path, const ExportOptions& options) {
  return path.ends_with(kBinaryEnding) ? writeBinaryTrace(snapshot, path, options)
                                       : writeChromeTrace(snapshot, path, options);
}

bool isTraceFileName(std::string_view path) {
  return path.ends_with(kBinaryEnding) || path.ends_with(".json") || path.ends_with(".json.gz");
}

}  // namespace interleave
