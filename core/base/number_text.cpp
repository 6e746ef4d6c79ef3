// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number_text.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace interleave {
namespace {

std::string withoutSeparators(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c != '_' && c != ',' && c != ' ') {
      plain += c;
    }
  }
  return plain;
}

std::optional<std::int64_t> wholeFrom(double value) {
  if (std::isfinite(value) && value == std::floor(value) && std::abs(value) <= 9.0e18) {
    return static_cast<std::int64_t>(value);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parseInteger(std::string_view text) {
  const std::string plain = withoutSeparators(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error == std::errc() && end == plain.data() + plain.size()) {
    return value;
  }
  if (const std::size_t caret = plain.find('^'); caret != std::string::npos) {
    const auto base = parseReal(plain.substr(0, caret));
    const auto exponent = parseReal(plain.substr(caret + 1));
    return base && exponent ? wholeFrom(std::pow(*base, *exponent)) : std::nullopt;
  }
  const auto real = parseReal(plain);
  return real ? wholeFrom(*real) : std::nullopt;
}

std::optional<double> parseReal(std::string_view text) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::string groupedDigits(std::int64_t value) {
  std::string digits = fmt::format("{}", value);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string durationText(double seconds) {
  const double size = std::abs(seconds);
  double value = seconds;
  const char* unit = "s";
  if (size < 1e-6) {
    value = seconds * 1e9;
    unit = "ns";
  } else if (size < 1e-3) {
    value = seconds * 1e6;
    unit = "µs";
  } else if (size < 0.9995) {
    value = seconds * 1e3;
    unit = "ms";
  }
  const double shown = std::abs(value);
  const int decimals = shown == 0.0 ? 0 : shown < 9.995 ? 2 : shown < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f} {}", value, decimals, unit);
}

}  // namespace interleave
