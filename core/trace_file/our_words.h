// SPDX-License-Identifier: GPL-3.0-or-later
// The words by which a Chrome trace of ours says what the format has no field for; the writer and the reader share
// them.
//
// The head: "otherData":{"interleave":1}; after it "watched":1 and "jobs_in_turns":1 where the snapshot has these, and
// "kept_from_ns" with its value where what lies before that was dropped. A slice: its category is the state's label,
// its args have the job's number. A thread_name's args have worker (or core), kind, title, start_ns and gone_ns. A
// flow's category is what was waited for.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "core/trace/slice.h"

namespace interleave {

inline constexpr std::string_view kOurHead = "interleave";
inline constexpr std::string_view kWatched = "watched";
inline constexpr std::string_view kJobsInTurns = "jobs_in_turns";
inline constexpr std::string_view kKeptFrom = "kept_from_ns";

inline std::optional<State> stateOfLabel(std::string_view text) {
  for (std::size_t i = 0; i < kStateCount; ++i) {
    if (text == label(static_cast<State>(i))) {
      return static_cast<State>(i);
    }
  }
  return std::nullopt;
}

/// What a job is called that has no name.
inline std::string numberedJob(JobId job) {
  return fmt::format("job {}", number(job));
}

}  // namespace interleave
