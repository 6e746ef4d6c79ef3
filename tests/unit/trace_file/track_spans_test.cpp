// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/track_spans.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace interleave {
namespace {

struct Event {
  char phase;
  std::int64_t time;
  std::int64_t length;
  std::uint32_t label;
};
constexpr std::int64_t kEnd = 40;
constexpr std::uint32_t kNothing = 0xFFFF;

// The rule, applied instant by instant.
std::vector<std::uint32_t> modelOf(std::vector<Event> events) {
  struct Whole {
    std::int64_t begin, end;
    std::uint32_t label;
  };
  std::vector<Whole> spans;
  std::vector<Event> marks;
  for (const Event& event : events) {
    if (event.phase == 'X') {
      spans.push_back({event.time, event.time + event.length, event.label});
    } else {
      marks.push_back(event);
    }
  }
  std::stable_sort(marks.begin(), marks.end(), [](const Event& a, const Event& b) { return a.time < b.time; });
  std::vector<std::size_t> open;
  for (const Event& mark : marks) {
    if (mark.phase == 'B') {
      open.push_back(spans.size());
      spans.push_back({mark.time, kEnd, mark.label});
    } else if (!open.empty()) {
      spans[open.back()].end = mark.time;
      open.pop_back();
    }
  }
  std::vector<std::uint32_t> runs;
  for (std::int64_t t = 0; t < kEnd; ++t) {
    const Whole* best = nullptr;
    for (const Whole& span : spans) {
      const bool runs_now = span.begin <= t && t < span.end;
      if (runs_now &&
          (best == nullptr || span.begin > best->begin || (span.begin == best->begin && span.end <= best->end))) {
        best = &span;
      }
    }
    runs.push_back(best == nullptr ? kNothing : best->label);
  }
  return runs;
}

std::vector<std::uint32_t> flattened(const std::vector<Event>& events) {
  TrackSpans spans;
  for (const Event& event : events) {
    if (event.phase == 'X') {
      spans.add(event.time, event.time + event.length, event.label);
    } else if (event.phase == 'B') {
      spans.begin(event.time, event.label);
    } else {
      spans.end(event.time);
    }
  }
  std::vector<std::uint32_t> runs(kEnd, kNothing);
  std::int64_t last = 0;
  spans.flatten(
      kEnd, [] { return false; },
      [&](std::int64_t begin, std::int64_t end, std::uint32_t label) {
        EXPECT_LE(last, begin);
        EXPECT_LT(begin, end);
        last = end;
        std::fill(runs.begin() + begin, runs.begin() + end, label);
      });
  return runs;
}

// The model has the order of the file only among begins and ends: of whole spans, equal ones have equal names.
std::uint32_t labelOf(std::int64_t begin, std::int64_t end) {
  return static_cast<std::uint32_t>(begin * 100 + end);
}

TEST(TrackSpans, WholeSpansFollowTheRuleInAnyOrder) {
  std::mt19937 random(11);
  for (int round = 0; round < 20000; ++round) {
    std::vector<Event> events(random() % 8);
    for (Event& event : events) {
      event.time = random() % 30;
      event.length = random() % 10;
      event.phase = 'X';
      event.label = labelOf(event.time, event.time + event.length);
    }
    ASSERT_EQ(flattened(events), modelOf(events)) << round;
  }
}

// Each begin has a name of its own, so a wrong match shows. Times differ mostly; where they don't the file's order
// counts.
TEST(TrackSpans, BeginsAndEndsAreMatchedInAnyOrder) {
  std::mt19937 random(12);
  for (int round = 0; round < 20000; ++round) {
    std::vector<Event> events(random() % 10);
    std::int64_t at = 0;
    std::uint32_t label = 0;
    for (Event& event : events) {
      at += 1 + random() % 3;
      event = {random() % 2 == 0 ? 'B' : 'E', at, 0, label++};
    }
    if (round % 2 == 0) {
      std::shuffle(events.begin(), events.end(), random);
    }
    ASSERT_EQ(flattened(events), modelOf(events)) << round;
  }
}

TEST(TrackSpans, TheFilesOrderHoldsAtEqualTimesAlsoWhenDisorderComesLate) {
  std::mt19937 random(13);
  for (int round = 0; round < 20000; ++round) {
    std::vector<Event> events;
    std::int64_t at = 0;
    for (std::uint32_t i = 0; i < 8; ++i) {
      at += random() % 2;
      events.push_back({random() % 2 == 0 ? 'B' : 'E', at, 0, i});
    }
    const std::int64_t back = random() % 5;
    events.push_back({'B', back, 0, 100});
    events.push_back({'E', back + 3, 0, 0});
    const auto model = modelOf(events);
    const auto runs = flattened(events);
    ASSERT_EQ(runs, model) << round;
  }
}

}  // namespace
}  // namespace interleave
