// SPDX-License-Identifier: GPL-3.0-or-later
// One track's finished slices that lie elsewhere, in a file: chunk by chunk they are read when they are first looked
// into, levels by themselves and slices by themselves, and stay. What the chunks' tops say is there from the start, so
// that all of a long run is drawn without reading any of it.
//
// What is read is not trusted: a chunk whose checksum is wrong, whose slices are not in order, whose levels are not
// those of its slices, is shown as 4096 slices that were lost, between the same instants; how much of its time was
// spent in which state is told from the tops around it, evenly. That it is so is told to the storage, once.
//
// Threading: any thread, several at once; who is first reads, the others wait for it. Ownership: shared by views, keeps
// its storage. Memory: that of the chunks that were looked into.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/trace/chunk_storage.h"
#include "core/trace/chunk_top.h"
#include "core/trace/lazy_memory.h"

namespace interleave {

class StoredColumn {
 public:
  struct Parts {
    std::shared_ptr<const ChunkStorage> storage;
    std::string track;               // what it is called, for errors
    std::size_t first_chunk = 0;     // among the storage's
    std::span<const ChunkTop> tops;  // good as long as the storage
    StoredTail tail;
    StoredTimes before_tail{};
    StoredTimes total{};
    std::uint32_t jobs = 0;  // job numbers lie below
  };
  struct Edges {
    std::int64_t begin_ns;
    std::int64_t end_ns;
    StoredTimes before;  // from the track's begin, to `begin_ns`
    StoredTimes after;   // to `end_ns`
  };

  /// Nothing of the slices is read. Errors: the parts contradict each other; there is no room for their addresses.
  static Result<std::shared_ptr<const StoredColumn>> create(Parts parts);

  std::size_t size() const { return fullChunks() * ChunkLevels::kSlices + m_parts.tail.size; }
  /// The tail, if there is one, is the last.
  std::size_t chunks() const { return m_begins_ns.size(); }
  std::span<const std::int64_t> begins_ns() const { return m_begins_ns; }
  /// REQUIRES: the chunk is full.
  const ChunkTop& top(std::size_t chunk) const { return m_parts.tops[chunk]; }
  Edges edges(std::size_t chunk) const;
  std::size_t slicesOf(std::size_t chunk) const {
    return chunk < fullChunks() ? ChunkLevels::kSlices : m_parts.tail.size;
  }

  /// Null: they can't be had, and slices() are all lost. Of the tail there are blocks alone.
  const ChunkLevels* levels(std::size_t chunk) const {
    const std::uint8_t state = m_states[chunk].load(std::memory_order_acquire);
    return (state & (kHasLevels | kIsLost)) == kHasLevels ? &m_levels[chunk] : fetchLevels(chunk);
  }
  /// As many as slicesOf() says.
  const PackedSlice* slices(std::size_t chunk) const {
    const std::uint8_t state = m_states[chunk].load(std::memory_order_acquire);
    return (state & kHasSlices) != 0 ? slicesAt(chunk) : fetchSlices(chunk);
  }

 private:
  static constexpr std::uint8_t kHasLevels = 1;
  static constexpr std::uint8_t kHasSlices = 2;
  static constexpr std::uint8_t kIsLost = 4;

  explicit StoredColumn(Parts parts) : m_parts(std::move(parts)) {}
  std::size_t fullChunks() const { return m_parts.tops.size(); }
  bool isSound() const;
  PackedSlice* slicesAt(std::size_t chunk) const { return &m_slices[chunk * ChunkLevels::kSlices]; }
  const ChunkLevels* fetchLevels(std::size_t chunk) const;
  const PackedSlice* fetchSlices(std::size_t chunk) const;
  // REQUIRES: the chunk's lock is held.
  bool readLevels(std::size_t chunk) const;
  Status readChunk(std::size_t chunk) const;
  Status readTail() const;
  void lose(std::size_t chunk, const std::string& why) const;
  void set(std::size_t chunk, std::uint8_t state) const { m_states[chunk].fetch_or(state, std::memory_order_release); }

  Parts m_parts;
  std::vector<std::int64_t> m_begins_ns;
  LazyMemory<ChunkLevels> m_levels;
  LazyMemory<PackedSlice> m_slices;
  std::unique_ptr<std::atomic<std::uint8_t>[]> m_states;  // by chunk; a bit that is set stays
  mutable std::array<std::mutex, 16> m_mutexes;           // a chunk's guards its filling
};

}  // namespace interleave
