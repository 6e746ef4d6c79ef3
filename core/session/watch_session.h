// SPDX-License-Identifier: GPL-3.0-or-later
// Any program under the kernel's view: started by us, or running already. Its threads and processes become the tracks
// of a trace that can be looked at while it grows.
//
// Threading: the public methods from any thread; a thread of the session's own starts the program, drains the observer
// and publishes. Ownership: the program and all it started, unless attached; at the end of the session nothing of it
// runs but who made itself a daemon or another user's. Errors: start() says why the program can't be run or attached
// to.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/session/watch_outcome.h"
#include "core/trace/trace_snapshot.h"

namespace interleave {

struct WatchSettings {
  std::vector<std::string> command;  // what to run, or
  std::optional<pid_t> pid;          // whom to attach to
  std::string folder;                // for the command to work in; empty: ours
  int output = -1;  // a descriptor that gets what the command prints; it then has nothing to read. -1: our own
                    // streams. Borrowed until start() returns.
  std::optional<double> timeout_s;  // then all that was started is ended
  std::size_t most_tracks = 4096;
  std::int64_t keep_ns = 0;  // of the trace only that much of the newest is kept; 0: all
};

class WatchSession {
 public:
  /// Returns when the program begins to run. REQUIRES: a command or a pid.
  static Result<std::unique_ptr<WatchSession>> start(WatchSettings settings);
  /// Cancels and waits.
  ~WatchSession();
  WatchSession(const WatchSession&) = delete;
  WatchSession& operator=(const WatchSession&) = delete;

  /// One track a thread, in order of birth, and one a core; see KernelTraceBuilder. Its `core_running_ns` counts all
  /// threads.
  SnapshotPtr snapshot() const;
  /// What is known of the outcome while the program runs: view, resolution, records, threads, notes.
  WatchOutcome soFar() const;
  /// Passes a signal on to the command; nothing when attached.
  void signal(int number);
  /// Ends the command and all its descendants, or detaches.
  void cancel();
  bool waitFor(double timeout_s);
  const WatchOutcome& wait();

 private:
  class Loop;
  explicit WatchSession(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> m_loop;
};

}  // namespace interleave
