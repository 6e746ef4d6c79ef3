// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/state_shares.h"

#include <algorithm>
#include <cmath>

#include "ui/chart/panel_rows.h"

namespace interleave::ui {
namespace {

TimeRange lifeOf(const TraceSnapshot& snapshot, Rows rows, const ShownPart& shown) {
  const TrackInfo& info = shown.track->info();
  switch (shownRows(snapshot, rows)) {
    case Rows::Worker:
      return {info.start_ns.value_or(0), std::min(snapshot.now_ns, info.gone_ns.value_or(snapshot.now_ns))};
    case Rows::Job:
      return {shown.part.begin_ns, std::min(snapshot.now_ns, shown.part.end_ns)};
    case Rows::Core:
      break;
  }
  return {0, snapshot.now_ns};
}

void addRow(StateShares& shares, const TraceSnapshot& snapshot, Rows rows, std::size_t row, const TimeRange& range) {
  const ShownPart shown = shownPart(snapshot, rows, row);
  if (shown.track == nullptr) {
    return;
  }
  const TimeRange life = lifeOf(snapshot, rows, shown);
  const TimeRange part{std::max(life.begin_ns, range.begin_ns), std::min(life.end_ns, range.end_ns)};
  if (part.length_ns() <= 0) {
    return;
  }
  const StateTimes times = shown.track->timesIn(part.begin_ns, part.end_ns);
  for (std::size_t s = 0; s < kStateCount; ++s) {
    shares.times[s] += times[s];
  }
  shares.lifetime_ns += part.length_ns();
}

TimeRange viewedRange(const Viewport& viewport) {
  return {static_cast<std::int64_t>(std::ceil(std::max(0.0, viewport.begin_ns))),
          static_cast<std::int64_t>(std::floor(viewport.end_ns))};
}

}  // namespace

std::optional<double> StateShares::ratioOf(State state) const {
  if (lifetime_ns <= 0) {
    return std::nullopt;
  }
  return static_cast<double>(times[index(state)]) / static_cast<double>(lifetime_ns);
}

void StateShares::add(const StateShares& other) {
  for (std::size_t s = 0; s < kStateCount; ++s) {
    times[s] += other.times[s];
  }
  lifetime_ns += other.lifetime_ns;
}

StateShares stateShares(const TimelineLayout& layout, std::span<const PanelInput> panels,
                        const std::optional<TimeRange>& selection) {
  const TimeRange range = selection.value_or(viewedRange(layout.viewport));
  const Rows rows = layout.row_kind;
  std::size_t all = 0;
  for (const PanelInput& panel : panels) {
    all += rowCount(panel, rows);
  }
  StateShares shares;
  if (all > kMostSharedRows) {
    for (const RowLayout& row : layout.rows) {
      addRow(shares, *panels[row.panel].snapshot, rows, row.row, range);
    }
    return shares;
  }
  for (const PanelInput& panel : panels) {
    const std::size_t count = rowCount(panel, rows);
    for (std::size_t row = 0; row < count; ++row) {
      addRow(shares, *panel.snapshot, rows, row, range);
    }
  }
  return shares;
}

QString shareText(const std::optional<double>& ratio) {
  if (!ratio) {
    return {};
  }
  if (*ratio > 0.0 && *ratio < 0.005) {
    return QStringLiteral("<1 %");
  }
  return QStringLiteral("%1 %").arg(std::lround(std::min(1.0, *ratio) * 100.0));
}

}  // namespace interleave::ui
