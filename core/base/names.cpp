// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace interleave {
namespace {

// Levenshtein's distance with one row of memory.
std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearestName(std::string_view given, const std::vector<std::string>& valid) {
  if (given.size() > 100) {
    return {};
  }
  std::string nearest;
  std::size_t smallest = std::max<std::size_t>(2, given.size() / 2) + 1;
  for (const std::string& name : valid) {
    const std::size_t distance = editDistance(given, name);
    const bool starts = !given.empty() && name.starts_with(given);
    if (distance < smallest || (starts && nearest.empty())) {
      nearest = name;
      smallest = std::min(distance, smallest);
    }
  }
  return nearest;
}

std::string unknownName(std::string_view what, std::string_view given, const std::vector<std::string>& valid) {
  const std::string nearest = nearestName(given, valid);
  const std::string hint = nearest.empty() ? std::string() : fmt::format(": did you mean '{}'?", nearest);
  return fmt::format("unknown {} '{}'{}{} Valid: {}.", what, given.substr(0, 100), hint, hint.empty() ? "." : "",
                     fmt::join(valid, ", "));
}

}  // namespace interleave
