// SPDX-License-Identifier: GPL-3.0-or-later
// A program of somebody else's that we start and hold back until it is observed, with our own standard streams or
// others.
//
// It stays in our process group: it may read the terminal as if the shell had started it, and Ctrl+C reaches it as it
// reaches us. It gets SIGKILL when the thread that started it ends (PR_SET_PDEATHSIG). While it lives, its orphans
// become ours, so that none is lost from sight; endDescendants() ends what is left of them. Threading: one thread,
// which lives longer than the program. Ownership: the processes. Errors: a program that is not there or can't be
// executed, in one line.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/child_process.h"
#include "core/base/result.h"
#include "core/base/unique_fd.h"

namespace interleave {

struct WatchedPlace {
  std::string folder;  // to work in; empty: ours
  int output = -1;     // its standard output and error, and nothing to read; -1: all three are ours. Only borrowed.
};

class WatchedProcess {
 public:
  /// Forks; the child waits. Fails with NotFound when there is no such program or folder, with InvalidArgument when it
  /// is not one.
  static Result<WatchedProcess> hold(const std::vector<std::string>& command, const WatchedPlace& place = {});
  WatchedProcess(WatchedProcess&& other) noexcept;
  WatchedProcess& operator=(WatchedProcess&&) = delete;
  /// Ends it and its descendants if it still runs.
  ~WatchedProcess();

  pid_t pid() const { return m_pid; }
  /// Lets it begin. Fails when the program can't be executed.
  Status release();
  /// Whether it has ended, and waits to be asked how.
  bool hasEnded() const;
  void waitUntilEnded() const;
  /// How it ended. Waits until it has.
  ProcessEnd collect();
  /// False when it belongs to another user by now and can't be reached.
  bool signal(int number);
  /// It is no longer ours to end, or to ask after.
  void leave() { m_pid = -1; }
  enum class Ending { Asked, AtOnce };  // SIGTERM and a moment later SIGKILL; or at once SIGKILL
  /// Ends all that descends from it, but not itself. Left alone is who made itself a daemon: an orphan with a session
  /// of its own; and who can't be reached, because it belongs to another user. `is_known` tells whether an orphan of
  /// ours is one of its descendants. Returns how many were ended.
  std::size_t endDescendants(Ending ending, const std::function<bool(pid_t)>& is_known);
  /// How many descendants were to be ended and could not be reached.
  std::size_t outOfReach() const { return m_out_of_reach.size(); }

 private:
  WatchedProcess(pid_t pid, UniqueFd release, UniqueFd report, std::string name, std::string path);
  std::vector<pid_t> descendants(const std::function<bool(pid_t)>& is_known) const;

  pid_t m_pid = -1;  // -1 once it has been collected
  UniqueFd m_release;
  UniqueFd m_report;
  std::string m_name;
  std::string m_path;
  bool m_was_subreaper = false;
  std::set<pid_t> m_out_of_reach;
};

}  // namespace interleave
