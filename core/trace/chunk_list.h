// SPDX-License-Identifier: GPL-3.0-or-later
// Chunks in order of time, each with the instant at which it begins; a copy costs the same however many there are.
//
// Threading: one thread adds to its list; copies may be read by any thread at the same time, for a slot once counted in
// a copy is never written again. Ownership: copies share the table of chunks, a table shares its chunks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

namespace interleave {

/// How many of these ascending instants are at or before one. `guess`: where the answer may be near.
inline std::size_t countBegunBy(std::span<const std::int64_t> begins_ns, std::int64_t time_ns, std::size_t guess = 0) {
  const std::int64_t* begins = begins_ns.data();
  std::size_t low = 0;  // that many are
  std::size_t high = begins_ns.size();
  if (guess < high && begins[guess] <= time_ns) {
    low = guess + 1;
    for (std::size_t step = 1; low + step <= high; step *= 2) {
      if (begins[low + step - 1] > time_ns) {
        high = low + step - 1;
        break;
      }
      low += step;
    }
  }
  return static_cast<std::size_t>(std::upper_bound(begins + low, begins + high, time_ns) - begins);
}

template <class Chunk>
class ChunkList {
 public:
  std::size_t size() const { return m_size; }
  /// REQUIRES: i < size().
  Chunk& operator[](std::size_t i) const { return *m_table->chunks[i]; }
  std::int64_t begin_ns(std::size_t i) const { return m_table->begins_ns[i]; }

  /// How many of them begin at or before the instant. `guess`: where the answer may be near.
  std::size_t countBegunBy(std::int64_t time_ns, std::size_t guess = 0) const {
    return m_size == 0 ? 0 : interleave::countBegunBy({m_table->begins_ns.get(), m_size}, time_ns, guess);
  }

  /// REQUIRES: `begin_ns` is not before the last one's.
  void push_back(std::shared_ptr<Chunk> chunk, std::int64_t begin_ns) {
    if (m_table == nullptr || m_size == m_table->capacity) {
      replaceTable(0, std::max<std::size_t>(4, 2 * m_size));
    }
    m_table->chunks[m_size] = std::move(chunk);
    m_table->begins_ns[m_size] = begin_ns;
    ++m_size;
  }
  /// Lets go of the first `count`; copies keep them. REQUIRES: count <= size().
  void dropFront(std::size_t count) { replaceTable(count, std::max<std::size_t>(4, 2 * (m_size - count))); }

 private:
  struct Table {
    explicit Table(std::size_t room)
        : capacity(room),
          chunks(std::make_unique<std::shared_ptr<Chunk>[]>(room)),
          begins_ns(std::make_unique<std::int64_t[]>(room)) {}
    std::size_t capacity;
    std::unique_ptr<std::shared_ptr<Chunk>[]> chunks;
    std::unique_ptr<std::int64_t[]> begins_ns;
  };

  void replaceTable(std::size_t first, std::size_t capacity) {
    auto next = std::make_shared<Table>(capacity);
    for (std::size_t i = first; i < m_size; ++i) {
      next->chunks[i - first] = m_table->chunks[i];
      next->begins_ns[i - first] = m_table->begins_ns[i];
    }
    m_size -= first;
    m_table = std::move(next);
  }

  std::shared_ptr<Table> m_table;
  std::size_t m_size = 0;
};

}  // namespace interleave
