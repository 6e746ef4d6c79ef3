// SPDX-License-Identifier: GPL-3.0-or-later
// Thin lines from row to row: who let whom go on (rows by worker or job), and jobs that went on on another core (rows
// by core). Places only, px of the chart.
//
// A panel has them where they can be told apart: when more fall into the view than one every kConnectorApart_px, it has
// none at all, so that what is drawn is never a part that looks like the whole. The cost is bounded by that and by
// kMostCoreSlices. Pure functions; any thread.
#pragma once

#include <QPointF>
#include <vector>

#include "ui/chart/chart_input.h"

namespace interleave::ui {

struct TimelineLayout;

inline constexpr double kConnectorApart_px = 7.0;
inline constexpr std::size_t kMostCoreSlices = 4096;  // looked at for moves between cores, in one panel

enum class ConnectorKind { HandOver, Move };

struct Connector {
  std::size_t panel = 0;
  ConnectorKind kind = ConnectorKind::HandOver;
  QPointF from;
  QPointF to;
  State waited_for = State::GilWait;  // hand-overs
  JobId job = kNoJob;                 // moves
  friend bool operator==(const Connector&, const Connector&) = default;
};

/// Those of panel `p`, which `layout` has laid out already; an end may lie in a row out of sight. REQUIRES: `input` is
/// that panel's.
std::vector<Connector> connectorsOf(const TimelineLayout& layout, std::size_t p, const PanelInput& input);

}  // namespace interleave::ui
