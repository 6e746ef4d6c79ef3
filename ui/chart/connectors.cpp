// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chart/connectors.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "ui/chart/panel_rows.h"
#include "ui/chart/row_places.h"
#include "ui/chart/timeline_layout.h"

namespace interleave::ui {
namespace {

// From lane to lane by the shortest way; nothing when neither is in sight.
std::optional<Connector> connect(const RowPlaces& places, std::size_t from, double from_x, std::size_t to,
                                 double to_x) {
  if (from == to || (!places.isInSight(from) && !places.isInSight(to))) {
    return std::nullopt;
  }
  Connector connector;
  connector.from = QPointF(from_x, from < to ? places.bottom(from) : places.top(from));
  connector.to = QPointF(to_x, from < to ? places.top(to) : places.bottom(to));
  return connector;
}

std::size_t mostIn(const TimelineLayout& layout) {
  return static_cast<std::size_t>(layout.plot.width() / kConnectorApart_px);
}

double xOf(const TimelineLayout& layout, std::int64_t time_ns) {
  return layout.xAt(static_cast<double>(time_ns));
}

std::vector<Connector> handOvers(const TimelineLayout& layout, const TraceSnapshot& snapshot, const RowPlaces& places) {
  const WakeColumnView& wakes = snapshot.wakes;
  const auto begin_ns = static_cast<std::int64_t>(std::ceil(layout.viewport.begin_ns));
  const auto end_ns = static_cast<std::int64_t>(std::floor(layout.viewport.end_ns));
  const std::size_t first = wakes.firstAfter(begin_ns - 1);
  const std::size_t last = wakes.firstAfter(end_ns);
  if (first == last || last - first > mostIn(layout)) {
    return {};
  }
  const WorkerRows rows(snapshot, shownRows(snapshot, layout.row_kind));
  std::vector<Connector> connectors;
  for (std::size_t i = first; i < last; ++i) {
    const Wake& wake = wakes.at(i);
    const auto from = rows.rowOf(wake.from, wake.from_ns - 1);
    const auto to = rows.rowOf(wake.to, wake.to_ns);
    if (!from || !to) {
      continue;
    }
    if (auto connector = connect(places, *from, xOf(layout, wake.from_ns), *to, xOf(layout, wake.to_ns))) {
      connector->waited_for = wake.waited_for;
      connectors.push_back(*connector);
    }
  }
  return connectors;
}

/// A slice of a job on a core.
struct CoreSlice {
  Slice slice;
  std::size_t core = 0;
};

// Of jobs alone, in order of time; nothing when there are too many.
std::vector<CoreSlice> coreSlices(const TimelineLayout& layout, const TraceSnapshot& snapshot) {
  const auto begin_ns = static_cast<std::int64_t>(std::ceil(layout.viewport.begin_ns));
  const auto end_ns = static_cast<std::int64_t>(std::floor(layout.viewport.end_ns));
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  std::size_t count = 0;
  for (const Track& core : snapshot.cores) {
    const std::size_t first = core.firstEndingAfter(begin_ns);
    const std::size_t last = std::min(core.size(), core.firstEndingAfter(end_ns) + 1);
    ranges.emplace_back(first, std::max(first, last));
    count += ranges.back().second - first;
  }
  std::vector<CoreSlice> slices;
  if (count > kMostCoreSlices) {
    return slices;
  }
  for (std::size_t core = 0; core < ranges.size(); ++core) {
    for (std::size_t i = ranges[core].first; i < ranges[core].second; ++i) {
      const Slice slice = snapshot.cores[core].at(i);
      if (slice.state == State::Running && slice.job != kNoJob && slice.begin_ns <= end_ns) {
        slices.push_back({slice, core});
      }
    }
  }
  std::sort(slices.begin(), slices.end(),
            [](const CoreSlice& a, const CoreSlice& b) { return a.slice.begin_ns < b.slice.begin_ns; });
  return slices;
}

std::vector<Connector> moves(const TimelineLayout& layout, const TraceSnapshot& snapshot, const RowPlaces& places) {
  std::vector<Connector> connectors;
  std::unordered_map<std::uint32_t, CoreSlice> latest;
  std::size_t count = 0;
  for (const CoreSlice& next : coreSlices(layout, snapshot)) {
    const auto [before, is_first] = latest.try_emplace(number(next.slice.job), next);
    if (is_first) {
      continue;
    }
    if (before->second.core != next.core) {
      ++count;
      if (auto connector = connect(places, before->second.core, xOf(layout, before->second.slice.end_ns), next.core,
                                   xOf(layout, next.slice.begin_ns))) {
        connector->kind = ConnectorKind::Move;
        connector->job = next.slice.job;
        connectors.push_back(*connector);
      }
    }
    before->second = next;
  }
  return count > mostIn(layout) ? std::vector<Connector>{} : connectors;
}

}  // namespace

std::vector<Connector> connectorsOf(const TimelineLayout& layout, std::size_t p, const PanelInput& input) {
  const RowPlaces places(layout, p);
  if (!input.snapshot || places.isEmpty() || layout.style != MarkStyle::Live) {
    return {};
  }
  std::vector<Connector> connectors = layout.row_kind == Rows::Core ? moves(layout, *input.snapshot, places)
                                                                    : handOvers(layout, *input.snapshot, places);
  for (Connector& connector : connectors) {
    connector.panel = p;
  }
  return connectors;
}

}  // namespace interleave::ui
