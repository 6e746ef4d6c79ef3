// SPDX-License-Identifier: GPL-3.0-or-later
// All there is to know about one run, live or ended: what the window shows, the pictures draw and the summary tells.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/verdict.h"
#include "core/experiment/experiment.h"
#include "core/sched/core_load.h"
#include "core/sched/machine.h"
#include "core/session/measurement.h"
#include "core/session/run_outcome.h"
#include "core/trace/statistics.h"
#include "core/trace/trace_snapshot.h"

namespace interleave {

struct RunRecord {
  Experiment experiment;
  Machine machine;
  Measurement measurement;
  SnapshotPtr snapshot;
  RunOutcome outcome;
  RunFigures figures;
  std::vector<CoreLoad> loads;     // of the cores while it ran, oldest first; times are the run's
  std::optional<Verdict> verdict;  // nothing of a live run, and where the evidence is thin
};

/// REQUIRES: the record is complete but for it, and the run has ended.
std::optional<Verdict> verdictOf(const RunRecord& record);
/// The summary, as the command line's document describes it. What was not measured is null.
nlohmann::json summaryJson(const RunRecord& record);
/// "0.348 s · 63 slices · median 5.08 ms · overlap 0.000": the sentence of figures above a panel.
std::string figuresSentence(const RunRecord& record);
/// "live-tracker, n = ... · 2 cores, AMD EPYC · clock tsc · probe's view · no samples lost": the small line below a
/// picture.
std::string provenance(const RunRecord& record);
/// The same for a picture of several runs: of their experiments, what they have in common. REQUIRES: at least one.
std::string provenance(const std::vector<RunRecord>& records);

}  // namespace interleave
