// SPDX-License-Identifier: GPL-3.0-or-later
// The property that an experiment's outcome must have, as data: conditions, all of which must hold.
//
//   {"figure": ["overlap", "Threads"], "at_most": 0.001}            one figure of one run
//   {"ratio": ["elapsed", "16 threads", "Serial"], "at_most": 0.125} of the first run's figure to the second's
//   {"falls": "elapsed"}                                           from each run to the next
// Limits: "at_most", "at_least", "below", "above", "is"; any number of them. A run is named by its title. "cores": n —
// asked only on a machine with that many or more. Figures: "elapsed" (s), "longest_job" (s, from begin to end),
// "longest_share" (of the time that passed), "jobs_done", "jobs_failed", "results" (of the jobs, added up), or any
// number in the summary by its name, with a dot between the steps: "overlap", "outcome.result". A figure that was not
// measured fails its condition, and is said so.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/session/run_record.h"

namespace interleave {

/// Whether the property held, and the sentence that says by what figures.
struct ArticleFinding {
  bool holds = false;
  std::string sentence;
};

struct Condition {
  enum class Kind { Figure, Ratio, Falls };
  Kind kind = Kind::Figure;
  std::string figure;
  std::vector<std::size_t> runs;  // places in the list of runs; none for Falls
  std::optional<double> at_most;
  std::optional<double> at_least;
  std::optional<double> below;
  std::optional<double> above;
  std::optional<double> is;
  int cores = 1;
};

/// `titles`: of the runs, in order. Errors name the field.
Result<Condition> conditionFromJson(const nlohmann::json& json, const std::vector<std::string>& titles);
std::optional<double> figureOf(const RunRecord& record, const std::string& figure);
ArticleFinding judgeBy(const std::vector<Condition>& conditions, const std::vector<std::string>& titles,
                       const std::vector<RunRecord>& records);

}  // namespace interleave
