// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/scheduler_address.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "core/base/number_text.h"
#include "core/experiment/experiment.h"

namespace interleave {
namespace {

constexpr std::int64_t kUsualPort = 8786;
constexpr std::int64_t kLastPort = 65'535;

// A name, an IPv4 address, or an IPv6 address in its brackets.
bool isHost(const std::string& text) {
  const bool is_bracketed = text.starts_with('[') && text.ends_with(']');
  const std::string inner = is_bracketed ? text.substr(1, text.size() - 2) : text;
  const auto fits = [&](unsigned char c) {
    return c < 128 &&
           (std::isalnum(c) != 0 || c == '.' || (is_bracketed ? c == ':' || c == '%' : c == '-' || c == '_'));
  };
  return !inner.empty() && std::all_of(inner.begin(), inner.end(), fits);
}

}  // namespace

Result<std::string> schedulerAddress(const std::string& typed) {
  const auto refused = [&](const std::string& why) {
    std::string shown = typed.substr(0, 100);
    std::replace_if(
        shown.begin(), shown.end(), [](unsigned char c) { return c < ' '; }, ' ');
    return fail(
        ErrorCode::InvalidArgument,
        fmt::format("scheduler: '{}' {}: write it as tcp://host:port, such as tcp://192.168.1.20:8786", shown, why));
  };
  if (typed.size() > Limits::kLongestScheduler) {
    return refused("is too long");
  }
  const std::size_t slashes = typed.find("://");
  const std::string protocol = slashes == std::string::npos ? "tcp" : typed.substr(0, slashes);
  if (protocol != "tcp" && protocol != "tls") {
    return refused("begins with neither tcp:// nor tls://");
  }
  std::string host = slashes == std::string::npos ? typed : typed.substr(slashes + 3);
  std::optional<std::int64_t> port = kUsualPort;
  const std::size_t colon = host.rfind(':');
  if (colon != std::string::npos && !host.ends_with(']')) {
    port = parseInteger(host.substr(colon + 1));
    host.resize(colon);
  }
  if (!isHost(host)) {
    return refused("names no host");
  }
  if (!port || *port < 1 || *port > kLastPort) {
    return refused("has no port from 1 to 65535");
  }
  return fmt::format("{}://{}:{}", protocol, host, *port);
}

}  // namespace interleave
