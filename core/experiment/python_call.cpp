// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/python_call.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

namespace interleave {
namespace {

using nlohmann::json;

// As Python writes it; "$job" is the job's number.
std::string literal(const json& value, bool is_argument) {
  if (value.is_null()) {
    return "None";
  }
  if (value.is_boolean()) {
    return value.get<bool>() ? "True" : "False";
  }
  if (is_argument && value == json("$job")) {
    return "job";
  }
  if (!value.is_structured()) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  std::string text;
  for (const auto& [key, element] : value.items()) {
    text += text.empty() ? "" : ", ";
    text += value.is_object() ? literal(json(key), false) + ": " : "";
    text += literal(element, false);
  }
  return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

// What stands between the call's parentheses.
std::string arguments(const std::string& args) {
  const json wanted = json::parse(args, nullptr, false);
  std::string text;
  if (wanted.is_object()) {
    for (const auto& [key, element] : wanted.items()) {
      text += (text.empty() ? "" : ", ") + literal(json(key), false) + ": " + literal(element, true);
    }
    return "**{" + text + "}";
  }
  for (const json& element : wanted.is_array() ? wanted : json::array({wanted})) {
    text += (text.empty() ? "" : ", ") + literal(element, true);
  }
  return text;
}

}  // namespace

PythonPart pythonCall(const Experiment& experiment) {
  const ParameterValues& values = experiment.parameters;
  const std::filesystem::path file(choice(values, "file"));
  PythonPart part;
  part.imports = {"import importlib", "import sys"};
  part.constants = fmt::format("\nsys.path.insert(0, {})\nmine = importlib.import_module({})\n",
                               json(file.parent_path().string()).dump(), json(file.stem().string()).dump());
  part.text =
      fmt::format("{}def work(job):\n    return mine.{}({})\n", experiment.model == Model::EventLoop ? "async " : "",
                  choice(values, "function"), arguments(choice(values, "args")));
  return part;
}

}  // namespace interleave
