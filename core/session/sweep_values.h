// SPDX-License-Identifier: GPL-3.0-or-later
// What a sweep can go over, and its values: read from text, expanded, put into an experiment. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/experiment.h"

namespace interleave {

inline constexpr char kWorkersKey[] = "workers";
inline constexpr char kJobsKey[] = "jobs";
inline constexpr char kIntervalKey[] = "switch-interval";
inline constexpr char kModelKey[] = "model";

struct SweepSubject {
  std::string key;
  std::string label;  // for a person: "Workers", "Sleep (ms)"
  std::string explanation;
};

/// All that an experiment with this workload can be swept over: workers first, then its parameters but for texts.
std::vector<SweepSubject> sweepSubjects(const std::string& workload);
/// Values that are worth a look, as typed: "1,2,4,8". Empty where a person has to say.
std::string usualValues(const Experiment& base, const std::string& key, int cores);

/// "1, 2,4..6" → "1", "2", "4..6". An error for an empty list and for nothing between two commas.
Result<std::vector<std::string>> splitValues(const std::string& text);
/// "4..6" → 4, 5, 6, at most `most` values. Errors: what is no range; more than `most`, with their number.
Result<std::vector<std::string>> expandedValues(const std::vector<std::string>& values, std::size_t most);
/// Errors: an unknown key, a value that is none of its.
Status applyValue(Experiment& experiment, const std::string& key, const std::string& value);
/// The number that a value says, for an axis.
std::optional<double> valueNumber(const std::string& value);

}  // namespace interleave
