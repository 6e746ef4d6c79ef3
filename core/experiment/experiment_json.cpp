// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/base/names.h"

namespace interleave {
namespace {

using nlohmann::json;

tl::unexpected<Error> wrongType(const std::string& field, const char* wanted) {
  return fail(ErrorCode::InvalidArgument, fmt::format("the experiment's '{}' must be {}", field, wanted));
}

Status read(const std::string& field, const json& value, int& out) {
  if (!value.is_number_integer()) {
    return wrongType(field, "a whole number");
  }
  const auto number = value.is_number_unsigned() && value.get<std::uint64_t>() > INT32_MAX
                          ? INT32_MAX
                          : std::clamp<std::int64_t>(value.get<std::int64_t>(), INT32_MIN, INT32_MAX);
  out = static_cast<int>(number);  // what was clamped is out of every range, and is refused by checked()
  return {};
}

Status read(const std::string& field, const json& value, double& out) {
  if (!value.is_number()) {
    return wrongType(field, "a number");
  }
  out = value.get<double>();
  return {};
}

Status read(const std::string& field, const json& value, std::string& out) {
  if (!value.is_string()) {
    return wrongType(field, "a text");
  }
  out = value.get<std::string>();
  return {};
}

template <class Enum>
Status readNamed(const std::string& field, const json& value, Result<Enum> (*named)(const std::string&), Enum& out) {
  std::string text;
  if (const Status ok = read(field, value, text); !ok) {
    return ok;
  }
  const Result<Enum> found = named(text);
  if (!found) {
    return tl::unexpected(found.error());
  }
  out = *found;
  return {};
}

Status readParameters(const json& value, ParameterValues& out) {
  if (!value.is_object()) {
    return wrongType("parameters", "an object");
  }
  for (const auto& [key, entry] : value.items()) {
    if (entry.is_number_unsigned() && entry.get<std::uint64_t>() > INT64_MAX) {
      return wrongType(key, "a smaller number");
    }
    if (entry.is_number_integer()) {
      out[key] = entry.get<std::int64_t>();
    } else if (entry.is_number()) {
      out[key] = entry.get<double>();
    } else if (entry.is_string()) {
      out[key] = entry.get<std::string>();
    } else {
      return wrongType(key, "a number or a text");
    }
  }
  return {};
}

Status readField(const std::string& field, const json& value, Experiment& out) {
  if (field == "runtime") {
    return readNamed<Runtime>(field, value, runtimeNamed, out.runtime);
  }
  if (field == "model") {
    return readNamed<Model>(field, value, modelNamed, out.model);
  }
  if (field == "start_method") {
    return readNamed<StartMethod>(field, value, startMethodNamed, out.start_method);
  }
  if (field == "workload") {
    return read(field, value, out.workload);
  }
  if (field == "interpreter") {
    return read(field, value, out.interpreter);
  }
  if (field == "interpreter_name") {
    return read(field, value, out.interpreter_name);
  }
  if (field == "api") {
    return read(field, value, out.api);
  }
  if (field == "scheduler") {
    return read(field, value, out.scheduler);
  }
  if (field == "workers") {
    return read(field, value, out.workers);
  }
  if (field == "jobs") {
    return read(field, value, out.jobs);
  }
  if (field == "switch_interval_ms") {
    return read(field, value, out.switch_interval_ms);
  }
  if (field == "parameters") {
    return readParameters(value, out.parameters);
  }
  if (field == "timeout_s") {
    if (value.is_null()) {
      return {};
    }
    double timeout_s = 0.0;
    const Status ok = read(field, value, timeout_s);
    out.timeout_s = timeout_s;
    return ok;
  }
  if (field == "seed") {
    if (!value.is_number_unsigned()) {
      return wrongType(field, "a whole number that is not negative");
    }
    out.seed = value.get<std::uint64_t>();
    return {};
  }
  return fail(ErrorCode::InvalidArgument, unknownName("field of the experiment", field,
                                                      {"runtime", "model", "workload", "parameters", "workers", "jobs",
                                                       "switch_interval_ms", "start_method", "interpreter",
                                                       "interpreter_name", "api", "scheduler", "timeout_s", "seed"}));
}

}  // namespace

json toJson(const Experiment& experiment) {
  json parameters = json::object();
  for (const auto& [key, value] : experiment.parameters) {
    std::visit([&](const auto& held) { parameters[key] = held; }, value);
  }
  json object = {{"runtime", name(experiment.runtime)},
                 {"model", name(experiment.model)},
                 {"workload", experiment.workload},
                 {"parameters", std::move(parameters)},
                 {"workers", experiment.workers},
                 {"jobs", experiment.jobs},
                 {"switch_interval_ms", experiment.switch_interval_ms},
                 {"start_method", name(experiment.start_method)},
                 {"timeout_s", experiment.timeout_s ? json(*experiment.timeout_s) : json()},
                 {"seed", experiment.seed}};
  if (experiment.runtime == Runtime::Python) {
    object["interpreter"] = experiment.interpreter;
    object["interpreter_name"] = experiment.interpreter_name;
    object["api"] = experiment.api;
  }
  if (experiment.isElsewhere()) {
    object["scheduler"] = experiment.scheduler;
  }
  return object;
}

Result<Experiment> experimentFromJson(const json& given) {
  const json& object = given.is_object() && given.contains("experiment") ? given["experiment"] : given;
  if (!object.is_object()) {
    return fail(ErrorCode::InvalidArgument, "an experiment must be a JSON object");
  }
  Experiment experiment;
  for (const auto& [field, value] : object.items()) {
    if (const Status ok = readField(field, value, experiment); !ok) {
      return tl::unexpected(ok.error());
    }
  }
  return checked(std::move(experiment));
}

Result<Experiment> experimentFromText(const std::string& text) {
  const json parsed = json::parse(text, nullptr, false);
  if (parsed.is_discarded()) {
    return fail(ErrorCode::InvalidArgument, "this is not JSON");
  }
  return experimentFromJson(parsed);
}

}  // namespace interleave
