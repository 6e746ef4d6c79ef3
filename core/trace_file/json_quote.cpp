// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <iterator>

#include "core/trace_file/json_scan.h"

namespace interleave::json {

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
