// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sweep_verdict.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/number_text.h"

namespace interleave {
namespace {

constexpr double kWidestInterval = 0.5;  // of a serial fraction worth telling
constexpr double kProportion = 1.25;     // of a growth that counts as in proportion

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

bool isSimpler(const SweptPoint* a, const SweptPoint* b) {
  return a->workers != b->workers ? a->workers < b->workers : a->model < b->model;
}

// What the others are held against: serial, else the first of the chosen one's own series.
const SweptPoint* referenceOf(const SweptRuns& runs, const SweptSeries& series) {
  for (const SweptPoint* point : pointsOf(runs)) {
    if (point->model == Model::Serial) {
      return point;
    }
  }
  return &series.points.front();
}

std::string whyFlat(const SweptRuns& runs) {
  for (const SweptSeries& series : runs.series) {
    if (!runs.has_gil || series.points.size() < 2 || series.points.front().model != Model::Threads) {
      continue;
    }
    const auto [fastest, slowest] =
        std::minmax_element(series.points.begin(), series.points.end(),
                            [](const SweptPoint& a, const SweptPoint& b) { return a.median_s < b.median_s; });
    if (fastest->workers == 1 || difference(*fastest, *slowest) == Difference::Equal) {
      return " Threads gain nothing from more workers: they take turns under the GIL.";
    }
  }
  return {};
}

std::string whySerial(const SweptSeries& series) {
  const auto& fit = series.fit;
  if (!fit || fit->most - fit->least > kWidestInterval) {
    return {};
  }
  const std::string limit = fit->least > 0.0 ? fmt::format(", so no number of workers makes it more than {} as fast",
                                                           timesText(*fit->limit()))
                                             : "";
  return fmt::format(" {:.1f} % of the work is serial ({:.1f} to {:.1f} %) by Amdahl's law{}.",
                     fit->serial_fraction * 100.0, fit->least * 100.0, fit->most * 100.0, limit);
}

std::string whyNoMore(const SweptRuns& runs, const SweptSeries& series) {
  if (!series.knee) {
    return {};
  }
  const int knee = *series.knee;
  const std::string why = knee == runs.jobs
                              ? fmt::format(": there {} {} job{}", knee == 1 ? "is" : "are", knee, knee == 1 ? "" : "s")
                          : knee == runs.cores ? fmt::format(": the machine has {} core{}", knee, knee == 1 ? "" : "s")
                                               : std::string();
  return fmt::format(" Beyond {} worker{} more hardly pay{}.", knee, knee == 1 ? "" : "s", why);
}

std::optional<SweepVerdict> ofWorkers(const SweptRuns& runs) {
  const SweptPoints all = pointsOf(runs);
  const SweptPoint* best = *std::min_element(all.begin(), all.end(), isFaster);
  const SweptPoint* chosen = best;
  for (const SweptPoint* point : all) {
    if (difference(*best, *point) == Difference::Equal && isSimpler(point, chosen)) {
      chosen = point;
    }
  }
  const bool is_thin = std::any_of(all.begin(), all.end(), [&](const SweptPoint* point) {
    return point->workers < chosen->workers && difference(*best, *point) == Difference::Unclear;
  });
  if (is_thin) {
    return std::nullopt;
  }
  const SweptSeries& series = *std::find_if(runs.series.begin(), runs.series.end(), [&](const SweptSeries& one) {
    return !one.points.empty() && chosen >= &one.points.front() && chosen <= &one.points.back();
  });
  const SweptPoint* reference = referenceOf(runs, series);
  SweepVerdict verdict;
  verdict.recommended = Recommendation{chosen->model, chosen->workers};
  if (chosen->workers == 1) {
    const SweptPoint* slowest = *std::max_element(all.begin(), all.end(), isFaster);
    verdict.headline = "More workers gain nothing.";
    verdict.explanation = fmt::format("{}, {}.{}{}", capital(takes(*chosen)), takes(*slowest), whyFlat(runs),
                                      whySerial(series.points.size() > 1 ? series : runs.series.back()));
    verdict.advice =
        chosen->model == Model::Serial ? "Stay serial." : fmt::format("Use {}.", counted(chosen->model, 1));
    return verdict;
  }
  const double ratio = reference->median_s / chosen->median_s;
  verdict.headline =
      fmt::format("{} as fast with {}.", capital(timesText(ratio)), counted(chosen->model, chosen->workers));
  verdict.explanation = fmt::format("{}, {}.{}{}{}", capital(takes(*chosen)), takes(*reference), whySerial(series),
                                    whyFlat(runs), whyNoMore(runs, series));
  const bool is_last = chosen == &series.points.back() && series.points.size() > 1;
  const bool may_gain = is_last && !series.knee && runs.key == "workers" && chosen->workers < runs.jobs;
  verdict.advice = fmt::format("Use {}{}.", counted(chosen->model, chosen->workers),
                               may_gain ? "; more may gain yet, for each step paid" : "");
  return verdict;
}

std::optional<SweepVerdict> ofSetting(const SweptRuns& runs) {
  const SweptPoints all = pointsOf(runs);
  const SweptPoint* best = *std::min_element(all.begin(), all.end(), isFaster);
  const SweptPoint* worst = *std::max_element(all.begin(), all.end(), isFaster);
  SweepVerdict verdict;
  const auto range = [&] {
    return fmt::format("{} = {} takes {}, {} takes {}.", runs.key, best->value, durationText(best->median_s),
                       worst->value, durationText(worst->median_s));
  };
  switch (difference(*best, *worst)) {
    case Difference::Unclear:
      return std::nullopt;
    case Difference::Equal:
      verdict.headline = "It makes no clear difference.";
      verdict.explanation = capital(range());
      return verdict;
    case Difference::Clear:
      break;
  }
  verdict.headline = fmt::format("Fastest at {} = {}.", runs.key, best->value);
  verdict.explanation =
      fmt::format("{} The slowest takes {} as long.", capital(range()), timesText(worst->median_s / best->median_s));
  return verdict;
}

// The point at `value` that is clearly the fastest; nothing where none is, or there are not two.
const SweptPoint* winnerAt(const SweptRuns& runs, const std::string& value) {
  SweptPoints here;
  for (const SweptPoint* point : pointsOf(runs)) {
    if (point->value == value) {
      here.push_back(point);
    }
  }
  if (here.size() < 2) {
    return nullptr;
  }
  const SweptPoint* best = *std::min_element(here.begin(), here.end(), isFaster);
  const bool is_clear = std::all_of(here.begin(), here.end(), [&](const SweptPoint* point) {
    return point == best || difference(*best, *point) == Difference::Clear;
  });
  return is_clear ? best : nullptr;
}

std::optional<SweepVerdict> ofModels(const SweptRuns& runs) {
  SweptPoints winners;
  for (const SweptPoint& point : runs.series.front().points) {
    const SweptPoint* winner = winnerAt(runs, point.value);
    if (winner == nullptr) {
      return std::nullopt;  // a value at which none is ahead: no rule without an exception
    }
    winners.push_back(winner);
  }
  std::size_t changes = 0;
  std::size_t last = 0;
  for (std::size_t i = 1; i < winners.size(); ++i) {
    if (winners[i]->model != winners[i - 1]->model) {
      ++changes;
      last = i;
    }
  }
  if (winners.size() < 2 || changes > 1) {
    return std::nullopt;
  }
  SweepVerdict verdict;
  const SweptPoint& first = *winners.front();
  const SweptPoint& end = *winners.back();
  if (changes == 0) {
    verdict.headline = fmt::format("{} {} fastest at every value.", capital(counted(first.model, first.workers)),
                                   first.workers == 1 ? "is" : "are");
    verdict.explanation = fmt::format("{} at {} = {}, {} at {}.", capital(takes(first)), runs.key, first.value,
                                      durationText(end.median_s), end.value);
    verdict.advice = fmt::format("Use {}.", counted(first.model, first.workers));
    verdict.recommended = Recommendation{first.model, first.workers};
    return verdict;
  }
  verdict.headline = fmt::format("It depends on {}.", runs.key);
  verdict.explanation =
      fmt::format("Up to {}: {}. From {} on: {}.", winners[last - 1]->value, counted(first.model, first.workers),
                  winners[last]->value, counted(end.model, end.workers));
  return verdict;
}

std::optional<SweepVerdict> ofGrowth(const SweptRuns& runs) {
  const std::vector<SweptPoint>& points = runs.series.front().points;
  const auto number = [](const SweptPoint& point) {
    const auto whole = parseInteger(point.value);
    return whole ? std::optional(static_cast<double>(*whole)) : parseReal(point.value);
  };
  const auto first = number(points.front());
  const auto last = number(points.back());
  if (!first || !last || *first <= 0.0 || *last < 2.0 * *first || points.front().median_s * 1e9 < kShortestRun_ns) {
    return std::nullopt;
  }
  const double values = *last / *first;
  const double grown = points.back().median_s / points.front().median_s;
  SweepVerdict verdict;
  verdict.headline = grown / values > kProportion   ? "The time grows faster than in proportion."
                     : values / grown > kProportion ? "The time grows less than in proportion."
                                                    : "The time grows in proportion.";
  verdict.explanation =
      fmt::format("{} from {} to {} is {}, the time from {} to {} is {}.", capital(runs.key), points.front().value,
                  points.back().value, timesText(values), durationText(points.front().median_s),
                  durationText(points.back().median_s), timesText(grown));
  return verdict;
}

}  // namespace

std::string SweepVerdict::text() const {
  return headline + " " + explanation + (advice.empty() ? "" : " " + advice);
}

std::optional<SweepVerdict> verdictOf(const SweptRuns& runs) {
  SweptRuns measured = runs;
  std::erase_if(measured.series, [](const SweptSeries& series) { return series.points.empty(); });
  const SweptPoints all = pointsOf(measured);
  const bool is_long = std::any_of(all.begin(), all.end(), [](const SweptPoint* point) {
    return point->median_s * 1e9 >= static_cast<double>(kShortestRun_ns);
  });
  const bool is_computing =
      std::any_of(all.begin(), all.end(), [](const SweptPoint* point) { return point->parallelism >= kComputing; });
  const bool is_disturbed = is_computing && runs.others_load.value_or(0.0) > kMostOthers;
  if (all.size() < 2 || !is_long || is_disturbed) {
    return std::nullopt;
  }
  if (runs.key == "workers" || runs.key == "model") {
    return ofWorkers(measured);
  }
  if (measured.series.size() > 1) {
    return ofModels(measured);
  }
  return runs.key == "switch-interval" ? ofSetting(measured) : ofGrowth(measured);
}

}  // namespace interleave
