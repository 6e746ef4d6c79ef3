// SPDX-License-Identifier: GPL-3.0-or-later
// One track's finished slices, in order of time: append-only chunks of packed 16-byte slices, with running totals.
//
// Every 64 slices a block keeps the time spent in each state before it. So the share of any range is the difference of
// two totals plus two partial blocks: exact at every zoom, O(log n) whatever the range holds, at 1.4 bytes a slice.
// Threading: one thread appends; a copy (view()) may be read by any thread at the same time, for a slot once counted in
// a view is never written again. Ownership: chunks are shared between the column and its views.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

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
  Slice unpacked() const {
    return {begin_ns(), begin_ns() + length_ns(), JobId{static_cast<std::uint32_t>(m_job_length_high_state >> 32)},
            state()};
  }
  std::int64_t begin_ns() const { return static_cast<std::int64_t>(m_begin_and_length_low >> 16); }
  std::int64_t length_ns() const {
    return static_cast<std::int64_t>((m_job_length_high_state >> 8 & 0xFFFFFF) << 16 |
                                     (m_begin_and_length_low & 0xFFFF));
  }
  State state() const { return static_cast<State>(m_job_length_high_state & 0xFF); }

 private:
  std::uint64_t m_begin_and_length_low;
  std::uint64_t m_job_length_high_state;
};
static_assert(sizeof(PackedSlice) == 16);

/// Time in each state before a block, from the track's begin.
struct SliceBlock {
  StateTimes before{};
  JobId dominant = kNoJob;  // the job that ran longest within the block
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
  /// The job that ran longest in slices [first, last), told from whole blocks where the range is long.
  JobId dominantJob(std::size_t first, std::size_t last) const;

 private:
  friend class SliceColumn;
  static constexpr std::size_t kBlock = 64;
  static constexpr std::size_t kChunk = 4096;
  struct Chunk {
    PackedSlice slices[kChunk];
    SliceBlock blocks[kChunk / kBlock];
    std::int64_t block_begins_ns[kChunk / kBlock];  // beside each other: a search stays within few cache lines
  };
  const PackedSlice& packedAt(std::size_t i) const { return m_chunks[i / kChunk]->slices[i % kChunk]; }
  const SliceBlock& block(std::size_t i) const { return m_chunks[i * kBlock / kChunk]->blocks[i % (kChunk / kBlock)]; }
  StateTimes timesBefore(std::int64_t time_ns) const;
  std::size_t countBegunBy(std::int64_t time_ns) const;

  std::vector<std::shared_ptr<Chunk>> m_chunks;
  std::vector<std::int64_t> m_chunk_begins_ns;
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
  void appendPacked(const Slice& slice);

  SliceColumnView m_view;
  std::int64_t m_end_ns = 0;
  StateTimes m_total{};
  // Of the block being filled: running time by job, for its dominant one.
  std::vector<std::pair<JobId, std::int64_t>> m_block_jobs;
};

}  // namespace interleave
