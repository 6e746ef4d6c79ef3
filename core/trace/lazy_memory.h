// SPDX-License-Identifier: GPL-3.0-or-later
// Room for many objects that takes memory page by page, as it is written to. The objects are of types without
// constructors to be called. Ownership: alone. Threading: as plain memory.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace interleave {

template <class Item>
class LazyMemory {
  static_assert(std::is_trivially_copyable_v<Item> && std::is_trivially_destructible_v<Item>);

 public:
  LazyMemory() = default;
  /// See isThere().
  explicit LazyMemory(std::size_t count) : m_bytes(count * sizeof(Item)) {
    if (m_bytes > 0) {
      void* const at =
          ::mmap(nullptr, m_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      m_items = at == MAP_FAILED ? nullptr : static_cast<Item*>(at);
    }
  }
  LazyMemory(LazyMemory&& other) noexcept
      : m_items(std::exchange(other.m_items, nullptr)), m_bytes(std::exchange(other.m_bytes, 0)) {}
  LazyMemory& operator=(LazyMemory&& other) noexcept {
    std::swap(m_items, other.m_items);
    std::swap(m_bytes, other.m_bytes);
    return *this;
  }
  ~LazyMemory() {
    if (m_items != nullptr) {
      ::munmap(m_items, m_bytes);
    }
  }
  /// Whether there was room for as many as were asked for.
  bool isThere() const { return m_items != nullptr || m_bytes == 0; }
  Item& operator[](std::size_t i) const { return m_items[i]; }

 private:
  Item* m_items = nullptr;
  std::size_t m_bytes = 0;
};

}  // namespace interleave
