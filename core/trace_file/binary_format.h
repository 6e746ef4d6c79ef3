// SPDX-License-Identifier: GPL-3.0-or-later
// The layout of a binary trace (".iltrace"), version 1. All numbers little-endian; checksums are CRC-32 (ISO-HDLC,
// zlib's).
//
//   header     64 bytes, BinaryHeader; its checksum covers the bytes before it
//   slices     by track, in order of time, in blocks of at most kBlockSlices (1 MiB), each block at a multiple of 16
//              a slice is two 64-bit words: begin (48 bits) | length's low 16; job (32) | length's high 24 | state (8);
//              begin in ns since the run's epoch, length in ns, job 0xFFFFFFFF: none, state: slice.h's numbers
//   records    wakes (32 bytes: from_ns i64, to_ns i64, from u32, to u32, state u32, 0), marks of the GIL (24: time_ns
//   i64,
//              kind u32, worker u32, holder u32, 0), interval changes (24: time_ns i64, from f64, to f64)
//   directory  text is its length (u32) and bytes; an optional time is INT64_MIN where it is not there:
//              now_ns i64, flags u32 (1 watched, 2 jobs in turns, 4 names, 8 begins late), job count u32
//              3 sections (wakes, marks, changes): offset u64, bytes u64, crc u32
//              track count u32, core count u32; each track, then each core: worker u32, kind u32, pid i32, tid i32,
//                parent_pid i32, start i64, gone i64, ticks, samples, lost, migrations, switches u64, title, error,
//                block count u32, blocks: offset u64, first begin i64, slice count u32, crc u32
//              core times: count u32, i64 each
//              each job: state u32, worker u32, first worker u32 (0xFFFFFFFF: none), begin i64, end i64, ticks u64,
//                has result u32, result u64, error
//              names, if flagged: shift_ns i64, count u32, texts; process count u32, each pid i32, text
//              if it begins late, from when on it is kept: i64
//
// Header and directory are checked when a file is opened, a block when it is first touched.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/trace/slice_column.h"

namespace interleave {

static_assert(std::endian::native == std::endian::little, "the format is mapped, not converted");

inline constexpr char kBinaryMagic[8] = {'I', 'L', 'T', 'R', 'A', 'C', 'E', '\n'};
inline constexpr std::uint32_t kBinaryVersion = 1;
inline constexpr std::uint32_t kBlockSlices = 1u << 16;

struct BinaryHeader {
  char magic[8];
  std::uint32_t version;
  std::uint32_t header_bytes;
  std::uint64_t file_bytes;
  std::uint64_t directory_offset;
  std::uint64_t directory_bytes;
  std::uint32_t directory_crc;
  std::uint32_t slice_bytes;
  std::uint64_t reserved[1];
  std::uint32_t reserved_too;
  std::uint32_t crc;
};
static_assert(sizeof(BinaryHeader) == 64 && std::is_trivially_copyable_v<BinaryHeader>);

/// A slice as it stands in the file, whatever the store's own form is.
struct BinarySlice {
  std::uint64_t begin_and_length_low = 0;
  std::uint64_t job_length_high_state = 0;

  static BinarySlice of(const Slice& slice) {
    const auto length = static_cast<std::uint64_t>(slice.length_ns());
    return {static_cast<std::uint64_t>(slice.begin_ns) << 16 | (length & 0xFFFF),
            std::uint64_t{number(slice.job)} << 32 | (length >> 16) << 8 | index(slice.state)};
  }
  /// The state may be a number that is none: the file is untrusted.
  Slice slice() const {
    const auto begin = static_cast<std::int64_t>(begin_and_length_low >> 16);
    const auto length =
        static_cast<std::int64_t>((job_length_high_state >> 8 & 0xFFFFFF) << 16 | (begin_and_length_low & 0xFFFF));
    return {begin, begin + length, JobId{static_cast<std::uint32_t>(job_length_high_state >> 32)},
            static_cast<State>(job_length_high_state & 0xFF)};
  }
};
static_assert(sizeof(BinarySlice) == 16);

struct BinaryBlock {
  std::uint64_t offset = 0;
  std::int64_t begin_ns = 0;
  std::uint32_t count = 0;
  std::uint32_t crc = 0;
};
struct BinarySection {
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  std::uint32_t crc = 0;
};

std::uint32_t binaryCrc(const void* bytes, std::size_t size);

/// Writes the directory's fields one after the other.
class BinaryEncoder {
 public:
  template <class Number>
  requires std::is_arithmetic_v<Number>
  void put(Number value) { m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void put(std::string_view text) {
    put(static_cast<std::uint32_t>(text.size()));
    m_bytes += text;
  }
  const std::string& bytes() const { return m_bytes; }
  void clear() { m_bytes.clear(); }

 private:
  std::string m_bytes;
};

/// Reads them; past the end every field is 0 and isWhole() false.
class BinaryDecoder {
 public:
  explicit BinaryDecoder(std::string_view bytes) : m_rest(bytes) {}
  template <class Number>
  Number take() {
    Number value{};
    if (m_rest.size() < sizeof value) {
      m_is_whole = false;
      m_rest = {};
      return value;
    }
    std::memcpy(&value, m_rest.data(), sizeof value);
    m_rest.remove_prefix(sizeof value);
    return value;
  }
  std::string takeText() {
    const auto size = take<std::uint32_t>();
    m_is_whole &= size <= m_rest.size();
    const std::string text(m_rest.substr(0, m_is_whole ? size : 0));
    m_rest.remove_prefix(text.size());
    return text;
  }
  /// A count of things of at least `least_bytes` each; 0 when so many can't follow.
  std::uint32_t takeCount(std::size_t least_bytes) {
    const auto count = take<std::uint32_t>();
    m_is_whole &= count <= m_rest.size() / least_bytes;
    return m_is_whole ? count : 0;
  }
  bool isWhole() const { return m_is_whole; }
  std::size_t left() const { return m_rest.size(); }

 private:
  std::string_view m_rest;
  bool m_is_whole = true;
};

}  // namespace interleave
