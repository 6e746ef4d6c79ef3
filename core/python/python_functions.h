// SPDX-License-Identifier: GPL-3.0-or-later
// The functions that a Python file defines at its top level, read with Python's own parser (ast): the file is never
// executed or imported. What the interpreter answers is untrusted.
// Threading: any thread, which is blocked until the interpreter has answered or is ended.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace interleave {

/// Their names in the file's order, those that are async left out, at most 200. Errors in words: what the interpreter
/// says of a file that it can't read or parse, with the line; or that it did not answer.
Result<std::vector<std::string>> pythonFunctions(const std::string& interpreter, const std::string& file,
                                                 int time_limit_ms, const std::atomic<bool>* is_given_up = nullptr);

}  // namespace interleave
