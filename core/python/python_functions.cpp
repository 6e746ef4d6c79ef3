// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/python/python_output.h"

namespace interleave {
namespace {

using nlohmann::json;

const char kMark[] = "INTERLEAVE-FUNCTIONS ";
constexpr std::size_t kMostFunctions = 200;
constexpr std::size_t kLongestText = 300;

// Without the user's site packages, and without the folder that we happen to be in: nothing of theirs is to run.
const char kScript[] = R"python(
import ast, json, sys, traceback
try:
    with open(sys.argv[1], "rb") as file:
        tree = ast.parse(file.read(20000000), sys.argv[1])
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name not in found:
            found.append(node.name)
    said = {"functions": found[:200]}
except Exception as error:
    said = {"error": traceback.format_exception_only(type(error), error)[-1].strip(),
            "line": getattr(error, "lineno", None)}
print("INTERLEAVE-FUNCTIONS " + json.dumps(said))
)python";

}  // namespace

Result<std::vector<std::string>> pythonFunctions(const std::string& interpreter, const std::string& file,
                                                 int time_limit_ms, const std::atomic<bool>* is_given_up) {
  const auto output =
      pythonOutput({interpreter, "-I", "-S", "-W", "ignore", "-c", kScript, file}, time_limit_ms, is_given_up);
  if (!output) {
    return fail(output.error().code,
                fmt::format("can't list the functions of {} by {}: {}", file, interpreter, output.error().message));
  }
  const std::size_t mark = output->text.rfind(kMark);
  const std::size_t begin = mark == std::string::npos ? mark : mark + sizeof kMark - 1;
  const json answer =
      mark == std::string::npos
          ? json(json::value_t::discarded)
          : json::parse(output->text.substr(begin, output->text.find('\n', begin) - begin), nullptr, false);
  if (!answer.is_object()) {
    return fail(ErrorCode::Protocol, fmt::format("can't list the functions of {}: {} gave no answer, it {}", file,
                                                 interpreter, output->end.describe()));
  }
  if (answer.contains("error")) {
    std::string error = answer["error"].is_string() ? answer["error"].get<std::string>() : std::string("it can't");
    error.resize(std::min(error.size(), kLongestText));
    const json line = answer.value("line", json());
    return fail(ErrorCode::InvalidArgument, line.is_number_unsigned()
                                                ? fmt::format("{}, line {}: {}", file, line.get<std::uint64_t>(), error)
                                                : fmt::format("can't list the functions of {}: {}", file, error));
  }
  std::vector<std::string> names;
  const json functions = answer.value("functions", json::array());
  for (std::size_t i = 0; functions.is_array() && i < std::min(functions.size(), kMostFunctions); ++i) {
    if (functions[i].is_string() && functions[i].get<std::string>().size() <= kLongestText) {
      names.push_back(functions[i].get<std::string>());
    }
  }
  return names;
}

}  // namespace interleave
