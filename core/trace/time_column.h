// SPDX-License-Identifier: GPL-3.0-or-later
// Things that happened, in order of their instants: appended by one thread, read by any.
//
// `Item` says when it happened by `instant_ns()`, and is moved by `notBefore(ns)`, which is called of every item.
// Threading: one thread appends; a copy (view()) may be read by any thread at the same time, for a slot once counted in
// a view is never written again. A copy costs the same at any size. Ownership: chunks are shared between the column and
// its views.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

#include "core/trace/chunk_list.h"

namespace interleave {

template <class Item>
class TimeColumn;

template <class Item>
class TimeColumnView {
 public:
  std::size_t size() const { return m_size; }
  std::size_t chunks() const { return m_chunks.size(); }
  /// REQUIRES: i < size().
  const Item& at(std::size_t i) const { return m_chunks[i / kChunk][i % kChunk]; }
  /// The first one with an instant > `time_ns`; size() when there is none.
  std::size_t firstAfter(std::int64_t time_ns) const {
    std::size_t low = 0;
    std::size_t high = m_size;
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (at(middle).instant_ns() > time_ns) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

 private:
  friend class TimeColumn<Item>;
  static constexpr std::size_t kChunk = 1024;
  using Chunk = std::array<Item, kChunk>;
  ChunkList<Chunk> m_chunks;
  std::size_t m_size = 0;
};

template <class Item>
class TimeColumn {
 public:
  /// One that happened before the last one did is taken to have happened with it.
  void append(Item item) {
    const std::size_t at = m_view.m_size;
    item.notBefore(at > 0 ? m_view.at(at - 1).instant_ns() : m_last_ns);
    constexpr std::size_t kChunk = TimeColumnView<Item>::kChunk;
    if (at % kChunk == 0) {
      m_view.m_chunks.push_back(std::make_shared<typename TimeColumnView<Item>::Chunk>(), item.instant_ns());
    }
    m_view.m_chunks[at / kChunk][at % kChunk] = item;
    ++m_view.m_size;
  }
  /// Lets go of the full chunks at the front whose last item happened before `limit_ns`; views keep theirs. Returns the
  /// instant of the last one that went.
  std::optional<std::int64_t> dropBefore(std::int64_t limit_ns) {
    constexpr std::size_t kChunk = TimeColumnView<Item>::kChunk;
    const std::size_t full = m_view.m_size / kChunk;
    std::size_t dropped = 0;
    while (dropped < full && m_view.at(dropped * kChunk + kChunk - 1).instant_ns() < limit_ns) {
      ++dropped;
    }
    if (dropped == 0) {
      return std::nullopt;
    }
    const std::int64_t last_ns = m_view.at(dropped * kChunk - 1).instant_ns();
    m_view.m_chunks.dropFront(dropped);
    m_view.m_size -= dropped * kChunk;
    m_last_ns = std::max(m_last_ns, last_ns);
    return last_ns;
  }
  TimeColumnView<Item> view() const { return m_view; }

 private:
  TimeColumnView<Item> m_view;
  std::int64_t m_last_ns = std::numeric_limits<std::int64_t>::min();  // of those that were dropped
};

}  // namespace interleave
