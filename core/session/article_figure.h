// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a run that an experiment's property speaks of, by name. Pure functions; those that walk the slices
// cost O(n log w).
//
//   elapsed                 s
//   longest_job             s, from begin to end
//   longest_share           of the time that passed
//   median_job              s, from begin to end; of the jobs that ended
//   waits_while_computing   of the time in which a worker computed, the part in which another waited for I/O
//   wanted_together         of the time in which a worker ran or was ready to, the part in which two or more were: what
//                           would overlap with a core for each, whatever else the machine does
//   jobs_done, jobs_failed, results (of the jobs, added up)
//   any number in the summary by its name, with a dot between the steps: overlap, outcome.result, memory_mb
#pragma once

#include <optional>
#include <string>

#include "core/session/run_record.h"

namespace interleave {

/// Nothing when it was not measured, or there is none of that name.
std::optional<double> figureOf(const RunRecord& record, const std::string& figure);
/// As a person calls it: "median job", "memory".
std::string figureName(const std::string& figure);
/// "348 ms", "1,000", "0.873", "not measured": in the figure's own unit.
std::string figureText(const std::string& figure, const std::optional<double>& value);

}  // namespace interleave
