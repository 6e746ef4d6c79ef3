// SPDX-License-Identifier: GPL-3.0-or-later
// One track's finished slices, in order of time: append-only chunks of packed 16-byte slices, with running totals.
//
// Every 32 slices a block keeps the time spent in each state before it, and which job ran most; each full chunk of 4096
// has a table from power-of-two steps of time to its slices. So what lies before any instant is found at once, wherever
// it is, and the share of any range is a difference of two: exact at every zoom, whatever the range holds, at 3.6 bytes
// a slice on top (22 %). Threading: one thread appends; a copy (view()) may be read by any thread at the same time, for
// a slot once counted in a view is never written again. A copy costs the same at any size. Ownership: chunks are shared
// between the column and its views.
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
  static constexpr std::size_t kBlock = 32;
  static constexpr std::size_t kChunk = 4096;
  static constexpr std::size_t kBlocks = kChunk / kBlock;
  static constexpr std::size_t kSteps = 512;

  struct Block {
    StateTimes before;  // from the track's begin
    JobId dominant;     // the job that ran longest within the block
  };
  struct Chunk {
    std::array<PackedSlice, kChunk> slices;
    std::array<Block, kBlocks> blocks;
    std::array<std::int64_t, kBlocks> block_begins_ns;  // beside each other: a search stays within few cache lines
    // Once it is full: for each step of 2^step_shift ns from its begin, how many of its slices begin before it.
    std::array<std::uint16_t, kSteps + 1> begun_before_step;
    int step_shift;
  };
  /// Where the slices lie among which is the last that begins at or before an instant.
  struct Place {
    std::size_t chunk = 0;  // one too many: no slice begins as early
    std::size_t low = 0;    // slices of the chunk before it begin at or before the instant
    std::size_t high = 0;   // from it on they begin later
  };

  const PackedSlice& packedAt(std::size_t i) const { return m_chunks[i / kChunk].slices[i % kChunk]; }
  const Block& block(std::size_t i) const { return m_chunks[i / kBlocks].blocks[i % kBlocks]; }
  bool isFull(std::size_t chunk) const { return (chunk + 1) * kChunk <= m_size; }
  Place placeOf(std::int64_t time_ns, std::size_t chunk) const;
  std::size_t firstEndingAfter(std::int64_t time_ns, const Place& place) const;
  TimeCut cutAt(std::int64_t time_ns, std::size_t first) const;
  void prefetchStep(std::int64_t time_ns, std::size_t chunk) const;
  void prefetch(const Place& place) const;

  ChunkList<Chunk> m_chunks;
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
  static void indexByTime(Chunk& chunk, std::int64_t end_ns);

  SliceColumnView m_view;
  Chunk* m_chunk = nullptr;       // the one being filled
  std::shared_ptr<Slab> m_slab;   // where chunks come from, once there are many
  std::size_t m_slab_used = 0;    // chunks of it
  std::int64_t m_end_ns = 0;
  StateTimes m_total{};
  // Of the block being filled: running time by job, for its dominant one.
  std::vector<std::pair<JobId, std::int64_t>> m_block_jobs;
};

}  // namespace interleave
