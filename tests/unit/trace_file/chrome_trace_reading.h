// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of reading Chrome traces share.
#pragma once

#include <fmt/format.h>

#include <string>

#include "core/trace_file/chrome_trace_reader.h"
#include "tests/unit/trace_file/trace_files.h"

namespace interleave {

class ChromeTraceReader : public TraceFiles {
 protected:
  Result<TraceImport> read(const std::string& text, const ImportOptions& options = {}) const {
    return readChromeTrace(file("trace.json", text), options);
  }
  // "f 0-5, g 5-7": a track's slices in nanoseconds.
  static std::string slicesOf(const TraceImport& import, std::size_t track = 0) {
    std::string text;
    const Track& from = import.snapshot->tracks.at(track);
    for (std::size_t i = 0; i < from.size(); ++i) {
      const Slice slice = from.at(i);
      text += fmt::format("{}{} {}-{}", i > 0 ? ", " : "", import.snapshot->names->jobs.at(number(slice.job)),
                          slice.begin_ns, slice.end_ns);
    }
    return text;
  }
  static bool hasNote(const TraceImport& import, const std::string& part) {
    for (const std::string& note : import.notes) {
      if (note.find(part) != std::string::npos) {
        return true;
      }
    }
    return false;
  }
};

}  // namespace interleave
