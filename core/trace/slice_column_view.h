// SPDX-License-Identifier: GPL-3.0-or-later
// One track's finished slices as they were at one instant, in order of time.
//
// What lies before any instant is found at once, wherever it is and whatever the track holds, from the levels of its
// chunk (chunk_levels.h), and the share of any range is a difference of two.
//
// Of a column that dropped its oldest chunks there are those that were left: indices count from the first of them,
// totals from the track's begin, and what lies before keptFrom_ns() looks empty, which it was not.
//
// A view may as well be of chunks that lie elsewhere (stored_column.h): it answers alike, but that what it tells
// coarsely, in cutAt(), it tells from less; and a query may read a few of them, once.
//
// Threading: any thread may read a view while the column that it was taken of grows. A copy costs the same at any size.
// Ownership: chunks are shared between the column and its views.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include "core/trace/chunk_list.h"
#include "core/trace/slice_chunk.h"
#include "core/trace/stored_column.h"

namespace interleave {

/// What lies before an instant.
struct TimeCut {
  std::size_t first = 0;        // the first slice that ends after it; the number of slices when there is none
  std::size_t begun = 0;        // slices that begin before it
  std::int64_t running_ns = 0;  // from the track's begin
};

class SliceColumnView {
 public:
  SliceColumnView() = default;
  explicit SliceColumnView(std::shared_ptr<const StoredColumn> stored)
      : m_size(stored->size()), m_stored(std::move(stored)) {}

  std::size_t size() const { return m_size; }
  /// Up to there slices were dropped; nothing: none was.
  std::optional<std::int64_t> keptFrom_ns() const { return m_kept_from_ns; }
  /// Time in each state of the slices that were dropped.
  const StateTimes& dropped() const { return m_dropped; }
  /// How many chunks of 4096 it holds.
  std::size_t chunks() const { return m_stored ? m_stored->chunks() : m_chunks.size(); }
  /// REQUIRES: i < size().
  Slice at(std::size_t i) const { return packedAt(i).unpacked(); }
  /// The first slice that ends after `time_ns`; size() when there is none.
  std::size_t firstEndingAfter(std::int64_t time_ns) const;
  /// Time in each state within [begin, end), as far as it is kept.
  StateTimes timesIn(std::int64_t begin_ns, std::int64_t end_ns) const;
  /// Of each instant. Exactly, but where `coarse_ns` are 16 and more of a chunk's steps: there `running_ns` is known to
  /// 1/64 of `coarse_ns`, and `first` is `begun`. 0: exactly everywhere. REQUIRES: `times_ns` ascend, and there are as
  /// many `cuts`. Many at once cost less than one by one: memory is asked for ahead.
  void cutAt(std::span<const std::int64_t> times_ns, std::int64_t coarse_ns, std::span<TimeCut> cuts) const;
  /// The job that ran longest in slices [first, last), told from whole groups where there are many.
  JobId dominantJob(std::size_t first, std::size_t last) const;
  /// What most of [begin, end) was besides running, told likewise of the slices [first, last) in it. A loss is never
  /// missed.
  Rest restOf(std::size_t first, std::size_t last, std::int64_t begin_ns, std::int64_t end_ns) const;
  /// A job that ran around a slice, if any did. REQUIRES: i < size().
  JobId jobAround(std::size_t i) const;

 private:
  friend class SliceColumn;
  static constexpr std::size_t kChunk = ChunkLevels::kSlices;
  static constexpr std::size_t kBlock = ChunkLevels::kBlock;
  struct ExactCut {
    TimeCut cut;
    StateTimes before{};  // from the track's begin
  };

  const PackedSlice* slices(std::size_t chunk) const {
    return m_stored ? m_stored->slices(chunk) : m_chunks[chunk].slices.data();
  }
  // Null: of a chunk that is stored and can't be had.
  const ChunkLevels* levels(std::size_t chunk) const {
    return m_stored ? m_stored->levels(chunk) : &m_chunks[chunk].levels;
  }
  // As levels(); null as well where the top of a chunk tells the same.
  const ChunkLevels* stepsOf(std::size_t chunk, std::int64_t coarse_ns) const;
  const PackedSlice& packedAt(std::size_t i) const { return slices(i / kChunk)[i % kChunk]; }
  // REQUIRES: the chunk is full.
  std::int64_t chunkEnd_ns(std::size_t chunk) const {
    return m_chunks[chunk].levels.blockBegin_ns(ChunkLevels::kBlocks);
  }
  bool isFull(std::size_t chunk) const { return (chunk + 1) * kChunk <= m_size; }
  std::size_t sizeOf(std::size_t chunk) const { return isFull(chunk) ? kChunk : m_size - chunk * kChunk; }
  std::size_t chunkAt(std::int64_t time_ns, std::size_t guess) const;
  std::optional<ExactCut> cutAtEdge(std::size_t chunk, std::int64_t time_ns) const;
  ExactCut cutInLost(std::size_t chunk, std::int64_t time_ns) const;
  ExactCut exactCut(std::size_t chunk, std::int64_t time_ns) const;
  ExactCut walkOn(std::size_t chunk, std::size_t block, std::int64_t time_ns) const;
  ExactCut walkBack(std::size_t chunk, std::size_t block, std::int64_t time_ns) const;
  TimeCut cutIn(std::size_t chunk, std::int64_t time_ns, std::int64_t coarse_ns) const;
  template <class OfSlices, class OfUnit>
  void visit(std::size_t first, std::size_t last, const OfSlices& of_slices, const OfUnit& of_unit) const;

  ChunkList<SliceChunk> m_chunks;
  std::size_t m_size = 0;
  std::optional<std::int64_t> m_kept_from_ns;
  StateTimes m_dropped{};
  std::shared_ptr<const StoredColumn> m_stored;  // null: they are in m_chunks
};

}  // namespace interleave
