// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as people write and read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace interleave {

/// A whole number, also written 1_000_000, 1,000,000, 1 000 000, 1e6 or 10^6. Nothing for anything else or too large.
std::optional<std::int64_t> parseInteger(std::string_view text);
/// A finite number with a decimal point, whatever the locale.
std::optional<double> parseReal(std::string_view text);
/// 1000000 → "1,000,000".
std::string groupedDigits(std::int64_t value);
/// A length of time with a unit that fits it and three digits: "348 ms", "5.08 ms", "1.25 s", "8.40 ns".
std::string durationText(double seconds);

}  // namespace interleave
