// SPDX-License-Identifier: GPL-3.0-or-later
// Words a person typed against the words we know: the nearest one, and the sentence that says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace interleave {

/// The valid name with the smallest edit distance to `given`; empty when none is near enough to be meant.
std::string nearestName(std::string_view given, const std::vector<std::string>& valid);

/// "unknown workload 'cpu-hevy': did you mean 'cpu-heavy'? Valid: cpu-heavy, sleep." `what` is "workload" here.
std::string unknownName(std::string_view what, std::string_view given, const std::vector<std::string>& valid);

}  // namespace interleave
