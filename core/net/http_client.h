// SPDX-License-Identifier: GPL-3.0-or-later
// One blocking HTTP/1.1 GET from 127.0.0.1, on a connection of its own.
// Threading: any thread. Errors: TimedOut; Cancelled when `stop_fd` became readable; Io or NotFound when the connection
// was refused or broke; Protocol when the answer is not HTTP. A status other than 200 is an answer, not an error.
// Source: RFC 9112 "HTTP/1.1".
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace interleave {

struct HttpAnswer {
  int status = 0;
  std::uint64_t body_bytes = 0;
};

/// `timeout_ns` covers everything from connecting to the last byte. `stop_fd` below 0: nothing can stop it.
Result<HttpAnswer> httpGet(std::uint16_t port, const std::string& target, std::int64_t timeout_ns, int stop_fd);

}  // namespace interleave
