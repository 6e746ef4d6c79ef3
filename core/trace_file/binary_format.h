// SPDX-License-Identifier: GPL-3.0-or-later
// The layout of a binary trace (".iltrace"), version 2. All numbers little-endian; checksums are CRC-32 (ISO-HDLC,
// zlib's). Its slices stand in it as they do in memory, so that a trace is opened in place, whatever its length.
//
//   header     4096 bytes: BinaryHeader, whose checksum covers the bytes before it, and zeros
//   slices     of full chunks of 4096, by track, tracks then cores, in order of time: 65,536 bytes each
//              a slice is two 64-bit words: begin (48 bits) | length's low 16; job (32) | length's high 24 | state (8);
//              begin in ns since the run's epoch, length in ns, job 0xFFFFFFFF: none, state: slice.h's numbers
//   levels     of the same chunks in the same order: a ChunkLevels each (chunk_levels.h), 12,800 bytes, what lies
//   between
//              its members 0
//   tails      by track what slices there are behind its full chunks
//   records    wakes (32 bytes: from_ns i64, to_ns i64, from u32, to u32, state u32, 0), marks of the GIL (24: time_ns
//              i64, kind u32, worker u32, holder u32, 0), interval changes (24: time_ns i64, from f64, to f64)
//   tops       of the chunks in the same order: a ChunkTop each (chunk_top.h), 576 bytes, with the checksums of its
//              levels and of its slices
//   directory  text is its length (u32) and bytes; an optional time is INT64_MIN where it is not there:
//              now_ns i64, flags u32 (1 watched, 2 jobs in turns, 4 names, 8 begins late), job count u32
//              3 sections (wakes, marks, changes): offset u64, bytes u64, crc u32
//              track count u32, core count u32; each track, then each core: worker u32, kind u32, pid i32, tid i32,
//                parent_pid i32, start i64, gone i64, ticks, samples, lost, migrations, switches u64, title, error,
//                chunk count u32, tail: offset u64, its first begin i64, its last end i64, slice count u32, crc u32;
//                nanoseconds in each stored state before the tail: 9 x i64, and in all: 9 x i64
//              core times: count u32, i64 each
//              each job: state u32, worker u32, first worker u32 (0xFFFFFFFF: none), begin i64, end i64, ticks u64,
//                has result u32, result u64, error
//              names, if flagged: shift_ns i64, count u32, texts; process count u32, each pid i32, text
//              if it begins late, from when on it is kept: i64
//
// Nothing lies between the parts. Header, tops and directory are checked when a file is opened, levels and slices when
// they are first looked into (stored_column.h).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "core/trace/chunk_top.h"

namespace interleave {

static_assert(std::endian::native == std::endian::little, "numbers stand in the file as they do in memory");

inline constexpr char kBinaryMagic[8] = {'I', 'L', 'T', 'R', 'A', 'C', 'E', '\n'};
inline constexpr std::uint32_t kBinaryVersion = 2;

struct BinaryHeader {
  static constexpr std::size_t kRoom = 4096;

  char magic[8];
  std::uint32_t version;
  std::uint32_t header_bytes;  // kRoom
  std::uint64_t file_bytes;
  std::uint64_t directory_offset;
  std::uint64_t directory_bytes;
  std::uint32_t directory_crc;
  std::uint32_t tops_crc;
  std::uint32_t chunks;
  std::uint32_t chunk_slices;
  std::uint16_t levels_bytes;
  std::uint16_t top_bytes;
  std::uint32_t crc;

  /// The checksum that belongs to it.
  std::uint32_t rightCrc() const;
  // Where in the file things are; chunks are counted through all tracks.
  std::uint64_t slicesAt(std::uint64_t chunk) const { return kRoom + chunk * kSlicesBytes; }
  std::uint64_t levelsAt(std::uint64_t chunk) const { return slicesAt(chunks) + chunk * sizeof(ChunkLevels); }
  std::uint64_t topsOffset() const { return directory_offset - topsBytes(); }
  std::uint64_t topsBytes() const { return std::uint64_t{chunks} * sizeof(ChunkTop); }

  static constexpr std::size_t kSlicesBytes = ChunkLevels::kSlices * sizeof(PackedSlice);
};
static_assert(sizeof(BinaryHeader) == 64 && std::is_trivially_copyable_v<BinaryHeader>);
// What stands in a file as it is in memory: whoever changes it changes the version.
static_assert(sizeof(PackedSlice) == 16 && sizeof(ChunkLevels) == 12800 && sizeof(ChunkTop) == 576);
static_assert(ChunkLevels::kSlices == 4096 && kStateCount == 11 && std::is_trivially_copyable_v<ChunkLevels>);

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
  void put(const StoredTimes& times) {
    for (const std::int64_t time : times) {
      put(time);
    }
  }
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
  StoredTimes takeTimes() {
    StoredTimes times;
    for (std::int64_t& time : times) {
      time = take<std::int64_t>();
    }
    return times;
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
