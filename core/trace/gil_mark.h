// SPDX-License-Identifier: GPL-3.0-or-later
// What the emulated GIL did to make threads take turns: a waiter asked the holder to drop it, a holder dropped it
// because it was asked. CPython's own does the same and tells nobody.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/ids.h"
#include "core/trace/time_column.h"

namespace interleave {

enum class GilMarkKind : std::uint8_t { DropRequest, ForcedSwitch };

struct GilMark {
  std::int64_t time_ns = 0;
  GilMarkKind kind = GilMarkKind::DropRequest;
  WorkerId worker{};  // who asked; who was made to give way
  WorkerId holder{};  // of a request: who was asked

  std::int64_t instant_ns() const { return time_ns; }
  void notBefore(std::int64_t ns) { time_ns = std::max(time_ns, ns); }
  friend bool operator==(const GilMark&, const GilMark&) = default;
};

struct GilMarkCounts {
  std::uint64_t drop_requests = 0;
  std::uint64_t forced_switches = 0;
};

using GilMarksView = TimeColumnView<GilMark>;
using GilMarks = TimeColumn<GilMark>;

/// O(marks).
inline GilMarkCounts countsOf(const GilMarksView& marks) {
  GilMarkCounts counts;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    ++(marks.at(i).kind == GilMarkKind::DropRequest ? counts.drop_requests : counts.forced_switches);
  }
  return counts;
}

}  // namespace interleave
