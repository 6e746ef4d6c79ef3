// SPDX-License-Identifier: GPL-3.0-or-later
// --keep-minutes: how much of a long run's trace is kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace CLI {
class App;
}

namespace interleave::ui {

/// As typed; nothing where it was not.
void addKeepTo(CLI::App& command, std::optional<std::string>& minutes);
/// In nanoseconds, 0: all. Fails with a line for the person when it is no number above 0.
Result<std::int64_t> toKeep_ns(const std::optional<std::string>& minutes);

}  // namespace interleave::ui
