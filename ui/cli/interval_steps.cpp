// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cli/interval_steps.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "core/base/number_text.h"

namespace interleave::ui {
namespace {

// In seconds; `usual` is the unit of a number without one.
std::optional<double> durationIn_s(std::string text, const char* usual) {
  constexpr std::pair<const char*, double> kUnits[] = {{"us", 1e-6}, {"ms", 1e-3}, {"s", 1.0}};
  if (!text.empty() && (text.back() == '.' || (text.back() >= '0' && text.back() <= '9'))) {
    text += usual;
  }
  for (const auto& [unit, in_s] : kUnits) {
    if (text.ends_with(unit)) {
      const auto value = parseReal(text.substr(0, text.size() - std::char_traits<char>::length(unit)));
      return value ? std::optional(*value * in_s) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<IntervalStep>> toIntervalSteps(const std::vector<std::string>& texts, const Experiment& experiment) {
  std::vector<IntervalStep> steps;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    const auto at_s = durationIn_s(text.substr(0, equals), "s");
    const auto interval_s = equals == std::string::npos ? std::nullopt : durationIn_s(text.substr(equals + 1), "ms");
    if (!at_s || !interval_s || *at_s < 0.0) {
      return fail(ErrorCode::InvalidArgument,
                  fmt::format("--switch-interval-at {}: write it as TIME=INTERVAL, such as 0.5s=1ms", text));
    }
    steps.push_back({*at_s, *interval_s * 1e3});
    if (const Status ok = checkInterval(experiment, steps.back().interval_ms); !ok) {
      return fail(ok.error().code, fmt::format("--switch-interval-at {}: {}", text, ok.error().message));
    }
  }
  return steps;
}

}  // namespace interleave::ui
