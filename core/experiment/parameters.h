// SPDX-License-Identifier: GPL-3.0-or-later
// A workload's parameters: what each may be (ParameterSpec, from the catalogue) and what it is (ParameterValues).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace interleave {

using ParameterValue = std::variant<std::int64_t, double, std::string>;
using ParameterValues = std::map<std::string, ParameterValue>;

enum class ParameterKind { Integer, Real, Choice, Text, File };  // a File is the text of its path

struct ParameterSpec {
  std::string key;          // as in --set KEY=VALUE
  std::string label;        // as in the window: "Marks per job"
  std::string unit;         // "ms", "" when it has none
  std::string explanation;  // one sentence
  ParameterKind kind = ParameterKind::Integer;
  ParameterValue fallback;           // the default
  double least = 0.0;                // Integer and Real
  double most = 0.0;                 // Integer and Real; characters of a Text or File
  std::vector<std::string> choices;  // Choice

  bool isText() const { return kind == ParameterKind::Text || kind == ParameterKind::File; }
  /// "1 to 1,000,000,000", "uniform, straggler or articles".
  std::string limits() const;
};

/// The value that `text` says, within the limits, or which limits it breaks. Integers may be written 10^8, 1e8 or
/// 1_000_000.
Result<ParameterValue> parseValue(const ParameterSpec& spec, const std::string& text);
/// The same check for a value that was not text.
Status check(const ParameterSpec& spec, const ParameterValue& value);
std::string toText(const ParameterValue& value);

std::int64_t integer(const ParameterValues& values, const std::string& key);
double real(const ParameterValues& values, const std::string& key);
/// Of a Choice, Text or File.
const std::string& choice(const ParameterValues& values, const std::string& key);

}  // namespace interleave
