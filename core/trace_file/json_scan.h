// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest steps through JSON text: skip a string, skip a value, read a number or a string's text.
//
// All work on text that is followed by kPadding zero bytes, so that they may look ahead without asking for the end: a
// zero byte stops every step. A step that ran into the end returns null; the caller gets more text and tries again.
// Lenient where files in the wild are: NaN and Infinity are values, control characters may stand in strings.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace interleave::json {

inline constexpr std::size_t kPadding = 64;
inline constexpr int kMaxDepth = 512;

constexpr bool isSpace(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}
inline const char* skipSpace(const char* at) {
  while (isSpace(*at)) {
    ++at;
  }
  return at;
}

/// `at` is behind the opening quote; returns the closing quote, or null when that is not before `end`.
const char* closingQuote(const char* at, const char* end);

enum class Skipped { Whole, NeedsMore, TooDeep, Malformed };
/// Moves `at` behind the value that begins there. Brackets are counted, not checked for their kind.
Skipped skipValue(const char*& at, const char* end);

/// A number, or a string that holds one, as microseconds → nanoseconds, to the nearest; nothing when it is not finite
/// or beyond 2^61 ns (twice: an end less a shift still fits). `text` without quotes. REQUIRES: `text` is followed by a
/// byte that is no part of a number.
std::optional<std::int64_t> nanoseconds(std::string_view text);
std::optional<double> real(std::string_view text);
std::optional<std::int64_t> integer(std::string_view text);

/// What a string literal says (escapes undone), as valid UTF-8: what is none becomes U+FFFD. At most `max_bytes`.
/// Sets `was_repaired` when something had to be replaced.
std::string textOf(std::string_view literal, std::size_t max_bytes, bool& was_repaired);
/// `text` as a string literal with its quotes; what is no UTF-8 (a thread's name may be anything) becomes U+FFFD.
void appendQuoted(std::string& to, std::string_view text);

}  // namespace interleave::json
