// SPDX-License-Identifier: GPL-3.0-or-later
// All there is to know about a trace from a file: what the window shows, the pictures draw, the summary tells.
// Threading: reading takes as long as the file is large, and is done on the caller's thread; a record is a value.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/sched/core_load.h"
#include "core/trace/statistics.h"
#include "core/trace_file/chrome_trace_writer.h"
#include "core/trace_file/trace_import.h"

namespace interleave {

struct FileRecord {
  std::string path;
  std::string title;            // the file's name
  std::uint64_t bytes = 0;      // the file's
  TraceImport import;           // its snapshot is never null
  RunFigures figures;           // without those that are not counted: see below
  bool has_counted = true;      // every slice was looked at; not of a trace so long that this takes seconds
  std::vector<CoreLoad> loads;  // where the file has them, oldest first
};

/// More slices than these are not gone through one by one: of the figures overlap, median and switches are missing.
inline constexpr std::uint64_t kMostCounted = 20'000'000;

Result<FileRecord> readFileRecord(const std::string& path, const ImportOptions& options = {});

/// Times are seconds since the trace's begin. What was not counted is null.
nlohmann::json summaryJson(const FileRecord& record);
/// "1.250 s · 12 threads in 3 processes · 1,204 slices · overlap 0.200": above a panel.
std::string figuresSentence(const FileRecord& record);
/// What the file is, and what of it isn't shown: the small line below a picture.
std::string provenance(const FileRecord& record);
/// The figures for a person: a line a thread, those that ran longest first, and what was left out.
std::vector<std::string> tableLines(const FileRecord& record, std::size_t most_rows);

/// "cut short at byte 1,024 · 3 events left out": what of the file is not as it should be; empty: nothing.
std::string lossText(const FileRecord& record);

/// The cores' load as counters of a trace, and back; a name that is none of ours gives none.
std::vector<CounterSeries> countersOf(const std::vector<CoreLoad>& loads);
std::vector<CoreLoad> loadsOf(const std::vector<CounterSeries>& counters);

}  // namespace interleave
