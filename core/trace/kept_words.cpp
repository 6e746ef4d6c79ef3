// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/kept_words.h"

#include <fmt/format.h>

#include "core/base/clock.h"

namespace interleave {

std::string keepText(std::int64_t keep_ns) {
  constexpr double kMinute_s = 60.0;
  const double keep_s = seconds(keep_ns);
  const bool is_minutes = keep_s >= kMinute_s;
  const double count = is_minutes ? keep_s / kMinute_s : keep_s;
  return fmt::format("{:.3g} {}{}", count, is_minutes ? "minute" : "second", count == 1.0 ? "" : "s");
}

std::string keptWords(const TraceSnapshot& snapshot) {
  if (snapshot.kept_from_ns <= 0) {
    return {};
  }
  if (snapshot.keep_ns <= 0) {
    return fmt::format("only what came after {:.3f} s was kept", seconds(snapshot.kept_from_ns));
  }
  std::string text = keepText(snapshot.keep_ns);
  if (text.starts_with("1 ")) {
    text.erase(0, 2);
  }
  return fmt::format("only the last {} {} kept", text, text.ends_with('s') ? "are" : "is");
}

}  // namespace interleave
