// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workload/log_text.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <array>
#include <iterator>

namespace interleave {
namespace {

constexpr std::array<const char*, 8> kPaths = {"index", "cart",          "item",         "search",
                                               "login", "static/app.js", "api/v2/order", "help"};
constexpr std::array<int, 16> kStatuses = {200, 200, 200, 200, 200, 200, 200, 200,
                                           301, 304, 404, 403, 200, 500, 503, 200};

}  // namespace

void LogText::appendLine(std::string& out) {
  const std::uint64_t dice = m_random.next();
  const int status = kStatuses[dice % kStatuses.size()];
  const std::uint64_t second = m_lines / 50;  // fifty requests a second
  fmt::format_to(std::back_inserter(out),
                 FMT_COMPILE("10.{}.{}.{} - - [{:02}/Nov/2026:{:02}:{:02}:{:02} +0000] \"GET /{}/{} HTTP/1.1\" {} {} "
                             "\"agent/{}\" 0.{:03}\n"),
                 dice >> 8 & 255, dice >> 16 & 255, dice >> 24 & 255, 1 + second / 86'400 % 30, second / 3'600 % 24,
                 second / 60 % 60, second % 60, kPaths[dice >> 32 & 7], dice >> 36 & 1023, status,
                 100 + (dice >> 48 & 8191), dice >> 61, m_random.below(1000));
  ++m_lines;
  m_failures += status >= 500 ? 1 : 0;
}

}  // namespace interleave
