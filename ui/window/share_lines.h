// SPDX-License-Identifier: GPL-3.0-or-later
// How workers and cores spent their time, a line of words each. Pure functions, for any thread: a program may have
// thousands of threads.
#pragma once

#include <QString>
#include <vector>

#include "core/trace/statistics.h"

namespace interleave::ui {

struct ShareLine {
  QString name;
  QString running;  // "25.3 %"
  QString wait;     // "GIL 73 %"; empty: for nothing worth the word
  double ratio = 0.0;
};

/// A line for each worker, of the time that it was there. REQUIRES: the figures are the snapshot's.
std::vector<ShareLine> workerLines(const TraceSnapshot& snapshot, const RunFigures& figures);
/// A line for each core, of all the time. None without the kernel's view.
std::vector<ShareLine> coreLines(const RunFigures& figures);

}  // namespace interleave::ui
