// SPDX-License-Identifier: GPL-3.0-or-later
// Asks one interpreter what it is, by running it with a short script. What it answers is untrusted.
// Threading: any thread, which is blocked until the interpreter has answered or is ended; several at once.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/python/python_interpreter.h"

namespace interleave {

struct PythonAnswer {
  PythonInterpreter interpreter;
  std::string prefix;                // sys.prefix: what tells a virtual environment from its interpreter
  std::vector<std::string> folders;  // of sys.path: where packages come and go
};

/// Runs `path`; whoever has not answered after `time_limit_ms` is killed, with what it started. An interpreter that
/// answers but is of no use here (too old, not CPython) is an answer with a problem; all else is an error. Once
/// `is_given_up` the time is up at once.
Result<PythonAnswer> askPython(const std::string& path, int time_limit_ms,
                               const std::atomic<bool>* is_given_up = nullptr);

/// The answer in what the script has printed: exposed for its tests.
Result<PythonAnswer> readPythonAnswer(const std::string& path, const std::string& output);

}  // namespace interleave
