// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/event_parser.h"

#include <cstring>

namespace interleave {
namespace {

template <std::size_t kSize>
bool isKey(const char* at, const char (&key)[kSize]) {
  return std::memcmp(at, key, kSize - 1) == 0;  // the key with its closing quote; the padding allows to look ahead
}

// Where the value of that key goes; null: nobody asks for it.
std::string_view* fieldOf(TraceEvent& event, const char* key, std::string_view& phase) {
  switch (*key) {
    case 'p':
      return isKey(key, "ph\"") ? &phase : isKey(key, "pid\"") ? &event.pid : nullptr;
    case 't':
      return isKey(key, "ts\"") ? &event.time : isKey(key, "tid\"") ? &event.tid : nullptr;
    case 'd':
      return isKey(key, "dur\"") ? &event.length : nullptr;
    case 'n':
      return isKey(key, "name\"") ? &event.name : nullptr;
    case 'c':
      return isKey(key, "cat\"") ? &event.category : nullptr;
    case 'a':
      return isKey(key, "args\"") ? &event.args : nullptr;
    case 'i':
      return isKey(key, "id\"") ? &event.id : nullptr;
    default:
      return nullptr;
  }
}

Parsed parsedOf(json::Skipped skipped) {
  switch (skipped) {
    case json::Skipped::Whole:
      return Parsed::Whole;
    case json::Skipped::NeedsMore:
      return Parsed::NeedsMore;
    case json::Skipped::TooDeep:
      return Parsed::TooDeep;
    case json::Skipped::Malformed:
      break;
  }
  return Parsed::Malformed;
}

// What stands there is not what should: because the text ends, or because it is wrong.
Parsed wrongAt(const char* at, const char* end) {
  return at >= end ? Parsed::NeedsMore : Parsed::Malformed;
}

}  // namespace

Parsed parseEvent(const char*& at, const char* end, TraceEvent& event) {
  event = TraceEvent{};
  std::string_view phase;
  ++at;
  while (true) {
    at = json::skipSpace(at);
    if (*at == '}') {
      ++at;
      break;
    }
    if (*at != '"') {
      return wrongAt(at, end);
    }
    const char* const key = at + 1;
    const char* const quote = json::closingQuote(key, end);
    if (quote == nullptr) {
      return Parsed::NeedsMore;
    }
    at = json::skipSpace(quote + 1);
    if (*at != ':') {
      return wrongAt(at, end);
    }
    at = json::skipSpace(at + 1);
    const char* const value = at;
    const json::Skipped skipped = json::skipValue(at, end);
    if (skipped != json::Skipped::Whole) {
      return parsedOf(skipped);
    }
    if (std::string_view* const field = fieldOf(event, key, phase)) {
      const bool is_string = *value == '"';
      *field = is_string ? std::string_view(value + 1, at - 1) : std::string_view(value, at);
    }
    at = json::skipSpace(at);
    if (*at == ',') {
      ++at;
    } else if (*at != '}') {
      return wrongAt(at, end);
    }
  }
  event.phase = phase.size() == 1 ? phase[0] : '\0';
  return at > end ? Parsed::NeedsMore : Parsed::Whole;
}

bool nextMember(std::string_view& rest, JsonMember& member) {
  const char* at = rest.data();
  const char* const end = at + rest.size();
  while (at < end && (json::isSpace(*at) || *at == ',' || *at == '{')) {
    ++at;
  }
  if (at >= end || *at != '"') {
    return false;
  }
  const char* const quote = json::closingQuote(at + 1, end);
  if (quote == nullptr) {
    return false;
  }
  member.key = {at + 1, quote};
  at = json::skipSpace(quote + 1);
  if (at >= end || *at != ':') {
    return false;
  }
  at = json::skipSpace(at + 1);
  const char* const value = at;
  if (json::skipValue(at, end) != json::Skipped::Whole) {
    return false;
  }
  member.is_string = *value == '"';
  member.value = member.is_string ? std::string_view(value + 1, at - 1) : std::string_view(value, at);
  rest = {at, end};
  return true;
}

}  // namespace interleave
