// SPDX-License-Identifier: GPL-3.0-or-later
// What the chart draws, as values: nothing here knows of sessions, experiments or windows.
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "core/trace/trace_snapshot.h"

namespace interleave::ui {

enum class Rows { Worker, Job, Core };
enum class MarkStyle { Live, Runtimes };      // what ran at each instant; or one bar from start to stop
enum class PaletteName { Default, Article };  // colours by job; or the articles' red marks and blue bars

/// One run in the chart: several share one time axis.
struct PanelInput {
  QString title;     // "Threads under a GIL, 4"
  QString sentence;  // "0.348 s · 63 slices · median 5.08 ms · overlap 0.000"
  SnapshotPtr snapshot;
};

/// What part is seen. Time in nanoseconds since the epoch; rows are counted over all panels, fractions scroll smoothly.
struct Viewport {
  double begin_ns = 0.0;
  double end_ns = 1e8;
  double first_row = 0.0;

  double length_ns() const { return end_ns - begin_ns; }
  friend bool operator==(const Viewport&, const Viewport&) = default;
};

}  // namespace interleave::ui
