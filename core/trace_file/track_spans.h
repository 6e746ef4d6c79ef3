// SPDX-License-Identifier: GPL-3.0-or-later
// The spans of one thread of a trace file, in any order and nested, until they become slices that don't overlap.
//
// The rule: at each instant the span that runs is, of those that have begun and not ended, the one that began last; of
// several that began at once the shortest, of equal ones the one that stands last in the file. So a parent is what lies
// between its children. Spans without length vanish.
// Begins and ends are matched while they come, innermost first, as long as they come in order of time. Once they don't,
// or an end has no begin yet, all of this thread's are put in order first (stable: of equal times, the file's order).
// Memory: 24 bytes a span. Times: nanoseconds, any origin.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace interleave {

struct Span {
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = 0;
  std::uint32_t label = 0;
  std::uint32_t ended_at = 0;  // of one that an end has closed: how many entries there were by then
};

class TrackSpans {
 public:
  void begin(std::int64_t time_ns, std::uint32_t label);
  void end(std::int64_t time_ns);
  /// REQUIRES: begin_ns <= end_ns.
  void add(std::int64_t begin_ns, std::int64_t end_ns, std::uint32_t label);
  /// What is held of spans, begins and ends.
  std::size_t size() const { return m_spans.size() + m_marks.size(); }

  struct Leftovers {
    std::uint64_t ends_without_begin = 0;
    std::uint64_t begins_without_end = 0;  // taken to end at `until_ns`
    std::uint64_t without_length = 0;
    std::uint32_t depth = 0;  // how many lay within each other at most
  };
  /// Calls `slice(begin, end, label)` in order of time and forgets all. `is_cancelled` is asked now and then; when it
  /// says yes the rest is left out.
  Leftovers flatten(std::int64_t until_ns, const std::function<bool()>& is_cancelled,
                    const std::function<void(std::int64_t, std::int64_t, std::uint32_t)>& slice);

 private:
  // A begin or an end that waits to be put in order.
  struct Mark {
    std::int64_t time_ns = 0;
    std::uint32_t order = 0;
    std::uint32_t label = kEnd;
  };
  static constexpr std::uint32_t kEnd = 0xFFFFFFFF;
  static constexpr std::int64_t kOpen = INT64_MAX;

  void matchLater();
  void matchMarks(std::int64_t until_ns, Leftovers& left);

  std::vector<Span> m_spans;
  std::vector<std::uint32_t> m_open;  // by their place in m_spans, outermost first
  std::vector<Mark> m_marks;
  std::int64_t m_last_ns = INT64_MIN;
  std::uint32_t m_order = 0;
  bool m_is_matched_later = false;
};

}  // namespace interleave
