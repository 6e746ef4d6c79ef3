// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/keep_minutes.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/base/number_text.h"

namespace interleave::ui {

void addKeepTo(CLI::App& command, std::optional<std::string>& minutes) {
  command
      .add_option("--keep-minutes", minutes,
                  "keeps this many of the newest minutes of the trace and drops what is older, such as 5 or 0.5")
      ->group("Outputs");
}

Result<std::int64_t> toKeep_ns(const std::optional<std::string>& minutes) {
  constexpr double kMost = 1e6;  // a trace has room for 78 hours
  constexpr double kMinute_ns = 60e9;
  if (!minutes) {
    return 0;
  }
  const auto value = parseReal(*minutes);
  if (!value || *value <= 0.0 || *value > kMost) {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("--keep-minutes: '{}' is not a number of minutes above 0", *minutes));
  }
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(*value * kMinute_ns));
}

}  // namespace interleave::ui
