// SPDX-License-Identifier: GPL-3.0-or-later
// What reading a trace file gives, and what may be asked of it: an immutable snapshot beside the account of what the
// file held, in counts and in sentences.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/trace/trace_snapshot.h"

namespace interleave {

/// What bounds the memory, whatever the file says.
struct ImportLimits {
  std::uint64_t slices = std::uint64_t{200} << 20;  // 24 bytes each while reading; what comes after them is left out
  std::uint32_t tracks = 1u << 16;
  std::uint32_t jobs = 1u << 20;
  std::uint64_t flow_points = std::uint64_t{1} << 24;
  std::uint64_t counter_points = std::uint64_t{1} << 22;
};

struct ImportOptions {
  ImportLimits limits;
  std::stop_token stop;  // asked at least once a megabyte; ends with ErrorCode::Cancelled
  /// Called on the reader's thread, about once a megabyte: bytes of the file read, of how many.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct CounterPoint {
  std::int64_t time_ns = 0;
  double value = 0.0;
};
struct CounterSeries {
  std::int32_t pid = 0;
  std::string name;                  // "core load: busy"
  std::vector<CounterPoint> points;  // in order of time
};

struct ImportCounts {
  std::uint64_t events = 0;
  std::uint64_t spans = 0;
  std::uint64_t ends = 0;  // of spans that were begun by an event of their own
  std::uint64_t instants = 0;
  std::uint64_t counters = 0;
  std::uint64_t flows = 0;
  std::uint64_t metadata = 0;
  std::uint64_t async = 0;      // begun and ended on no thread; not shown
  std::uint64_t unknown = 0;    // of another phase; not shown
  std::uint64_t malformed = 0;  // without a time, a length or a type that makes sense
  std::uint64_t ends_without_begin = 0;
  std::uint64_t begins_without_end = 0;
  std::uint64_t without_length = 0;
  std::uint64_t too_late = 0;  // further from the first than the store can hold
  std::uint32_t depth = 0;

  /// Events that have no place in the picture, by mistake or by their kind. Instants are none: they have no length.
  std::uint64_t leftOut() const { return malformed + async + unknown + ends_without_begin + too_late; }
};

struct TraceImport {
  SnapshotPtr snapshot;
  ImportCounts counts;
  std::vector<CounterSeries> counters;
  std::optional<std::uint64_t> cut_at;  // the file ends too early: after so many bytes of its text
  std::vector<std::string> notes;       // sentences on what is not as the file has it, or as it should be
  bool is_ours = false;                 // written by this program: jobs, states and times are as they were
};

}  // namespace interleave
