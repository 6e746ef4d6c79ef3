// SPDX-License-Identifier: GPL-3.0-or-later
// One track's slices as marks on a grid of pixel columns.
//
// A slice of at least a column is drawn by itself, its edges rounded to the nearest column. Every column that holds a
// piece of a shorter slice is merged: it says which share of it ran, which state most of the rest was and how many
// slices it stands for. So the cost depends on columns, never on slices.
//
// Shares are exact; where a column spans 16 and more of the levels' steps (some 64 slices) they come from the levels
// alone, with edges found to 1/64 of a column. There each column begins where the last one ended, so all of them
// together still say what ran, and zooming never changes what is claimed. The state is then that of most groups of 16
// slices (or parts of 256, whole chunks of 4096) that the column touches, and a loss may show in the column beside it
// too. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "core/trace/trace_snapshot.h"
#include "ui/chart/column_grid.h"

namespace interleave::ui {

struct Mark {
  int begin = 0;  // columns [begin, end)
  int end = 0;
  State state = State::Idle;  // of a slice; merged: of most of what did not run, Idle when that was nothing
  JobId job = kNoJob;         // merged: the one that ran longest
  double share = 0.0;         // how much of it ran, 0..1
  std::uint64_t slices = 1;
  bool is_merged = false;
  bool has_loss = false;  // merged with lost samples
};

/// What part of a track a row shows: all of it, or one job from its begin to its end.
struct RowPart {
  JobId job = kNoJob;
  std::int64_t begin_ns = 0;
  std::int64_t end_ns = INT64_MAX;
  bool has_others = true;  // other jobs' slices may lie within; false: none do, and nothing has to be told apart
};

/// In order of time and without overlap.
std::vector<Mark> marksOf(const Track& track, const JobTable& jobs, const RowPart& part, const ColumnGrid& grid);

}  // namespace interleave::ui
