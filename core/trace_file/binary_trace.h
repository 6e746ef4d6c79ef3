// SPDX-License-Identifier: GPL-3.0-or-later
// A binary trace (binary_format.h), opened in place: its directory is read, and its slices are when somebody looks at
// them (stored_column.h), so that opening costs the same for a chunk, whatever it holds.
//
// Threading: after open() any thread may read. Ownership: snapshots share the file and keep it open. Errors: in words,
// with the file's name.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/trace/stored_column.h"
#include "core/trace_file/binary_file.h"
#include "core/trace_file/trace_import.h"

namespace interleave {

class TraceStore;

class BinaryTrace {
 public:
  struct TrackEntry {
    TrackInfo info;
    std::shared_ptr<const StoredColumn> slices;
  };

  /// O(directory), whatever the slices.
  static Result<BinaryTrace> open(const std::string& path);

  const std::vector<TrackEntry>& tracks() const { return m_tracks; }
  const std::vector<TrackEntry>& cores() const { return m_cores; }
  std::int64_t now_ns() const { return m_now_ns; }
  /// All of it; what is read besides are wakes and marks. Slices that turn out not to be had are in its `faults`.
  Result<SnapshotPtr> snapshot(const ImportOptions& options = {}) const;

 private:
  BinaryTrace() = default;
  Status readDirectory();
  Status readTrack(BinaryDecoder& in, TrackEntry& track, std::uint32_t jobs, std::size_t& chunks);
  Status readJobs(BinaryDecoder& in, std::uint32_t count);
  Status readNames(BinaryDecoder& in);
  std::optional<std::int64_t> takeTime(BinaryDecoder& in);
  Status addRecords(TraceStore& store) const;

  std::shared_ptr<const BinaryFile> m_file;
  std::vector<TrackEntry> m_tracks;
  std::vector<TrackEntry> m_cores;
  BinarySection m_wakes, m_marks, m_changes;
  std::vector<std::int64_t> m_core_running_ns;
  JobTable m_jobs;
  std::shared_ptr<const TraceNames> m_names;
  std::int64_t m_now_ns = 0;
  std::int64_t m_kept_from_ns = 0;
  std::uint32_t m_flags = 0;
  bool m_has_wild_times = false;  // that no run can have
};

}  // namespace interleave
