// SPDX-License-Identifier: GPL-3.0-or-later
// Records of runs whose traces are drawn as text, see trace_text.h.
#pragma once

#include <string>
#include <vector>

#include "core/session/run_record.h"
#include "tests/support/trace_text.h"

namespace interleave::test {

/// Of a machine with two cores; all else is as the trace has it.
inline RunRecord recordFrom(const std::vector<std::string>& lines) {
  RunRecord record;
  record.machine.cores = 2;
  record.snapshot = traceFromText(lines, 3);
  record.figures = computeFigures(*record.snapshot, record.snapshot->now_ns);
  return record;
}

}  // namespace interleave::test
