// SPDX-License-Identifier: GPL-3.0-or-later
// One run with a person waiting at a terminal: progress on standard error, Ctrl+C stops it and keeps what was measured.
#pragma once

#include <signal.h>

#include <array>
#include <string>

#include "core/base/result.h"
#include "core/session/run_session.h"

namespace interleave::ui {

/// While it lives, the first Ctrl+C (or SIGTERM, or a closed terminal) is noted; the next one ends the program as
/// usual, and the runner with it. Who makes several runs holds one over all of them, so that none is missed in between;
/// one within another does nothing. Threading: the main thread.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  static bool isInterrupted();

 private:
  bool m_is_outermost;
  std::array<struct sigaction, 3> m_before{};
};

/// Runs the experiment to its end. `label` stands before the progress. An error only when it could not be started.
Result<RunRecord> runWatched(const Experiment& experiment, const std::string& label,
                             const SessionSettings& settings = {});

}  // namespace interleave::ui
