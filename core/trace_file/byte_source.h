// SPDX-License-Identifier: GPL-3.0-or-later
// A file's bytes from first to last, unpacked where they are gzip (RFC 1952, told by its magic; several members in a
// row are one text). Nothing is kept: memory is two fixed buffers.
//
// Threading: one thread. Errors: in words, with the file's name. A file that unpacks to more than `max_ratio` times its
// packed size is refused: no trace packs like that, a bomb does.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace interleave {

class ByteSource {
 public:
  static constexpr std::uint64_t kMaxRatio = 400;                       // DEFLATE's most is 1032; traces reach 10 to 60
  static constexpr std::uint64_t kRatioFrom = std::uint64_t{64} << 20;  // unpacked bytes from which the ratio is asked

  /// A regular file, else an error.
  static Result<ByteSource> open(const std::string& path, std::uint64_t max_ratio = kMaxRatio);
  ByteSource(ByteSource&&) noexcept;
  ByteSource& operator=(ByteSource&&) noexcept;
  ~ByteSource();

  /// Up to `size` bytes; 0 at the end.
  Result<std::size_t> read(char* to, std::size_t size);
  /// The packed text ended before its end mark.
  bool isCutShort() const { return m_is_cut_short; }
  /// How much of the file itself has been read, of how much.
  std::uint64_t position() const { return m_position; }
  std::uint64_t size() const { return m_size; }
  const std::string& path() const { return m_path; }

 private:
  struct Inflate;
  ByteSource() = default;
  Result<std::size_t> readFile(char* to, std::size_t size);
  Result<std::size_t> readPacked(char* to, std::size_t size);

  UniqueFd m_fd;
  std::string m_path;
  std::uint64_t m_position = 0;
  std::uint64_t m_size = 0;
  std::uint64_t m_unpacked = 0;
  std::uint64_t m_max_ratio = kMaxRatio;
  bool m_is_cut_short = false;
  std::unique_ptr<Inflate> m_inflate;  // of a packed file
  std::vector<char> m_ahead;           // read to see the magic, not given yet
};

}  // namespace interleave
