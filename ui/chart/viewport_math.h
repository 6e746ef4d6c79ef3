// SPDX-License-Identifier: GPL-3.0-or-later
// How a viewport moves: zoom about an instant, pan, fit, follow. Pure functions on values; lengths in nanoseconds.
#pragma once

#include "ui/chart/chart_input.h"

namespace interleave::ui {

inline constexpr double kShortestView_ns = 1e3;
inline constexpr double kShortestWhole_ns = 1e6;  // a run of nothing still has an axis

/// All of a run of `whole_ns` with a little air behind it. Rows as they were.
Viewport fitted(const Viewport& viewport, double whole_ns);
/// `factor` > 1 shows less. The instant `about_ns` stays where it is, unless a limit forbids: a view is at least
/// kShortestView_ns and at most twice the whole, and its middle stays within the run.
Viewport zoomed(const Viewport& viewport, double about_ns, double factor, double whole_ns);
Viewport panned(const Viewport& viewport, double by_ns, double whole_ns);
/// Where the view of a live run should end: grows by calm steps, not with every frame. `end_ns` is where it ends now.
double followedEnd(double end_ns, double now_ns);

}  // namespace interleave::ui
