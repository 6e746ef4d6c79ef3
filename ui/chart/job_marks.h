// SPDX-License-Identifier: GPL-3.0-or-later
// A job that is not one stretch of one worker: a hybrid's has two halves on two workers, an event loop's shares its
// worker with the others. Its row is put together from its pieces, and what lies between them is filled: it was under
// way all the time. Pure functions; any thread.
#pragma once

#include <vector>

#include "ui/chart/row_marks.h"

namespace interleave::ui {

/// The marks of both in order, where they meet those of `second`.
std::vector<Mark> joined(const std::vector<Mark>& first, const std::vector<Mark>& second);

/// `marks` with all that they leave free of [part.begin_ns, end_ns) filled by `between`.
std::vector<Mark> filledBetween(const std::vector<Mark>& marks, const RowPart& part, std::int64_t end_ns, State between,
                                const ColumnGrid& grid);

}  // namespace interleave::ui
