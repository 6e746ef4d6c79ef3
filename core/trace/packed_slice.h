// SPDX-License-Identifier: GPL-3.0-or-later
// A slice in 16 bytes: 48 bits of begin (78 hours), 40 of length (18 minutes), 32 of job, 8 of state.
#pragma once

#include <cstdint>

#include "core/trace/slice.h"

namespace interleave {

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

}  // namespace interleave
