// SPDX-License-Identifier: GPL-3.0-or-later
// All there is to know about one watched program: what the pictures draw, the summary tells and the terminal shows.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/sched/machine.h"
#include "core/session/watch_session.h"

namespace interleave {

struct WatchRecord {
  std::string title;  // the command as typed, or "process 4711"
  Machine machine;
  WatchOutcome outcome;
  SnapshotPtr snapshot;  // threads grouped by process
};

WatchRecord recordOf(WatchSession& session, const WatchSettings& settings);

/// Times are seconds since the program was let go. What was not measured is null.
nlohmann::json summaryJson(const WatchRecord& record);
/// "1.250 s · 12 threads in 3 processes · ran 2.100 s · 1,204 switches": the sentence of figures above a panel.
std::string figuresSentence(const WatchRecord& record);
/// What looked, how well it saw, what it lost: the small line below a picture.
std::string provenance(const WatchRecord& record);
/// A line a thread, those that ran longest first, at most `most_rows`; and what was left out.
std::vector<std::string> tableLines(const WatchRecord& record, std::size_t most_rows);

}  // namespace interleave
