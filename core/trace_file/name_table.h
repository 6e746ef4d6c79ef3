// SPDX-License-Identifier: GPL-3.0-or-later
// Names as numbers, in the order in which they were first met. Bounded: once full, every new name is one and the same.
// Threading: one thread. The hash has a seed of its own, for the names are a stranger's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

class NameTable {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 20;
  static constexpr std::size_t kLongest = 512;  // bytes of one name; the rest is cut

  NameTable();
  /// The number of the name that this string literal (without quotes) says.
  std::uint32_t numberOf(std::string_view literal);
  const std::vector<std::string>& names() const { return m_names; }
  /// Names that were no UTF-8; mended with U+FFFD.
  std::uint64_t repaired() const { return m_repaired; }
  bool isFull() const { return m_is_full; }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t number = 0;  // + 1; 0: free
    std::uint32_t length = 0;
    std::uint64_t literal = 0;  // where in m_literals
  };
  std::uint64_t hashOf(std::string_view literal) const;
  void grow();

  std::uint64_t m_seed;
  std::vector<Entry> m_entries;  // open addressing, a power of two
  std::string m_literals;
  std::vector<std::string> m_names;
  std::uint64_t m_repaired = 0;
  bool m_is_full = false;
};

}  // namespace interleave
