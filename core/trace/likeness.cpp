// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace/likeness.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/clock.h"
#include "core/base/number_text.h"

namespace interleave {
namespace {

// A clock's tick apart is the same.
constexpr double kLeast = 1e-3;

double ratioOf(double one, double other) {
  one = std::max(one, kLeast);
  other = std::max(other, kLeast);
  return std::min(one, other) / std::max(one, other);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

RunTraits traitsOf(const TraceSnapshot& snapshot, const RunFigures& figures) {
  RunTraits traits;
  traits.overlap = figures.overlap;
  traits.elapsed_ns = figures.elapsed_ns;
  const std::vector<RunningSlice> slices = runningSlices(snapshot);
  for (std::size_t i = 0; i < slices.size(); ++i) {
    traits.slices_ms.push_back(static_cast<double>(slices[i].end_ns - slices[i].begin_ns) / 1e6);
    // Where they overlap nothing was handed on.
    if (i > 0 && slices[i].track != slices[i - 1].track && slices[i].begin_ns >= slices[i - 1].end_ns) {
      traits.hand_offs_us.push_back(static_cast<double>(slices[i].begin_ns - slices[i - 1].end_ns) / 1e3);
    }
  }
  return traits;
}

double kolmogorovSmirnov(std::vector<double> one, std::vector<double> other) {
  std::sort(one.begin(), one.end());
  std::sort(other.begin(), other.end());
  double largest = 0.0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < one.size() && j < other.size()) {
    const double value = std::min(one[i], other[j]);
    while (i < one.size() && one[i] <= value) {
      ++i;
    }
    while (j < other.size() && other[j] <= value) {
      ++j;
    }
    largest = std::max(largest, std::abs(static_cast<double>(i) / static_cast<double>(one.size()) -
                                         static_cast<double>(j) / static_cast<double>(other.size())));
  }
  return largest;
}

std::optional<double> Likeness::score() const {
  double sum = 0.0;
  int count = 0;
  for (const std::optional<double>& part : {hand_off, slices, overlap, elapsed}) {
    sum += part.value_or(0.0);
    count += part ? 1 : 0;
  }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

Likeness likeness(const RunTraits& one, const RunTraits& other) {
  Likeness parts;
  if (!one.hand_offs_us.empty() && !other.hand_offs_us.empty()) {
    parts.hand_off = ratioOf(median(one.hand_offs_us), median(other.hand_offs_us));
  }
  if (!one.slices_ms.empty() && !other.slices_ms.empty()) {
    parts.slices = 1.0 - kolmogorovSmirnov(one.slices_ms, other.slices_ms);
  }
  if (one.overlap && other.overlap) {
    parts.overlap = 1.0 - std::abs(*one.overlap - *other.overlap);
  }
  if (one.elapsed_ns > 0 && other.elapsed_ns > 0) {
    parts.elapsed = ratioOf(static_cast<double>(one.elapsed_ns), static_cast<double>(other.elapsed_ns));
  }
  return parts;
}

LikenessReport likenessReport(const RunTraits& one, const RunTraits& other) {
  LikenessReport report;
  report.alike = likeness(one, other);
  const auto duration = [](const std::vector<double>& values, double in_s) {
    return values.empty() ? std::string("-") : durationText(median(values) * in_s);
  };
  const auto ratio = [](const std::optional<double>& value) {
    return value ? fmt::format("{:.3f}", *value) : std::string("-");
  };
  report.parts = {
      {"Hand-off", duration(one.hand_offs_us, 1e-6), duration(other.hand_offs_us, 1e-6), report.alike.hand_off},
      {"Slice", duration(one.slices_ms, 1e-3), duration(other.slices_ms, 1e-3), report.alike.slices},
      {"Overlap", ratio(one.overlap), ratio(other.overlap), report.alike.overlap},
      {"Elapsed", fmt::format("{:.3f} s", seconds(one.elapsed_ns)), fmt::format("{:.3f} s", seconds(other.elapsed_ns)),
       report.alike.elapsed}};
  const std::optional<double> score = report.alike.score();
  report.words = !score          ? "There is nothing to hold against each other."
                 : *score >= 0.9 ? fmt::format("{:.2f} alike: the emulation does what the real one does.", *score)
                 : *score >= 0.7 ? fmt::format("{:.2f} alike: much the same, with differences.", *score)
                                 : fmt::format("{:.2f} alike: they differ.", *score);
  return report;
}

}  // namespace interleave
