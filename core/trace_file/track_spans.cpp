// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/track_spans.h"

#include <algorithm>

namespace interleave {

void TrackSpans::add(std::int64_t begin_ns, std::int64_t end_ns, std::uint32_t label) {
  m_spans.push_back({begin_ns, end_ns, label, 0});
}

void TrackSpans::begin(std::int64_t time_ns, std::uint32_t label) {
  if (!m_is_matched_later && time_ns < m_last_ns) {
    matchLater();
  }
  m_last_ns = std::max(m_last_ns, time_ns);
  if (m_is_matched_later) {
    m_marks.push_back({time_ns, m_order++, label});
    return;
  }
  m_open.push_back(static_cast<std::uint32_t>(m_spans.size()));
  m_spans.push_back({time_ns, kOpen, label, 0});
}

void TrackSpans::end(std::int64_t time_ns) {
  if (!m_is_matched_later && (time_ns < m_last_ns || m_open.empty())) {
    matchLater();
  }
  m_last_ns = std::max(m_last_ns, time_ns);
  if (m_is_matched_later) {
    m_marks.push_back({time_ns, m_order++, kEnd});
    return;
  }
  Span& span = m_spans[m_open.back()];
  span.end_ns = time_ns;
  span.ended_at = static_cast<std::uint32_t>(m_spans.size());
  m_open.pop_back();
}

// Undoes what was matched. An entry's place in m_spans is the order of its begin, and `ended_at` that of its end: it
// came before the entry that then got that place. Whole spans stay as they are.
void TrackSpans::matchLater() {
  m_is_matched_later = true;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < m_spans.size(); ++i) {
    const Span span = m_spans[i];
    if (span.ended_at == 0 && span.end_ns != kOpen) {
      m_spans[kept++] = span;
      continue;
    }
    m_marks.push_back({span.begin_ns, static_cast<std::uint32_t>(2 * i + 1), span.label});
    if (span.ended_at != 0) {
      m_marks.push_back({span.end_ns, 2 * span.ended_at, kEnd});
    }
  }
  m_order = static_cast<std::uint32_t>(2 * m_spans.size() + 2);
  m_spans.resize(kept);
  m_open.clear();
}

void TrackSpans::matchMarks(std::int64_t until_ns, Leftovers& left) {
  std::sort(m_marks.begin(), m_marks.end(), [](const Mark& a, const Mark& b) {
    return a.time_ns != b.time_ns ? a.time_ns < b.time_ns : a.order < b.order;
  });
  for (const Mark& mark : m_marks) {
    if (mark.label != kEnd) {
      m_open.push_back(static_cast<std::uint32_t>(m_spans.size()));
      m_spans.push_back({mark.time_ns, kOpen, mark.label, 0});
    } else if (m_open.empty()) {
      ++left.ends_without_begin;
    } else {
      m_spans[m_open.back()].end_ns = mark.time_ns;
      m_open.pop_back();
    }
  }
  std::vector<Mark>().swap(m_marks);
  left.begins_without_end = m_open.size();
  for (const std::uint32_t open : m_open) {
    m_spans[open].end_ns = std::max(until_ns, m_spans[open].begin_ns);
  }
  m_open.clear();
}

TrackSpans::Leftovers TrackSpans::flatten(std::int64_t until_ns, const std::function<bool()>& is_cancelled,
                                          const std::function<void(std::int64_t, std::int64_t, std::uint32_t)>& slice) {
  Leftovers left;
  matchMarks(until_ns, left);
  const auto goes_before = [](const Span& a, const Span& b) {
    return a.begin_ns != b.begin_ns ? a.begin_ns < b.begin_ns : a.end_ns > b.end_ns;
  };
  if (!std::is_sorted(m_spans.begin(), m_spans.end(), goes_before)) {
    std::stable_sort(m_spans.begin(), m_spans.end(), goes_before);
  }
  std::vector<Span> under_way;  // the one that runs last
  std::int64_t told_ns = INT64_MIN;
  // Tells what runs up to an instant.
  const auto tellUntil = [&](std::int64_t time_ns) {
    while (!under_way.empty() && told_ns < time_ns) {
      const Span& top = under_way.back();
      const std::int64_t from_ns = std::max(told_ns, top.begin_ns);
      const std::int64_t to_ns = std::min(time_ns, top.end_ns);
      if (from_ns < to_ns) {
        slice(from_ns, to_ns, top.label);
        told_ns = to_ns;
      }
      if (top.end_ns > time_ns) {
        break;
      }
      under_way.pop_back();
    }
    told_ns = std::max(told_ns, time_ns);
  };
  constexpr std::size_t kAskEvery = std::size_t{1} << 16;
  for (std::size_t i = 0; i < m_spans.size() && (i % kAskEvery != 0 || !is_cancelled()); ++i) {
    const Span& span = m_spans[i];
    if (span.begin_ns == span.end_ns) {
      ++left.without_length;
      continue;
    }
    tellUntil(span.begin_ns);
    // One that has ended beneath others is no longer counted as depth.
    while (!under_way.empty() && under_way.back().end_ns <= span.begin_ns) {
      under_way.pop_back();
    }
    under_way.push_back(span);
    left.depth = std::max(left.depth, static_cast<std::uint32_t>(under_way.size()));
  }
  if (!is_cancelled()) {
    tellUntil(INT64_MAX);
  }
  std::vector<Span>().swap(m_spans);
  return left;
}

}  // namespace interleave
