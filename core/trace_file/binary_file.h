// SPDX-License-Identifier: GPL-3.0-or-later
// A binary trace's file (binary_format.h): header, tops and directory in memory and checked; chunks are read from it
// when they are asked for, into memory of whoever asks. It is read, never mapped: what another program does to the file
// while it is open is an error, and can neither end the process nor change what was checked.
//
// Threading: after open() any thread, several at once. Ownership: keeps the file open. Errors: in words, with the
// file's name; of chunks that can't be had, in faults().
#pragma once

#include <memory>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/base/unique_fd.h"
#include "core/trace/chunk_storage.h"
#include "core/trace/lazy_memory.h"
#include "core/trace/trace_faults.h"
#include "core/trace_file/binary_format.h"

namespace interleave {

class BinaryFile final : public ChunkStorage {
 public:
  static Result<std::shared_ptr<const BinaryFile>> open(const std::string& path);

  const std::string& path() const { return m_path; }
  std::uint64_t bytes() const { return m_header.file_bytes; }
  std::span<const ChunkTop> tops() const { return m_tops; }
  const std::string& directory() const { return m_directory; }
  const std::shared_ptr<TraceFaults>& faults() const { return m_faults; }
  Result<std::string> section(const BinarySection& section) const;
  /// Whether so many bytes lie between the chunks and the tops.
  bool has(std::uint64_t offset, std::uint64_t length) const;
  tl::unexpected<Error> damaged(std::string_view what) const;

  Status readLevels(std::size_t chunk, std::uint32_t sum, std::span<std::byte> into) const override;
  Status readSlices(std::size_t chunk, std::uint32_t sum, std::span<std::byte> into) const override;
  Status readTail(const StoredTail& tail, std::span<std::byte> into) const override;
  void lose(const std::string& track, std::size_t slices, std::int64_t begin_ns, std::int64_t end_ns,
            const std::string& why) const override;

 private:
  BinaryFile() = default;
  Status readHeader();
  Status readTopsAndDirectory();
  Status read(std::uint64_t offset, std::span<std::byte> into) const;
  Status readChecked(std::uint64_t offset, std::uint32_t sum, std::span<std::byte> into) const;

  std::string m_path;
  UniqueFd m_fd;
  BinaryHeader m_header{};
  LazyMemory<ChunkTop> m_tops_memory;
  std::span<const ChunkTop> m_tops;
  std::string m_directory;
  std::shared_ptr<TraceFaults> m_faults = std::make_shared<TraceFaults>();
};

}  // namespace interleave
