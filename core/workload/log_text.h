// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a web server's log that never was: the same seed gives the same lines, on any machine.
//   10.1.2.3 - - [20/Nov/2026:10:31:25 +0000] "GET /cart/17 HTTP/1.1" 503 5124 "agent/3" 0.183
// Threading: an object belongs to one thread.
#pragma once

#include <cstdint>
#include <string>

namespace interleave {

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators": the same everywhere, unlike <random>'s
/// distributions.
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : m_state(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (m_state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  /// 0 to below - 1; the bias is below 2^-40 for what is asked here.
  std::uint64_t below(std::uint64_t below) { return next() % below; }

 private:
  std::uint64_t m_state;
};

class LogText {
 public:
  explicit LogText(std::uint64_t seed) : m_random(seed) {}
  /// Appends one line, with its '\n'.
  void appendLine(std::string& out);
  std::uint64_t lines() const { return m_lines; }
  /// Lines so far whose status is 500 to 599.
  std::uint64_t failures() const { return m_failures; }

 private:
  SplitMix m_random;
  std::uint64_t m_lines = 0;
  std::uint64_t m_failures = 0;
};

}  // namespace interleave
