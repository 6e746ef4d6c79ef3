// SPDX-License-Identifier: GPL-3.0-or-later
// Any program under the kernel's view: started by us, or running already. Its threads and processes become the tracks
// of a trace that can be looked at while it grows.
//
// Threading: the public methods from any thread; a thread of the session's own starts the program, drains the observer
// and publishes. Ownership: the program and all it started, unless attached; at the end of the session nothing of it
// runs but who made itself a daemon or another user's. Errors: start() says why the program can't be run or attached
// to.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/sched/kernel_observer.h"
#include "core/trace/kernel_trace_builder.h"

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

enum class WatchEnd {
  Exited,     // the command, with `status`
  Killed,     // the command, by the signal `status`
  Gone,       // whom we attached to; how it ended is its parent's to know
  Cancelled,  // by us; whom we attached to goes on
  TimedOut,
};

struct WatchOutcome {
  WatchEnd end = WatchEnd::Exited;
  int status = 0;
  std::string message;  // for a person: "exited with status 3"
  std::int64_t elapsed_ns = 0;
  std::optional<double> cpu_s;  // user + system time of the command and the descendants it waited for
  KernelView view = KernelView::None;
  std::int64_t resolution_ns = 0;        // the coarsest it had
  std::optional<double> host_cpu_ratio;  // CPU time of this program itself meanwhile, in cores
  std::uint64_t records = 0;
  std::uint64_t lost_records = 0;
  std::uint64_t unseen = 0;   // processes that the view lost sight of while they lived
  std::uint64_t threads = 0;  // all that were seen, with a track or without
  UntrackedThreads untracked;
  std::size_t ended_descendants = 0;  // outlived the command and were ended by us
  std::string refusal;                // why there is no better view; empty: there is none, or another was asked for
  std::vector<std::string> notes;
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
