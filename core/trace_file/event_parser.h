// SPDX-License-Identifier: GPL-3.0-or-later
// One event of a Chrome trace, as text: which phase, and where its fields stand in the window that was read.
//
// Source: "Trace Event Format" (Google Docs, the chrome://tracing project). Nothing is copied or converted here:
// whoever wants a field asks json_scan.h. The views are good until the window moves.
#pragma once

#include <string_view>

#include "core/trace_file/json_scan.h"

namespace interleave {

/// Literals without their quotes (escapes not undone); numbers as written; empty: not there.
struct TraceEvent {
  char phase = '\0';
  std::string_view name;
  std::string_view category;
  std::string_view id;
  std::string_view time;
  std::string_view length;
  std::string_view pid;
  std::string_view tid;
  std::string_view args;  // with its brackets
};

enum class Parsed { Whole, NeedsMore, TooDeep, Malformed };

/// `at` is at the event's `{`; moves it behind the event, or to what is malformed.
Parsed parseEvent(const char*& at, const char* end, TraceEvent& event);

struct JsonMember {
  std::string_view key;
  std::string_view value;  // without quotes
  bool is_string = false;
};
/// The next member of an object of which `rest` is what is left (at first all of it); false: there is none.
bool nextMember(std::string_view& rest, JsonMember& member);

}  // namespace interleave
