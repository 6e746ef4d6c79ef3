// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/state_shares.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "ui/chart/panel_rows.h"

namespace interleave::ui {
namespace {

constexpr std::size_t kMostPieces = 20'000;  // slices looked at for one job; far more than a picture tells apart

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

// Of a job that shares its worker, or had two: its own slices, one by one; no worker was at it in the rest.
StateTimes timesOfPieces(const ShownPart& shown, const TimeRange& range) {
  StateTimes times{};
  std::int64_t known = 0;
  for (const Track* track : {shown.track, shown.first_track}) {
    if (track == nullptr) {
      continue;
    }
    const std::size_t first = track->firstEndingAfter(range.begin_ns);
    for (std::size_t i = first; i < std::min(track->size(), first + kMostPieces); ++i) {
      const Slice slice = track->at(i);
      if (slice.begin_ns >= range.end_ns) {
        break;
      }
      const std::int64_t inside = std::min(range.end_ns, slice.end_ns) - std::max(range.begin_ns, slice.begin_ns);
      if (slice.job == shown.part.job && inside > 0) {
        times[index(slice.state)] += inside;
        known += inside;
      }
    }
  }
  times[index(shown.between)] += std::max<std::int64_t>(0, range.length_ns() - known);
  return times;
}

// All jobs of an event loop at once: its worker's track holds the pieces of all.
void addJobsInTurns(StateShares& shares, const TraceSnapshot& snapshot, TimeRange range) {
  range.begin_ns = std::max(range.begin_ns, snapshot.kept_from_ns);
  std::int64_t under_way_ns = 0;
  for (std::size_t j = 0; j < snapshot.jobs.size(); ++j) {
    const JobRecord& record = snapshot.jobs.at(JobId{static_cast<std::uint32_t>(j)});
    const std::int64_t begin = std::max(range.begin_ns, record.begin_ns.value_or(INT64_MAX));
    under_way_ns +=
        std::max<std::int64_t>(0, std::min({range.end_ns, record.end_ns.value_or(INT64_MAX), snapshot.now_ns}) - begin);
  }
  std::int64_t pieces_ns = 0;
  for (const Track& track : snapshot.tracks) {
    const StateTimes times = track.timesIn(range.begin_ns, range.end_ns);
    for (const State state : {State::Running, State::Ready, State::GilWait, State::Lost}) {
      shares.times[index(state)] += times[index(state)];
      pieces_ns += times[index(state)];
    }
  }
  shares.times[index(State::IoWait)] += std::max<std::int64_t>(0, under_way_ns - pieces_ns);
  shares.lifetime_ns += std::max(under_way_ns, pieces_ns);
}

void addRow(StateShares& shares, const TraceSnapshot& snapshot, Rows rows, std::size_t row, const TimeRange& range) {
  const ShownPart shown = shownPart(snapshot, rows, row);
  if (shown.track == nullptr) {
    return;
  }
  const TimeRange life = lifeOf(snapshot, rows, shown);
  // Of what was dropped nobody knows what it was.
  const TimeRange part{std::max({life.begin_ns, range.begin_ns, snapshot.kept_from_ns}),
                       std::min(life.end_ns, range.end_ns)};
  if (part.length_ns() <= 0) {
    return;
  }
  const StateTimes times =
      shown.isInPieces() ? timesOfPieces(shown, part) : shown.track->timesIn(part.begin_ns, part.end_ns);
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
    if (count > 0 && rows == Rows::Job && panel.snapshot->has_jobs_in_turns) {
      addJobsInTurns(shares, *panel.snapshot, range);
      continue;
    }
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
