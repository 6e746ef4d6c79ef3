// SPDX-License-Identifier: GPL-3.0-or-later
// What a trace from a file calls its jobs and processes: there a job is everything of one name, on any track.
// An immutable value, shared by the snapshots that it belongs to.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace interleave {

struct TraceNames {
  std::vector<std::string> jobs;                  // by JobId; valid UTF-8; an empty one is called by its number
  std::map<std::int32_t, std::string> processes;  // by TrackInfo::pid, where the file names them
  std::int64_t shift_ns = 0;                      // what the file calls this time is the snapshot's 0

  friend bool operator==(const TraceNames&, const TraceNames&) = default;
};

}  // namespace interleave
