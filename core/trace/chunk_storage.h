// SPDX-License-Identifier: GPL-3.0-or-later
// Where a StoredColumn's chunks are read from, such as a file. Chunks are counted through all of a trace's tracks.
// Threading: any thread, several at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"

namespace interleave {

/// The slices of a track behind its last full chunk.
struct StoredTail {
  std::uint64_t offset = 0;   // where they are stored, which is the storage's to know
  std::int64_t begin_ns = 0;  // of the first
  std::int64_t end_ns = 0;    // of the last
  std::uint32_t size = 0;     // less than a chunk has
  std::uint32_t sum = 0;      // checksum, likewise
};

class ChunkStorage {
 public:
  ChunkStorage() = default;
  ChunkStorage(const ChunkStorage&) = delete;
  ChunkStorage& operator=(const ChunkStorage&) = delete;
  virtual ~ChunkStorage() = default;

  // They fill `into`; the error says why that can't be done, or that it isn't what was written.
  virtual Status readLevels(std::size_t chunk, std::uint32_t sum, std::span<std::byte> into) const = 0;
  virtual Status readSlices(std::size_t chunk, std::uint32_t sum, std::span<std::byte> into) const = 0;
  virtual Status readTail(const StoredTail& tail, std::span<std::byte> into) const = 0;
  /// So many slices of a track, that go from one instant to another, are not to be had.
  virtual void lose(const std::string& track, std::size_t slices, std::int64_t begin_ns, std::int64_t end_ns,
                    const std::string& why) const = 0;
};

}  // namespace interleave
