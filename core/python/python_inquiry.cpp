// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_inquiry.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "core/base/child_process.h"
#include "core/base/clock.h"
#include "core/base/unique_fd.h"

namespace interleave {
namespace {

using nlohmann::json;

const char kMark[] = "INTERLEAVE-PYTHON ";
constexpr std::size_t kMostOutput = 64 * 1024;
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

// What the child writes until it ends or its time is up; the end of it, if that is much.
class Listening {
 public:
  Listening(ChildProcess& process, int reading, int time_limit_ms, const std::atomic<bool>* is_given_up)
      : m_process(process),
        m_reading(reading),
        m_deadline_ns(monotonicNow_ns() + time_limit_ms * kNsPerMs),
        m_is_given_up(is_given_up) {}

  // False when the time was up.
  bool untilTheEnd() {
    while (!m_process.poll()) {
      const std::int64_t left_ns = m_deadline_ns - monotonicNow_ns();
      if (left_ns <= 0 || (m_is_given_up != nullptr && *m_is_given_up)) {
        return false;
      }
      // Its end shows as the pipe's, unless a child of its own holds that: hence the look every now and then.
      pollfd waiting{m_is_at_end ? -1 : m_reading, POLLIN, 0};
      ::poll(&waiting, 1, static_cast<int>(std::clamp<std::int64_t>(left_ns / kNsPerMs, 1, m_is_at_end ? 2 : 50)));
      read();
    }
    read();
    return true;
  }
  const std::string& text() const { return m_text; }

 private:
  void read() {
    std::array<char, 65536> chunk;
    for (int i = 0; i < 16 && !m_is_at_end; ++i) {
      const ssize_t n = ::read(m_reading, chunk.data(), chunk.size());
      if (n > 0) {
        m_text.append(chunk.data(), static_cast<std::size_t>(n));
        m_text.erase(0, m_text.size() - std::min(m_text.size(), kMostOutput));
      } else if (n == 0) {
        m_is_at_end = true;
      } else if (errno != EINTR) {
        return;
      }
    }
  }

  ChildProcess& m_process;
  int m_reading;
  std::int64_t m_deadline_ns;
  const std::atomic<bool>* m_is_given_up;
  bool m_is_at_end = false;
  std::string m_text;
};

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
  if (is_given_up != nullptr && *is_given_up) {
    return fail(ErrorCode::Cancelled, "it was not asked");
  }
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return failErrno("can't make a pipe to ask an interpreter", errno);
  }
  const UniqueFd reading(ends[0]);
  UniqueFd writing(ends[1]);
  fcntl(reading.get(), F_SETFL, O_NONBLOCK);
  auto process = ChildProcess::spawn({path, "-W", "ignore", "-c", kScript}, {}, ProcessGroup::Own, writing.get());
  if (!process) {
    return tl::unexpected(process.error());
  }
  writing.reset();
  Listening listening(*process, reading.get(), time_limit_ms, is_given_up);
  if (!listening.untilTheEnd()) {
    process->kill();
    process->wait();
    return fail(ErrorCode::TimedOut, fmt::format("it did not answer within {:g} s", time_limit_ms / 1000.0));
  }
  auto answer = readPythonAnswer(path, listening.text());
  if (!answer) {
    const ProcessEnd end = process->wait();
    return fail(answer.error().code, end.isClean() ? answer.error().message
                                                   : fmt::format("it {}; {}", end.describe(), answer.error().message));
  }
  return answer;
}

}  // namespace interleave
