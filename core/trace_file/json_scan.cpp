// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace_file/json_scan.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace interleave::json {
namespace {

#if defined(__SSE2__)
// Where quotes or backslashes are among the next 16 bytes, as bits.
unsigned quotesIn(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i escape = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(quote, escape)));
}
// The same for quotes and brackets; '[' and '{', ']' and '}' differ in one bit.
unsigned bracketsIn(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
  const __m128i open = _mm_cmpeq_epi8(lower, _mm_set1_epi8('{'));
  const __m128i close = _mm_cmpeq_epi8(lower, _mm_set1_epi8('}'));
  const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  return static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(open, close), quote)));
}
#else
unsigned quotesIn(const char* at) {
  unsigned bits = 0;
  for (unsigned i = 0; i < 16; ++i) {
    bits |= unsigned{at[i] == '"' || at[i] == '\\'} << i;
  }
  return bits;
}
unsigned bracketsIn(const char* at) {
  unsigned bits = 0;
  for (unsigned i = 0; i < 16; ++i) {
    const char lower = static_cast<char>(at[i] | 0x20);
    bits |= unsigned{at[i] == '"' || lower == '{' || lower == '}'} << i;
  }
  return bits;
}
#endif

constexpr std::int64_t kFarthest_ns = std::int64_t{1} << 61;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

const char* closingQuote(const char* at, const char* end) {
  while (at < end) {
    const unsigned found = quotesIn(at);
    if (found == 0) {
      at += 16;
      continue;
    }
    at += std::countr_zero(found);
    if (at >= end) {
      return nullptr;
    }
    if (*at == '"') {
      return at;
    }
    at += 2;
  }
  return nullptr;
}

Skipped skipValue(const char*& at, const char* end) {
  if (at >= end) {
    return Skipped::NeedsMore;
  }
  if (*at == '"') {
    const char* quote = closingQuote(at + 1, end);
    if (quote == nullptr) {
      return Skipped::NeedsMore;
    }
    at = quote + 1;
    return Skipped::Whole;
  }
  if (*at != '{' && *at != '[') {
    const char* from = at;
    while (isDigit(*at) || ((*at | 0x20) >= 'a' && (*at | 0x20) <= 'z') || *at == '-' || *at == '+' || *at == '.') {
      ++at;
    }
    return at >= end ? Skipped::NeedsMore : at == from ? Skipped::Malformed : Skipped::Whole;
  }
  int depth = 0;
  while (at < end) {
    const unsigned found = bracketsIn(at);
    if (found == 0) {
      at += 16;
      continue;
    }
    at += std::countr_zero(found);
    if (at >= end) {
      break;
    }
    const char c = *at++;
    if (c == '"') {
      const char* quote = closingQuote(at, end);
      if (quote == nullptr) {
        break;
      }
      at = quote + 1;
    } else if ((c | 0x20) == '{') {
      if (++depth > kMaxDepth) {
        return Skipped::TooDeep;
      }
    } else if (--depth == 0) {
      return Skipped::Whole;
    }
  }
  return Skipped::NeedsMore;
}

std::optional<std::int64_t> nanoseconds(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool is_negative = at < end && *at == '-';
  at += is_negative ? 1 : 0;
  const char* const digits = at;
  std::int64_t us = 0;
  while (at < end && isDigit(*at) && at - digits < 16) {
    us = us * 10 + (*at++ - '0');
  }
  bool is_plain = at > digits && us < kFarthest_ns / 1000 - 1;
  std::int64_t ns = us * (is_plain ? 1000 : 0);
  if (is_plain && at < end && *at == '.') {
    const char* const fraction = ++at;
    for (std::int64_t unit = 100; unit > 0 && at < end && isDigit(*at); unit /= 10) {
      ns += unit * (*at++ - '0');
    }
    if (at - fraction == 3 && at < end && isDigit(*at)) {
      ns += *at >= '5' ? 1 : 0;
    }
    while (at < end && isDigit(*at)) {
      ++at;
    }
    is_plain = at > fraction;
  }
  if (is_plain && at == end) {
    return is_negative ? -ns : ns;
  }
  const std::optional<double> value = real(text);
  if (!value || !(std::abs(*value * 1000.0) < static_cast<double>(kFarthest_ns))) {
    return std::nullopt;
  }
  return std::llround(*value * 1000.0);
}

std::optional<double> real(std::string_view text) {
  double value = 0;
  const auto [last, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || last != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [last, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && last == text.data() + text.size()) {
    return value;
  }
  const std::optional<double> as_real = real(text);
  if (as_real && std::abs(*as_real) < 9e15 && std::floor(*as_real) == *as_real) {
    return static_cast<std::int64_t>(*as_real);
  }
  return std::nullopt;
}

}  // namespace interleave::json
