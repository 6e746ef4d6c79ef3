// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of a file's text that moves on as it is read: as large as the largest event, never the whole file.
//
// [at, end) is followed by json::kPadding zero bytes. The reader moves `at`; more() drops what lies before it.
#pragma once

#include <cstdint>
#include <vector>

#include "core/trace_file/byte_source.h"

namespace interleave {

class JsonWindow {
 public:
  static constexpr std::size_t kSize = std::size_t{1} << 20;
  static constexpr std::size_t kLargest = std::size_t{64} << 20;  // of one event

  explicit JsonWindow(ByteSource source);
  /// Reads on. False: nothing more comes. An error also when what is kept is larger than kLargest.
  Result<bool> more();
  /// How many bytes of the text lie before `at`.
  std::uint64_t textPosition() const { return m_dropped + static_cast<std::uint64_t>(at - m_buffer.data()); }
  /// How much text was read so far.
  std::uint64_t textRead() const { return m_dropped + static_cast<std::uint64_t>(end - m_buffer.data()); }
  const ByteSource& source() const { return m_source; }

  const char* at = nullptr;
  const char* end = nullptr;

 private:
  ByteSource m_source;
  std::vector<char> m_buffer;
  std::uint64_t m_dropped = 0;
};

}  // namespace interleave
