// SPDX-License-Identifier: GPL-3.0-or-later
// The verdict that a run of an experiment must get, as data:
//
//   {"pattern": "parallel", "crowded": "oversubscribed", "bound": "io"}
//   {"pattern": ["serial", null]}       any of these; null: none, for there is too little to tell
//   null                                none
// "crowded": instead of "pattern" where the run has more workers than the machine has cores. "bound" may be a list,
// too; without it any is right. For machines with two cores or more. Pure functions; errors name the field.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/verdict.h"
#include "core/base/result.h"

namespace interleave {

struct ExpectedVerdict {
  std::vector<std::optional<Pattern>> patterns;  // any of them; nothing: no verdict
  std::vector<std::optional<Pattern>> crowded;   // the same on fewer cores than workers; empty: as `patterns`
  std::vector<Bound> bounds;                     // any of them; empty: any at all

  bool isMetBy(const std::optional<Verdict>& verdict, int workers, int cores) const;
  /// "parallel or none, io": for a table.
  std::string text(int workers, int cores) const;

 private:
  const std::vector<std::optional<Pattern>>& rightPatterns(int workers, int cores) const;
};

Result<ExpectedVerdict> expectedVerdictFromJson(const nlohmann::json& json);
/// "parallel, io"; "none".
std::string shortText(const std::optional<Verdict>& verdict);

}  // namespace interleave
