// SPDX-License-Identifier: GPL-3.0-or-later
// How the lifetime of all rows of all panels is divided among the states, within a range of time.
//
// A row lives from its worker's start (its job's begin, the run's begin for a core) until that is gone; rows scrolled
// out of sight count as those in sight do. Where there are more than kMostSharedRows, only those in sight count: the
// cost of a frame must not depend on workers or jobs. Pure functions; any thread.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "core/trace/time_range.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {

inline constexpr std::size_t kMostSharedRows = 256;

struct StateShares {
  StateTimes times{};
  std::int64_t lifetime_ns = 0;

  /// 0..1; nothing when no row lived within the range.
  std::optional<double> ratioOf(State state) const;
  void add(const StateShares& other);
};

/// Of the viewport's time, or of `selection` where there is one. REQUIRES: `layout` was made of `panels` and `rows`.
StateShares stateShares(const TimelineLayout& layout, std::span<const PanelInput> panels,
                        const std::optional<TimeRange>& selection);

/// "25 %", "<1 %" for less than half a percent of something, empty for no share.
QString shareText(const std::optional<double>& ratio);

}  // namespace interleave::ui
