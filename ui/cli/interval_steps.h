// SPDX-License-Identifier: GPL-3.0-or-later
// --switch-interval-at: when the GIL's switch interval is moved while the run is live, and to what.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/session/run_session.h"

namespace interleave::ui {

/// Each text as "0.5s=1ms": seconds (s, ms) of the run, then milliseconds (ms, us, s). Fails on the first that can't be
/// read, or that the experiment's run has no use for, with the words for a person.
Result<std::vector<IntervalStep>> toIntervalSteps(const std::vector<std::string>& texts, const Experiment& experiment);

}  // namespace interleave::ui
