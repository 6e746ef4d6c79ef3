// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sweep_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/experiment/catalogue.h"

namespace interleave {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : ",") + part;
  }
  return text;
}

// 1, 2, 4, ... up to `most`.
std::string powersUpTo(int most) {
  std::vector<std::string> values;
  for (int value = 1; value <= most; value *= 2) {
    values.push_back(std::to_string(value));
  }
  return joined(values);
}

std::string usualOf(const ParameterSpec& spec, const ParameterValue& now) {
  if (spec.kind == ParameterKind::Choice) {
    return joined(spec.choices);
  }
  std::vector<std::string> values;
  for (const double share : {0.25, 0.5, 1.0, 2.0}) {
    const double value = share * (spec.kind == ParameterKind::Real ? std::get<double>(now)
                                                                   : static_cast<double>(std::get<std::int64_t>(now)));
    const bool is_whole = spec.kind == ParameterKind::Integer;
    const double kept = std::clamp(is_whole ? std::round(value) : value, spec.least, spec.most);
    const std::string text = is_whole ? std::to_string(static_cast<std::int64_t>(kept)) : fmt::format("{}", kept);
    if (values.empty() || values.back() != text) {
      values.push_back(text);
    }
  }
  return joined(values);
}

Status applyCount(int& count, const std::string& key, const std::string& value, int most) {
  const auto number = parseInteger(value);
  if (!number) {
    return fail(ErrorCode::InvalidArgument, fmt::format("{}: '{}' is not a whole number", key, value));
  }
  if (*number < 1 || *number > most) {
    return fail(ErrorCode::OutOfRange, fmt::format("{}: {} is out of range, it takes 1 to {}", key,
                                                   groupedDigits(*number), groupedDigits(most)));
  }
  count = static_cast<int>(*number);
  return {};
}

}  // namespace

std::vector<SweepSubject> sweepSubjects(const std::string& workload) {
  std::vector<SweepSubject> subjects{
      {kWorkersKey, "Workers", "How many threads or processes share the jobs."},
      {kJobsKey, "Jobs", "How many jobs the workers share."},
      {kModelKey, "Model", "The models against each other, once each."},
      {kIntervalKey, "Switch interval (ms)", "After how long a thread is asked to give the GIL up."},
  };
  if (const auto info = workloadNamed(workload)) {
    for (const ParameterSpec& spec : (*info)->parameters) {
      if (!spec.isText()) {
        subjects.push_back(
            {spec.key, spec.unit.empty() ? spec.label : spec.label + " (" + spec.unit + ")", spec.explanation});
      }
    }
  }
  return subjects;
}

std::string usualValues(const Experiment& base, const std::string& key, int cores) {
  constexpr int kFew = 8;
  if (key == kWorkersKey) {
    return powersUpTo(std::max(1, std::min(base.jobs, std::max(kFew, 2 * cores))));
  }
  if (key == kJobsKey) {
    return powersUpTo(std::max(kFew, 4 * cores));
  }
  if (key == kIntervalKey) {
    return "0.5,1,5,20,100";
  }
  if (key == kModelKey) {
    std::vector<std::string> fit;
    for (const std::string& text : modelNames()) {
      Experiment with = base;
      with.model = *modelNamed(text);
      with.api = with.model == base.model ? base.api : std::string();
      if (checked(std::move(with))) {
        fit.push_back(text);
      }
    }
    return joined(fit);
  }
  const auto info = workloadNamed(base.workload);
  const auto spec = info ? parameterNamed(**info, key) : Result<const ParameterSpec*>(tl::unexpected(info.error()));
  if (!spec) {
    return {};
  }
  const auto now = base.parameters.find(key);
  return usualOf(**spec, now != base.parameters.end() && now->second.index() == (*spec)->fallback.index()
                             ? now->second
                             : (*spec)->fallback);
}

Result<std::vector<std::string>> splitValues(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t comma = 0; comma != std::string::npos; begin = comma + 1) {
    comma = text.find(',', begin);
    parts.push_back(trimmed(text.substr(begin, comma == std::string::npos ? comma : comma - begin)));
  }
  if (parts.size() == 1 && parts.front().empty()) {
    return fail(ErrorCode::InvalidArgument, "there are no values: write a list, 1,2,4,8, or a range, 1..8");
  }
  if (std::find(parts.begin(), parts.end(), "") != parts.end()) {
    return fail(ErrorCode::InvalidArgument, fmt::format("'{}': there is a comma with no value beside it", text));
  }
  return parts;
}

Result<std::vector<std::string>> expandedValues(const std::vector<std::string>& values, std::size_t most) {
  std::vector<std::string> expanded;
  for (const std::string& value : values) {
    const std::size_t dots = value.find("..");
    if (dots == std::string::npos) {
      expanded.push_back(value);
      continue;
    }
    const auto first = parseInteger(trimmed(value.substr(0, dots)));
    const auto last = parseInteger(trimmed(value.substr(dots + 2)));
    if (!first || !last || *first > *last) {
      return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is no range: write it as 1..8", value));
    }
    const double count = static_cast<double>(*last) - static_cast<double>(*first) + 1.0;
    if (count > static_cast<double>(most)) {
      return fail(ErrorCode::OutOfRange,
                  fmt::format("{} has {} values, and a sweep takes {} runs at most: take fewer values, as in 1,10,100",
                              value, groupedDigits(static_cast<std::int64_t>(std::min(count, 9e18))),
                              groupedDigits(static_cast<std::int64_t>(most))));
    }
    for (std::int64_t number = *first; number <= *last; ++number) {
      expanded.push_back(std::to_string(number));
    }
  }
  return expanded;
}

Status applyValue(Experiment& experiment, const std::string& key, const std::string& value) {
  if (key == kWorkersKey) {
    return applyCount(experiment.workers, key, value, Limits::kMostWorkers);
  }
  if (key == kJobsKey) {
    return applyCount(experiment.jobs, key, value, Limits::kMostJobs);
  }
  if (key == kModelKey) {
    const auto model = modelNamed(value);
    if (!model) {
      return tl::unexpected(model.error());
    }
    if (*model != experiment.model) {
      experiment.api.clear();  // another model has other ways
    }
    experiment.model = *model;
    return {};
  }
  if (key == kIntervalKey) {
    const auto number = parseReal(value);
    if (!number) {
      return fail(ErrorCode::InvalidArgument, fmt::format("{}: '{}' is not a number", key, value));
    }
    experiment.switch_interval_ms = *number;
    return {};
  }
  const auto workload = workloadNamed(experiment.workload);
  if (!workload) {
    return tl::unexpected(workload.error());
  }
  const auto spec = parameterNamed(**workload, key);
  if (!spec) {
    return tl::unexpected(spec.error());
  }
  const auto parsed = parseValue(**spec, value);
  if (!parsed) {
    return tl::unexpected(parsed.error());
  }
  experiment.parameters[key] = *parsed;
  return {};
}

std::optional<double> valueNumber(const std::string& value) {
  const auto whole = parseInteger(value);
  return whole ? std::optional(static_cast<double>(*whole)) : parseReal(value);
}

}  // namespace interleave
