// SPDX-License-Identifier: GPL-3.0-or-later
// The property that an experiment's outcome must have, as data: conditions, all of which must hold.
//
//   {"figure": ["overlap", "Threads"], "at_most": 0.001}            one figure of one run
//   {"ratio": ["elapsed", "16 threads", "Serial"], "at_most": 0.125} of the first run's figure to the second's
//   {"falls": "elapsed"}                                           from each run to the next
//   {"crossover": "median_job", "who": "shared memory", "at": ["64 kB", "1 MB", "16 MB"],
//    "ahead": [three runs], "behind": [three runs]}                from one of these sizes on, and at all larger ones,
//                                                                  the figure of "ahead" is below that of "behind"
// Limits: "at_most", "at_least", "below", "above", "is"; any number of them. A run is named by its title. "cores": n —
// asked only on a machine with that many or more. "quiet": true — other programs can break it, for it compares times of
// computing or needs several cores at once: asked only where they had less than kWorthSaying of the cores, which is
// said. Where a claim can be refuted on any machine, it is asked twice: with a bound halfway to what would refute it
// (what is as fast as serial has a ratio of 1: refuted from 0.5 up), and, quiet, with the one that the articles found.
// Figures: see article_figure.h. A figure that was not measured fails its condition, and is said so.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/session/article_figure.h"

namespace interleave {

/// Whether the property held, and the sentence that says by what figures.
struct ArticleFinding {
  bool holds = false;
  std::vector<std::string> lines;  // one for each run, then what follows from them, where they ran, who else did
  std::string sentence;            // all of them
};

struct Condition {
  enum class Kind { Figure, Ratio, Falls, Crossover };
  Kind kind = Kind::Figure;
  std::string figure;
  std::vector<std::size_t> runs;    // places in the list of runs; none for Falls; a crossover's that are ahead
  std::vector<std::size_t> others;  // a crossover's that are behind
  std::vector<std::string> sizes;   // a crossover's, in words
  std::string who;                  // a crossover's
  std::optional<double> at_most;
  std::optional<double> at_least;
  std::optional<double> below;
  std::optional<double> above;
  std::optional<double> is;
  int cores = 1;
  bool needs_quiet = false;

  bool hasLimit() const { return at_most || at_least || below || above || is; }
};

/// What else the machine did meanwhile: as the records' loads say, quiet below kWorthSaying; or not known.
enum class Around { AsMeasured, Anything };
inline constexpr double kWorthSaying = 0.15;  // of the cores

/// `titles`: of the runs, in order. Errors name the field.
Result<Condition> conditionFromJson(const nlohmann::json& json, const std::vector<std::string>& titles);
ArticleFinding judgeBy(const std::vector<Condition>& conditions, const std::vector<std::string>& titles,
                       const std::vector<RunRecord>& records, Around around = Around::AsMeasured);

}  // namespace interleave
