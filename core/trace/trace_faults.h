// SPDX-License-Identifier: GPL-3.0-or-later
// What of a trace that is read bit by bit could not be had, found out when somebody looked at it.
// Threading: any thread may add, and ask.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>

namespace interleave {

class TraceFaults {
 public:
  /// `what`: a sentence without its full stop.
  void add(const std::string& what) {
    const std::lock_guard lock(m_mutex);
    if (m_count.load(std::memory_order_relaxed) == 0) {
      m_first = what;
    }
    m_count.fetch_add(1, std::memory_order_release);
  }
  /// Grows; 0: all that was looked at is as it was written.
  std::size_t count() const { return m_count.load(std::memory_order_acquire); }
  /// One line: the first, and how many more there are. Empty: none.
  std::string text() const {
    const std::lock_guard lock(m_mutex);
    const std::size_t count = m_count.load(std::memory_order_relaxed);
    return count > 1 ? m_first + "; and " + std::to_string(count - 1) + " more of its parts" : m_first;
  }

 private:
  mutable std::mutex m_mutex;  // guards m_first
  std::string m_first;
  std::atomic<std::size_t> m_count{0};
};

}  // namespace interleave
