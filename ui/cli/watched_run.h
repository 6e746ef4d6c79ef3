// SPDX-License-Identifier: GPL-3.0-or-later
// One run with a person waiting at a terminal: progress on standard error, Ctrl+C stops it and keeps what was measured.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/session/run_session.h"

namespace interleave::ui {

/// Runs the experiment to its end. `label` stands before the progress. An error only when it could not be started.
Result<RunRecord> runWatched(const Experiment& experiment, const std::string& label,
                             const SessionSettings& settings = {});

}  // namespace interleave::ui
