// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/measurement.h"

#include <fmt/format.h>

#include <cmath>

namespace interleave {

namespace {

// A bound: rounded up, never down.
std::string boundText(std::int64_t ns) {
  const double ms = std::ceil(static_cast<double>(ns) / 1e5) / 10.0;
  return fmt::format("{:.{}f} ms", ms, ms < 100.0 ? 1 : 0);
}

}  // namespace

std::string toldBy(const Measurement& measurement) {
  if (measurement.source.empty()) {
    return {};
  }
  return fmt::format("from {}, clocks aligned within {}", measurement.source, boundText(measurement.clock_error_ns));
}

std::string toldByInShort(const Measurement& measurement) {
  if (measurement.source.empty()) {
    return {};
  }
  return fmt::format("{} ± {}", measurement.source, boundText(measurement.clock_error_ns));
}

}  // namespace interleave
