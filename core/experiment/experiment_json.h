// SPDX-License-Identifier: GPL-3.0-or-later
// An experiment as JSON: what the summary holds, what --experiment reads, what the host sends to the runner.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/result.h"
#include "core/experiment/experiment.h"

namespace interleave {

nlohmann::json toJson(const Experiment& experiment);
/// Fields that are missing have their defaults; an unknown field, a wrong type or a value out of range is an error. A
/// summary is accepted too: its "experiment" is taken.
Result<Experiment> experimentFromJson(const nlohmann::json& json);
Result<Experiment> experimentFromText(const std::string& text);

}  // namespace interleave
