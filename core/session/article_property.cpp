// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/article_property.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/names.h"

namespace interleave {
namespace {

using nlohmann::json;
using Titles = std::vector<std::string>;
using Records = std::vector<RunRecord>;

bool within(const Condition& condition, double value) {
  return (!condition.at_most || value <= *condition.at_most) && (!condition.at_least || value >= *condition.at_least) &&
         (!condition.below || value < *condition.below) && (!condition.above || value > *condition.above) &&
         (!condition.is || value == *condition.is);
}

bool isLess(const RunRecord& record, const RunRecord& than, const std::string& figure) {
  const auto value = figureOf(record, figure);
  const auto other = figureOf(than, figure);
  return value && other && *value < *other;
}

// Which of the sizes it is; nothing when it is not even the last.
std::optional<std::size_t> crossoverOf(const Condition& condition, const Records& records) {
  std::size_t first = condition.runs.size();
  while (first > 0 &&
         isLess(records[condition.runs[first - 1]], records[condition.others[first - 1]], condition.figure)) {
    --first;
  }
  return first < condition.runs.size() ? std::optional(first) : std::nullopt;
}

bool holds(const Condition& condition, const Records& records) {
  const auto figure = [&](std::size_t run) { return figureOf(records[run], condition.figure); };
  switch (condition.kind) {
    case Condition::Kind::Figure: {
      const auto value = figure(condition.runs[0]);
      return value && within(condition, *value);
    }
    case Condition::Kind::Ratio: {
      const auto value = figure(condition.runs[0]);
      const auto other = figure(condition.runs[1]);
      return value && other && *other > 0.0 && within(condition, *value / *other);
    }
    case Condition::Kind::Crossover:
      return crossoverOf(condition, records).has_value();
    case Condition::Kind::Falls:
      break;
  }
  for (std::size_t i = 1; i < records.size(); ++i) {
    if (!isLess(records[i], records[i - 1], condition.figure)) {
      return false;
    }
  }
  return true;
}

std::string ratioText(const Condition& condition, const Titles& titles, const Records& records) {
  const auto value = figureOf(records[condition.runs[0]], condition.figure);
  const auto other = figureOf(records[condition.runs[1]], condition.figure);
  if (!value || !other || *other <= 0.0) {
    return {};
  }
  return fmt::format("{}: {} {:.3f} times that of {}", titles[condition.runs[0]], figureName(condition.figure),
                     *value / *other, titles[condition.runs[1]]);
}

std::string crossoverText(const Condition& condition, const Records& records) {
  const auto at = crossoverOf(condition, records);
  if (!at) {
    return fmt::format("{} is not ahead even at {}", condition.who, condition.sizes.back());
  }
  return fmt::format("{} is ahead from {} on{} ({} {} against {})", condition.who, condition.sizes[*at],
                     *at == 0 ? ", the smallest size tried" : "", figureName(condition.figure),
                     figureText(condition.figure, figureOf(records[condition.runs[*at]], condition.figure)),
                     figureText(condition.figure, figureOf(records[condition.others[*at]], condition.figure)));
}

bool areTexts(const json& given) {
  return given.is_array() && std::all_of(given.begin(), given.end(), [](const json& one) { return one.is_string(); });
}

Result<std::vector<std::size_t>> placesOf(const json& given, std::size_t first, const Titles& titles) {
  std::vector<std::size_t> places;
  for (std::size_t i = first; i < given.size(); ++i) {
    const auto found = std::find(titles.begin(), titles.end(), given[i].get<std::string>());
    if (found == titles.end()) {
      return fail(ErrorCode::InvalidArgument, unknownName("run", given[i].get<std::string>(), titles));
    }
    places.push_back(static_cast<std::size_t>(found - titles.begin()));
  }
  return places;
}

// Whether it was one of the plain fields.
bool readPlain(const std::string& key, const json& value, Condition& to) {
  if (value.is_number()) {
    for (const auto& [name, limit] :
         {std::pair("at_most", &to.at_most), std::pair("at_least", &to.at_least), std::pair("below", &to.below),
          std::pair("above", &to.above), std::pair("is", &to.is)}) {
      if (key == name) {
        *limit = value.get<double>();
        return true;
      }
    }
  }
  if (key == "cores" && value.is_number_integer()) {
    to.cores = value.get<int>();
  } else if (key == "quiet" && value.is_boolean()) {
    to.needs_quiet = value.get<bool>();
  } else if (key == "who" && value.is_string()) {
    to.who = value.get<std::string>();
  } else if (key == "at" && areTexts(value)) {
    to.sizes = value.get<std::vector<std::string>>();
  } else {
    return false;
  }
  return true;
}

std::vector<std::string> figureLines(const std::vector<Condition>& conditions, const Titles& titles,
                                     const Records& records) {
  std::vector<std::string> figures{"elapsed"};
  for (const Condition& condition : conditions) {
    if (std::find(figures.begin(), figures.end(), condition.figure) == figures.end()) {
      figures.push_back(condition.figure);
    }
  }
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::string& line = lines.emplace_back(titles[i] + ":");
    for (std::size_t f = 0; f < figures.size(); ++f) {
      line += fmt::format("{} {}{}", f == 0 ? "" : ",", f == 0 ? "" : figureName(figures[f]) + " ",
                          figureText(figures[f], figureOf(records[i], figures[f])));
    }
  }
  return lines;
}

}  // namespace

Result<Condition> conditionFromJson(const json& given, const Titles& titles) {
  Condition condition;
  const auto wrong = [](const std::string& what) { return fail(ErrorCode::InvalidArgument, "a condition's " + what); };
  if (!given.is_object()) {
    return wrong("JSON must be an object");
  }
  bool has_kind = false;
  for (const auto& [key, value] : given.items()) {
    const bool is_named = (key == "falls" || key == "crossover") && value.is_string();
    const bool is_listed =
        (key == "figure" || key == "ratio") && areTexts(value) && value.size() == (key == "figure" ? 2u : 3u);
    if (is_named) {
      condition.kind = key == "falls" ? Condition::Kind::Falls : Condition::Kind::Crossover;
      condition.figure = value.get<std::string>();
      has_kind = true;
    } else if (is_listed || ((key == "ahead" || key == "behind") && areTexts(value))) {
      auto places = placesOf(value, is_listed ? 1 : 0, titles);
      if (!places) {
        return tl::unexpected(places.error());
      }
      (key == "behind" ? condition.others : condition.runs) = std::move(*places);
      if (is_listed) {
        condition.kind = key == "figure" ? Condition::Kind::Figure : Condition::Kind::Ratio;
        condition.figure = value[0].get<std::string>();
        has_kind = true;
      }
    } else if (!readPlain(key, value, condition)) {
      return wrong("'" + key + "' is unknown or of the wrong type");
    }
  }
  const bool compares = condition.kind == Condition::Kind::Falls || condition.kind == Condition::Kind::Crossover;
  if (!has_kind || condition.hasLimit() == compares) {
    return wrong("figure or limit is missing");
  }
  if (condition.kind == Condition::Kind::Crossover &&
      (condition.runs.empty() || condition.others.size() != condition.runs.size() ||
       condition.sizes.size() != condition.runs.size() || condition.who.empty())) {
    return wrong("crossover needs who, and as many runs ahead as behind and sizes at which they are");
  }
  return condition;
}

ArticleFinding judgeBy(const std::vector<Condition>& conditions, const Titles& titles, const Records& records,
                       Around around) {
  // Who else computes decides over what overlaps and who is faster.
  double others = 0.0;
  for (const RunRecord& record : records) {
    others = std::max(others, othersLoad(record.loads).value_or(0.0));
  }
  const bool is_quiet = around == Around::AsMeasured && others < kWorthSaying;
  bool is_all_asked = true;
  ArticleFinding finding;
  finding.holds = true;
  for (const Condition& condition : conditions) {
    const bool has_cores = records.front().machine.cores >= condition.cores;
    is_all_asked = is_all_asked && (is_quiet || !has_cores || !condition.needs_quiet);
    const bool is_asked = has_cores && (is_quiet || !condition.needs_quiet);
    finding.holds = finding.holds && (!is_asked || holds(condition, records));
  }
  finding.lines = figureLines(conditions, titles, records);
  for (const Condition& condition : conditions) {
    std::string line = condition.kind == Condition::Kind::Ratio       ? ratioText(condition, titles, records)
                       : condition.kind == Condition::Kind::Crossover ? crossoverText(condition, records)
                                                                      : std::string();
    // One ratio may have two bounds: for any machine, and for a quiet one.
    if (std::find(finding.lines.begin(), finding.lines.end(), line) == finding.lines.end()) {
      finding.lines.push_back(std::move(line));
    }
  }
  std::erase(finding.lines, "");
  if (others >= kWorthSaying) {
    finding.lines.push_back(fmt::format("other programs had up to {:.0f} % of the cores meanwhile{}", others * 100.0,
                                        is_all_asked ? "" : ", so what needs a quiet machine was not asked"));
  }
  finding.sentence = fmt::format("{}", fmt::join(finding.lines, "; "));
  return finding;
}

}  // namespace interleave
