// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_inquiry.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/python/python_output.h"

namespace interleave {
namespace {

using nlohmann::json;

const char kMark[] = "INTERLEAVE-PYTHON ";
constexpr std::size_t kMostFolders = 64;

// Runs on anything from 2.7 on, so that what is too old can say so. It looks packages up as a user's script would find
// them, so neither -I nor -S; but the folder that we happen to be in counts for nothing. It imports none of them.
const char kScript[] = R"python(
import sys
sys.path = [p for p in sys.path if p]
import json, os, platform
found = {}
try:
    from importlib import metadata, util
    for name in ("joblib", "dask", "distributed", "numpy"):
        try:
            if util.find_spec(name) is not None:
                try:
                    found[name] = metadata.version(name)
                except Exception:
                    found[name] = ""
        except Exception:
            pass
except ImportError:
    pass
try:
    import sysconfig
    free_threaded = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
except ImportError:
    free_threaded = False
print("INTERLEAVE-PYTHON " + json.dumps({
    "version": list(sys.version_info[:3]),
    "implementation": platform.python_implementation(),
    "build": sys.version.replace("\n", " "),
    "free_threaded": free_threaded,
    "gil": bool(getattr(sys, "_is_gil_enabled", lambda: True)()),
    "executable": sys.executable,
    "prefix": sys.prefix,
    "folders": [p for p in sys.path if os.path.isdir(p)],
    "packages": found,
}))
)python";

// A text of a foreign program: no control characters, and not without end.
std::string cleaned(const json& value, std::size_t most) {
  std::string text = value.is_string() ? value.get<std::string>() : std::string();
  text.resize(std::min(text.size(), most));
  text.erase(std::remove_if(text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 127; }), text.end());
  return text;
}

std::string lastLine(const std::string& output) {
  const std::size_t end = output.find_last_not_of(" \t\r\n");
  if (end == std::string::npos) {
    return {};
  }
  const std::size_t begin = output.find_last_of('\n', end);
  return cleaned(json(output.substr(begin == std::string::npos ? 0 : begin + 1, end - (begin + 1) + 1)), 200);
}

std::string problemOf(const PythonInterpreter& interpreter) {
  if (interpreter.implementation != "CPython") {
    return fmt::format("it is {}, which has no GIL of CPython's and no stable interface for the marks",
                       interpreter.implementation.empty() ? "no CPython" : interpreter.implementation);
  }
  if (interpreter.version < kOldestPython) {
    return fmt::format("it is too old: {} or newer is needed", "3.8");
  }
  return {};
}

}  // namespace

Result<PythonAnswer> readPythonAnswer(const std::string& path, const std::string& output) {
  const std::size_t mark = output.rfind(kMark);
  const std::size_t begin = mark == std::string::npos ? mark : mark + sizeof kMark - 1;
  const json object = mark == std::string::npos
                          ? json(json::value_t::discarded)
                          : json::parse(output.substr(begin, output.find('\n', begin) - begin), nullptr, false);
  if (!object.is_object()) {
    const std::string said = lastLine(output);
    return fail(ErrorCode::Protocol,
                said.empty() ? std::string("it gave no answer") : fmt::format("it gave no answer, but said: {}", said));
  }
  PythonAnswer answer;
  PythonInterpreter& found = answer.interpreter;
  const json version = object.value("version", json());
  const auto isPart = [](const json& part) { return part.is_number_unsigned() && part.get<std::uint64_t>() < 1000; };
  if (!version.is_array() || version.size() != 3 || !std::all_of(version.begin(), version.end(), isPart)) {
    return fail(ErrorCode::Protocol, "its answer has no version");
  }
  found.version = {version[0].get<int>(), version[1].get<int>(), version[2].get<int>()};
  found.implementation = cleaned(object.value("implementation", json()), 40);
  found.build = cleaned(object.value("build", json()), 200);
  found.is_free_threaded = object.value("free_threaded", json()) == json(true);
  found.is_gil_on = object.value("gil", json()) != json(false);
  const std::string executable = cleaned(object.value("executable", json()), 4096);
  // A launcher (pyenv's shims are some) names the interpreter that it stands for.
  found.path = executable.starts_with('/') && access(executable.c_str(), X_OK) == 0 ? executable : path;
  answer.prefix = cleaned(object.value("prefix", json()), 4096);
  const json folders = object.value("folders", json::array());
  for (std::size_t i = 0; folders.is_array() && i < std::min(folders.size(), kMostFolders); ++i) {
    answer.folders.push_back(cleaned(folders[i], 4096));
  }
  const json packages = object.value("packages", json::object());
  for (const char* name : {"joblib", "dask", "distributed", "numpy"}) {
    if (packages.is_object() && packages.contains(name)) {
      found.packages[name] = cleaned(packages[name], 40);
    }
  }
  found.problem = problemOf(found);
  return answer;
}

Result<PythonAnswer> askPython(const std::string& path, int time_limit_ms, const std::atomic<bool>* is_given_up) {
  const auto output = pythonOutput({path, "-W", "ignore", "-c", kScript}, time_limit_ms, is_given_up);
  if (!output) {
    return tl::unexpected(output.error());
  }
  auto answer = readPythonAnswer(path, output->text);
  if (!answer) {
    return fail(answer.error().code, output->end.isClean()
                                         ? answer.error().message
                                         : fmt::format("it {}; {}", output->end.describe(), answer.error().message));
  }
  return answer;
}

}  // namespace interleave
