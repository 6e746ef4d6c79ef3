// SPDX-License-Identifier: GPL-3.0-or-later
// One track's finished slices, in order of time: append-only chunks of packed 16-byte slices, with levels of totals.
//
// A full chunk of 4096 slices has up to 256 levels: at every step of a power of two of nanoseconds, how many of its
// slices have begun and how much time each state has had. So what lies before any instant is found at once, wherever it
// is, from one level and the few slices behind it, and the share of any range is a difference of two: exact at every
// zoom, whatever the range holds, at 2.6 bytes a slice on top (16 %).
//
// Threading: one thread appends; a copy (view()) may be read by any thread at the same time, for a slot once counted in
// a view is never written again. A copy costs the same at any size. Ownership: chunks are shared between the column and
// its views.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "core/trace/chunk_list.h"
#include "core/trace/slice.h"

namespace interleave {

/// 48 bits of begin (78 hours), 40 of length (18 minutes), 32 of job, 8 of state.
class PackedSlice {
 public:
  static constexpr std::int64_t kLatest_ns = (std::int64_t{1} << 48) - 1;
  static constexpr std::int64_t kLongest_ns = (std::int64_t{1} << 40) - 1;

  PackedSlice() = default;  // not set to anything: a chunk's unused part costs no memory until it is written
  /// REQUIRES: 0 <= begin <= kLatest_ns and 0 <= length <= kLongest_ns.
  explicit PackedSlice(const Slice& slice) {
    const auto length = static_cast<std::uint64_t>(slice.length_ns());
    m_begin_and_length_low = static_cast<std::uint64_t>(slice.begin_ns) << 16 | (length & 0xFFFF);
    m_job_length_high_state = static_cast<std::uint64_t>(number(slice.job)) << 32 | (length >> 16) << 8 |
                              static_cast<std::uint64_t>(slice.state);
  }
  Slice unpacked() const { return {begin_ns(), end_ns(), job(), state()}; }
  std::int64_t begin_ns() const { return static_cast<std::int64_t>(m_begin_and_length_low >> 16); }
  std::int64_t length_ns() const {
    return static_cast<std::int64_t>((m_job_length_high_state >> 8 & 0xFFFFFF) << 16 |
                                     (m_begin_and_length_low & 0xFFFF));
  }
  std::int64_t end_ns() const { return begin_ns() + length_ns(); }
  JobId job() const { return JobId{static_cast<std::uint32_t>(m_job_length_high_state >> 32)}; }
  State state() const { return static_cast<State>(m_job_length_high_state & 0xFF); }

 private:
  std::uint64_t m_begin_and_length_low;
  std::uint64_t m_job_length_high_state;
};
static_assert(sizeof(PackedSlice) == 16);

/// What lies before an instant.
struct TimeCut {
  std::size_t first = 0;  // the first slice that ends after it; the number of slices when there is none
  StateTimes before{};    // time in each state before it, from the track's begin
};

class SliceColumnView {
 public:
  std::size_t size() const { return m_size; }
  /// REQUIRES: i < size().
  Slice at(std::size_t i) const { return packedAt(i).unpacked(); }
  /// The first slice that ends after `time_ns`; size() when there is none.
  std::size_t firstEndingAfter(std::int64_t time_ns) const;
  /// Time in each state within [begin, end).
  StateTimes timesIn(std::int64_t begin_ns, std::int64_t end_ns) const;
  /// Of each instant. Many at once cost less than one by one: memory is asked for ahead. REQUIRES: `times_ns` ascend,
  /// and there are as many `cuts`.
  void cutAt(std::span<const std::int64_t> times_ns, std::span<TimeCut> cuts) const;
  /// The job that ran longest in slices [first, last), told from whole blocks where the range is long.
  JobId dominantJob(std::size_t first, std::size_t last) const;

 private:
  friend class SliceColumn;
  static constexpr std::size_t kChunk = 4096;
  static constexpr std::size_t kBlock = 64;
  static constexpr std::size_t kBlocks = kChunk / kBlock;
  static constexpr std::size_t kStored = kStateCount - 2;  // Idle, the first, and Gone, the last, are never stored

  template <class Time>
  struct Level {
    std::array<Time, kStored> before;  // time in each state before the step, from the chunk's begin
    std::uint16_t begun;               // slices of the chunk that begin before the step
  };
  using ShortLevel = Level<std::uint32_t>;
  using LongLevel = Level<std::int64_t>;  // of a chunk of 4 s or more
  static constexpr std::size_t kShortLevels = 256;
  static constexpr std::size_t kLongLevels = 128;

  struct Chunk {
    std::array<PackedSlice, kChunk> slices;
    std::array<JobId, kBlocks> dominant;  // of each full block of slices, the job that ran longest
    StateTimes before;                    // time in each state before the chunk, from the track's begin
    // Once it is full:
    int step_shift;  // a step is 2^step_shift ns
    bool is_long;
    union {
      std::array<ShortLevel, kShortLevels + 1> short_levels;
      std::array<LongLevel, kLongLevels + 1> long_levels;
    };
  };
  /// The same for the chunk that is being filled, of which nobody knows how long it will last: by blocks of slices.
  struct Draft {
    std::array<std::int64_t, kBlocks> begins_ns;
    std::array<StateTimes, kBlocks> before;  // from the track's begin
  };

  const PackedSlice& packedAt(std::size_t i) const { return m_chunks[i / kChunk].slices[i % kChunk]; }
  bool isFull(std::size_t chunk) const { return (chunk + 1) * kChunk <= m_size; }
  std::size_t chunkAt(std::int64_t time_ns, std::size_t guess) const;
  TimeCut cutIn(std::size_t chunk, std::int64_t time_ns) const;
  TimeCut cutInDraft(std::size_t chunk, std::int64_t time_ns) const;
  template <class Levels>
  TimeCut cutAmong(const Levels& levels, std::size_t chunk, std::int64_t time_ns) const;
  TimeCut walk(TimeCut cut, std::size_t chunk, std::size_t low, std::size_t high, std::int64_t from_ns,
               std::int64_t time_ns) const;
  void prefetchLevel(std::size_t chunk, std::int64_t time_ns) const;
  void prefetchSlices(std::size_t chunk, std::int64_t time_ns) const;

  ChunkList<Chunk> m_chunks;
  std::shared_ptr<const Draft> m_draft;  // of the last chunk, unless that is full
  std::size_t m_size = 0;
};

class SliceColumn {
 public:
  /// Slices come in order and don't overlap; one that begins before the last one's end is cut to it, one that is then
  /// empty is dropped, one that is too long for the packed form is split.
  void append(Slice slice);
  SliceColumnView view() const { return m_view; }
  std::int64_t end_ns() const { return m_end_ns; }

 private:
  using Chunk = SliceColumnView::Chunk;
  struct Slab;
  std::shared_ptr<Chunk> newChunk();
  void appendPacked(const Slice& slice);
  void countJob(JobId job, std::int64_t length_ns);
  void finishBlock(std::size_t block);
  void finishChunk();

  SliceColumnView m_view;
  Chunk* m_chunk = nullptr;                         // the one being filled
  std::shared_ptr<SliceColumnView::Draft> m_draft;  // its
  std::shared_ptr<Slab> m_slab;                     // where chunks come from, once there are many
  std::size_t m_slab_used = 0;                      // chunks of it
  std::int64_t m_end_ns = 0;
  StateTimes m_total{};
  // Of the block being filled: running time by job, for its dominant one.
  std::vector<std::pair<JobId, std::int64_t>> m_block_jobs;
};

}  // namespace interleave
