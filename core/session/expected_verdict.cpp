// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/expected_verdict.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/names.h"

namespace interleave {
namespace {

using nlohmann::json;

constexpr Pattern kPatterns[] = {Pattern::Interleaved, Pattern::Parallel,  Pattern::Serial,
                                 Pattern::StairStep,   Pattern::Straggler, Pattern::Oversubscribed,
                                 Pattern::Convoy,      Pattern::Starved,   Pattern::Deadlocked};
constexpr Bound kBounds[] = {Bound::Cpu, Bound::Io, Bound::Copying, Bound::Mixed};

template <class T, std::size_t count>
Result<T> named(const char* what, const json& given, const T (&all)[count]) {
  std::vector<std::string> valid;
  for (const T one : all) {
    valid.emplace_back(name(one));
    if (given.is_string() && given == valid.back()) {
      return one;
    }
  }
  return fail(ErrorCode::InvalidArgument, unknownName(what, given.dump(), valid));
}

json asList(const json& given) {
  return given.is_array() ? given : json::array({given});
}

Result<std::vector<std::optional<Pattern>>> patternsIn(const json& given) {
  std::vector<std::optional<Pattern>> patterns;
  for (const json& one : asList(given)) {
    if (one.is_null()) {
      patterns.emplace_back(std::nullopt);
      continue;
    }
    const auto pattern = named("pattern", one, kPatterns);
    if (!pattern) {
      return tl::unexpected(pattern.error());
    }
    patterns.emplace_back(*pattern);
  }
  return patterns;
}

template <class T>
std::string joined(const std::vector<T>& all, std::string (*word)(const T&)) {
  std::string text;
  for (const T& one : all) {
    text += (text.empty() ? "" : " or ") + word(one);
  }
  return text;
}

}  // namespace

const std::vector<std::optional<Pattern>>& ExpectedVerdict::rightPatterns(int workers, int cores) const {
  return workers > cores && !crowded.empty() ? crowded : patterns;
}

bool ExpectedVerdict::isMetBy(const std::optional<Verdict>& verdict, int workers, int cores) const {
  const auto& right = rightPatterns(workers, cores);
  const auto pattern = verdict ? std::optional(verdict->pattern) : std::nullopt;
  if (std::find(right.begin(), right.end(), pattern) == right.end()) {
    return false;
  }
  return !verdict || bounds.empty() ||
         (verdict->bound && std::find(bounds.begin(), bounds.end(), *verdict->bound) != bounds.end());
}

std::string ExpectedVerdict::text(int workers, int cores) const {
  std::string text = joined<std::optional<Pattern>>(
      rightPatterns(workers, cores),
      [](const std::optional<Pattern>& one) { return one ? std::string(name(*one)) : std::string("none"); });
  if (!bounds.empty()) {
    text += ", " + joined<Bound>(bounds, [](const Bound& one) { return std::string(name(one)); });
  }
  return text;
}

Result<ExpectedVerdict> expectedVerdictFromJson(const json& given) {
  ExpectedVerdict expected;
  if (given.is_null()) {
    expected.patterns.emplace_back(std::nullopt);
    return expected;
  }
  if (!given.is_object() || !given.contains("pattern")) {
    return fail(ErrorCode::InvalidArgument, "'verdict' must be null or an object with a pattern");
  }
  for (const auto& [key, value] : given.items()) {
    if (key == "pattern" || key == "crowded") {
      auto patterns = patternsIn(value);
      if (!patterns) {
        return tl::unexpected(patterns.error());
      }
      (key == "pattern" ? expected.patterns : expected.crowded) = std::move(*patterns);
    } else if (key == "bound") {
      for (const json& one : asList(value)) {
        const auto bound = named("bound", one, kBounds);
        if (!bound) {
          return tl::unexpected(bound.error());
        }
        expected.bounds.push_back(*bound);
      }
    } else {
      return fail(ErrorCode::InvalidArgument, unknownName("field of 'verdict'", key, {"pattern", "crowded", "bound"}));
    }
  }
  return expected;
}

std::string shortText(const std::optional<Verdict>& verdict) {
  if (!verdict) {
    return "none";
  }
  return name(verdict->pattern) + (verdict->bound ? std::string(", ") + name(*verdict->bound) : std::string());
}

}  // namespace interleave
