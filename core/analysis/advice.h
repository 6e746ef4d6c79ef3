// SPDX-License-Identifier: GPL-3.0-or-later
// What to use instead of what was run; the rules are verdict.h's. Pure functions.
#pragma once

#include <optional>
#include <string>

#include "core/analysis/pattern_rules.h"

namespace interleave {

struct Advice {
  std::string text;
  std::optional<Recommendation> recommended;  // nothing where no model and number of workers would help
};

/// "4 threads", "1 process".
std::string workersOf(Model model, int count);
/// Whether its work was held up by a GIL: threads waited for it, or the run was serial under one.
bool paysForGil(const EndedRun& run, const Evidence& evidence);
Advice adviceFor(const EndedRun& run, const Evidence& evidence, const Finding& finding, Bound bound);

}  // namespace interleave
