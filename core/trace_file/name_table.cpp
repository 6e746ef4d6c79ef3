// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/name_table.h"

#include <algorithm>
#include <cstring>
#include <random>

#include "core/trace_file/json_scan.h"

namespace interleave {

NameTable::NameTable() : m_seed(std::random_device{}() * 0x9E3779B97F4A7C15ull + 1), m_entries(1024) {}

std::uint64_t NameTable::hashOf(std::string_view literal) const {
  const auto mixed = [](std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  };
  std::uint64_t hash = m_seed ^ literal.size();
  while (literal.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, literal.data(), 8);
    hash = mixed(hash ^ word, 0xA0761D6478BD642Full);
    literal.remove_prefix(8);
  }
  std::uint64_t word = 0;
  std::memcpy(&word, literal.data(), literal.size());
  return mixed(hash ^ word, 0xE7037ED1A0B428DBull);
}

void NameTable::grow() {
  std::vector<Entry> larger(m_entries.size() * 2);
  for (const Entry& entry : m_entries) {
    if (entry.number != 0) {
      std::size_t at = entry.hash & (larger.size() - 1);
      while (larger[at].number != 0) {
        at = (at + 1) & (larger.size() - 1);
      }
      larger[at] = entry;
    }
  }
  m_entries = std::move(larger);
}

std::uint32_t NameTable::numberOf(std::string_view literal) {
  literal = literal.empty() ? std::string_view("") : literal.substr(0, kLongest);  // never a null pointer
  const std::uint64_t hash = hashOf(literal);
  std::size_t at = hash & (m_entries.size() - 1);
  for (; m_entries[at].number != 0; at = (at + 1) & (m_entries.size() - 1)) {
    const Entry& entry = m_entries[at];
    if (entry.hash == hash && entry.length == literal.size() &&
        std::memcmp(m_literals.data() + entry.literal, literal.data(), literal.size()) == 0) {
      return entry.number - 1;
    }
  }
  if (m_names.size() + 1 >= kMost) {
    if (!m_is_full) {
      m_is_full = true;
      m_names.emplace_back("(further names)");
    }
    return static_cast<std::uint32_t>(m_names.size() - 1);
  }
  bool was_repaired = false;
  m_names.push_back(json::textOf(literal, kLongest, was_repaired));
  m_repaired += was_repaired ? 1 : 0;
  m_entries[at] = {hash, static_cast<std::uint32_t>(m_names.size()), static_cast<std::uint32_t>(literal.size()),
                   m_literals.size()};
  m_literals += literal;
  if (m_names.size() * 2 > m_entries.size()) {
    grow();
  }
  return static_cast<std::uint32_t>(m_names.size() - 1);
}

}  // namespace interleave
