// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/parameters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "core/base/names.h"
#include "core/base/number_text.h"

namespace interleave {
namespace {

tl::unexpected<Error> outOfRange(const ParameterSpec& spec, const std::string& given) {
  return fail(ErrorCode::OutOfRange, fmt::format("{} is out of range for '{}': it takes {}{}{}", given, spec.key,
                                                 spec.limits(), spec.unit.empty() ? "" : " ", spec.unit));
}

}  // namespace

std::string ParameterSpec::limits() const {
  switch (kind) {
    case ParameterKind::Choice:
      return fmt::format("{}", fmt::join(choices, ", "));
    case ParameterKind::Integer:
      return fmt::format("{} to {}", groupedDigits(static_cast<std::int64_t>(least)),
                         groupedDigits(static_cast<std::int64_t>(most)));
    case ParameterKind::Text:
    case ParameterKind::File:
      return fmt::format("a {} of at most {} characters", kind == ParameterKind::File ? "path" : "text", most);
    case ParameterKind::Real:
      break;
  }
  return fmt::format("{:g} to {:g}", least, most);
}

Result<ParameterValue> parseValue(const ParameterSpec& spec, const std::string& text) {
  ParameterValue value = text;
  if (spec.kind == ParameterKind::Integer) {
    const std::optional<std::int64_t> parsed = parseInteger(text);
    if (!parsed) {
      return fail(ErrorCode::InvalidArgument, fmt::format("'{}' is not a whole number; '{}' takes {}",
                                                          text.substr(0, 100), spec.key, spec.limits()));
    }
    value = *parsed;
  } else if (spec.kind == ParameterKind::Real) {
    const std::optional<double> parsed = parseReal(text);
    if (!parsed) {
      return fail(ErrorCode::InvalidArgument,
                  fmt::format("'{}' is not a number; '{}' takes {}", text.substr(0, 100), spec.key, spec.limits()));
    }
    value = *parsed;
  }
  const Status ok = check(spec, value);
  if (!ok) {
    return tl::unexpected(ok.error());
  }
  return value;
}

Status check(const ParameterSpec& spec, const ParameterValue& value) {
  if (spec.kind == ParameterKind::Choice) {
    const std::string* text = std::get_if<std::string>(&value);
    if (text == nullptr || std::find(spec.choices.begin(), spec.choices.end(), *text) == spec.choices.end()) {
      return fail(ErrorCode::InvalidArgument, unknownName(spec.key, toText(value), spec.choices));
    }
    return {};
  }
  if (spec.isText()) {
    const std::string* text = std::get_if<std::string>(&value);
    const bool has_control = text != nullptr && std::any_of(text->begin(), text->end(), [](char c) {
                               return static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t';
                             });
    if (text == nullptr || has_control || static_cast<double>(text->size()) > spec.most) {
      return fail(ErrorCode::InvalidArgument, fmt::format("'{}' takes {}", spec.key, spec.limits()));
    }
    return {};
  }
  double given = 0.0;
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) {
    given = static_cast<double>(*whole);
  } else if (const double* broken = std::get_if<double>(&value);
             broken != nullptr && spec.kind == ParameterKind::Real) {
    given = *broken;
  } else {
    return fail(ErrorCode::InvalidArgument,
                fmt::format("'{}' takes a {} from {}", spec.key,
                            spec.kind == ParameterKind::Real ? "number" : "whole number", spec.limits()));
  }
  if (!(given >= spec.least && given <= spec.most)) {
    return outOfRange(spec, toText(value));
  }
  return {};
}

std::string toText(const ParameterValue& value) {
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) {
    return fmt::format("{}", *whole);
  }
  if (const double* broken = std::get_if<double>(&value)) {
    return fmt::format("{:g}", *broken);
  }
  return std::get<std::string>(value);
}

std::int64_t integer(const ParameterValues& values, const std::string& key) {
  return std::get<std::int64_t>(values.at(key));
}

double real(const ParameterValues& values, const std::string& key) {
  const ParameterValue& value = values.at(key);
  const std::int64_t* whole = std::get_if<std::int64_t>(&value);
  return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
}

const std::string& choice(const ParameterValues& values, const std::string& key) {
  return std::get<std::string>(values.at(key));
}

}  // namespace interleave
