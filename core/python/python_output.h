// SPDX-License-Identifier: GPL-3.0-or-later
// What an interpreter prints when it is run with a short script. The text is untrusted.
// Threading: any thread, which is blocked until the interpreter has ended or is ended; several at once.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/base/child_process.h"
#include "core/base/result.h"

namespace interleave {

struct PythonOutput {
  std::string text;  // the last 64 kB
  ProcessEnd end;
};

/// Runs `command`; whoever has not ended after `time_limit_ms` is killed, with what it started. Once `is_given_up` the
/// time is up at once.
Result<PythonOutput> pythonOutput(const std::vector<std::string>& command, int time_limit_ms,
                                  const std::atomic<bool>* is_given_up = nullptr);

}  // namespace interleave
