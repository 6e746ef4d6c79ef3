// SPDX-License-Identifier: GPL-3.0-or-later
// The part of an HTTP answer before its body. Threading: pure functions. Source: RFC 9112.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace interleave {

struct HttpHead {
  int status = 0;
  std::uint64_t body_bytes = 0;
};

/// `text` ends with the empty line. Nothing where it is not HTTP, or does not say how long the body is.
std::optional<HttpHead> parseHttpHead(std::string_view text);

}  // namespace interleave
