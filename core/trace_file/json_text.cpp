// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of JSON: what a literal says, and a text as a literal.
#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <optional>

#include "core/trace_file/json_scan.h"

namespace interleave::json {
namespace {

void appendCodePoint(std::string& to, std::uint32_t code) {
  if (code < 0x80) {
    to += static_cast<char>(code);
  } else if (code < 0x800) {
    to += static_cast<char>(0xC0 | code >> 6);
    to += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    to += static_cast<char>(0xE0 | code >> 12);
    to += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    to += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    to += static_cast<char>(0xF0 | code >> 18);
    to += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    to += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    to += static_cast<char>(0x80 | (code & 0x3F));
  }
}

std::optional<std::uint32_t> fourHexDigits(std::string_view text, std::size_t at) {
  std::uint32_t code = 0;
  if (at + 4 > text.size()) {
    return std::nullopt;
  }
  const auto [last, error] = std::from_chars(text.data() + at, text.data() + at + 4, code, 16);
  if (error != std::errc() || last != text.data() + at + 4) {
    return std::nullopt;
  }
  return code;
}

// Bytes of the valid UTF-8 sequence at `at` (RFC 3629); 0: there is none.
std::size_t sequenceLength(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const unsigned first = byte(0);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  if (length == 0 || at + length > text.size()) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      return 0;
    }
  }
  const bool is_out = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) >= 0xA0) ||
                      (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) >= 0x90);
  return is_out ? 0 : length;
}

}  // namespace

std::string textOf(std::string_view literal, std::size_t max_bytes, bool& was_repaired) {
  constexpr std::uint32_t kReplacement = 0xFFFD;
  std::string text;
  for (std::size_t i = 0; i < literal.size() && text.size() + 4 <= max_bytes;) {
    if (literal[i] != '\\') {
      const std::size_t length = sequenceLength(literal, i);
      if (length == 0) {
        was_repaired = true;
        appendCodePoint(text, kReplacement);
        ++i;
      } else {
        text.append(literal.substr(i, length));
        i += length;
      }
      continue;
    }
    const char kind = i + 1 < literal.size() ? literal[i + 1] : '\0';
    i += 2;
    constexpr std::string_view kEscapes = "\"\\/bfnrt";
    constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
    if (const std::size_t found = kEscapes.find(kind); found != std::string_view::npos) {
      text += kMeant[found];
      continue;
    }
    std::uint32_t code = kReplacement;
    if (const auto unit = kind == 'u' ? fourHexDigits(literal, i) : std::nullopt) {
      i += 4;
      code = *unit;
      if (code >= 0xD800 && code < 0xE000) {
        const auto low = literal.substr(std::min(i, literal.size())).starts_with("\\u") ? fourHexDigits(literal, i + 2)
                                                                                        : std::nullopt;
        const bool is_pair = code < 0xDC00 && low && *low >= 0xDC00 && *low < 0xE000;
        code = is_pair ? 0x10000 + ((code - 0xD800) << 10) + (*low - 0xDC00) : kReplacement;
        i += is_pair ? 6 : 0;
        was_repaired |= !is_pair;
      }
    } else {
      was_repaired = true;
    }
    appendCodePoint(text, code);
  }
  return text;
}

void appendQuoted(std::string& to, std::string_view text) {
  to += '"';
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::size_t length = sequenceLength(text, i);
    if (length == 0) {
      to += "\uFFFD";
    } else if (c == '"' || c == '\\') {
      to += '\\';
      to += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      fmt::format_to(std::back_inserter(to), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
      to += text.substr(i, length);
    }
    i += std::max<std::size_t>(length, 1);
  }
  to += '"';
}

}  // namespace interleave::json
