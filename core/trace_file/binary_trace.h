// SPDX-License-Identifier: GPL-3.0-or-later
// A binary trace (binary_format.h), opened in place: mapped, with header and directory checked; what slices it has is
// looked at when asked for, block by block.
//
// Threading: after open() any thread may read. Ownership: spans are good as long as the BinaryTrace. Errors: in words,
// with the file's name. The file must not be cut while it is open (a truncated mapping ends the process, mmap(2)); our
// writer replaces files and never cuts them.
#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/trace_file/binary_format.h"
#include "core/trace_file/trace_import.h"

namespace interleave {

class TraceStore;

class BinaryTrace {
 public:
  struct TrackEntry {
    TrackInfo info;
    std::vector<BinaryBlock> blocks;
    std::uint64_t slices = 0;
    std::size_t first_checked = 0;  // its blocks' first place among all blocks
  };

  /// O(directory), whatever the slices.
  static Result<BinaryTrace> open(const std::string& path);

  const std::vector<TrackEntry>& tracks() const { return m_tracks; }
  const std::vector<TrackEntry>& cores() const { return m_cores; }
  std::int64_t now_ns() const { return m_now_ns; }
  /// The slices of a block in order of time, in the mapping itself; checked at the first touch.
  Result<std::span<const BinarySlice>> block(const TrackEntry& track, std::size_t i) const;
  /// All of it in a TraceStore: every block is checked and copied, by several threads; `options.progress` is called on
  /// any of them, by one at a time.
  Result<SnapshotPtr> snapshot(const ImportOptions& options = {}) const;

 private:
  struct Mapping;
  BinaryTrace() = default;
  Status readDirectory(std::string_view bytes);
  Status readTrack(BinaryDecoder& in, TrackEntry& track, std::size_t& blocks) const;
  Status readJobs(BinaryDecoder& in, std::uint32_t count);
  Status readNames(BinaryDecoder& in);
  Status fillTrack(const TrackEntry& track, const ImportOptions& options,
                   const std::function<void(const Slice&)>& add) const;
  Status fillTracks(TraceStore& store, const ImportOptions& options) const;
  Result<std::string_view> section(const BinarySection& section) const;
  tl::unexpected<Error> damaged(std::string_view what) const;

  std::string m_path;
  std::shared_ptr<const Mapping> m_mapping;
  std::vector<TrackEntry> m_tracks;
  std::vector<TrackEntry> m_cores;
  BinarySection m_wakes, m_marks, m_changes;
  std::vector<std::int64_t> m_core_running_ns;
  JobTable m_jobs;
  std::shared_ptr<const TraceNames> m_names;
  std::int64_t m_now_ns = 0;
  std::int64_t m_kept_from_ns = 0;
  std::uint32_t m_flags = 0;
  std::unique_ptr<std::atomic<bool>[]> m_checked;  // by block
};

}  // namespace interleave
