// SPDX-License-Identifier: GPL-3.0-or-later
// A child process with inherited descriptors, that cannot outlive us.
//
// The child leads a process group of its own (so a Ctrl+C in our terminal reaches only us, and one kill reaches all it
// started) and gets PR_SET_PDEATHSIG SIGKILL. Linux sends that signal when the *thread* that spawned the child ends,
// so spawn from a thread that lives at least as long as the child is wanted.
// Threading: one thread at a time. Source: prctl(2), PR_SET_PDEATHSIG; wait4(2).
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace interleave {

enum class ProcessGroup { Own, Parents };

/// How a process ended, as wait4 tells it.
struct ProcessEnd {
  int status = 0;      // as from wait4(2)
  double cpu_s = 0.0;  // user + system time of the process and of the descendants it waited for

  bool isClean() const;
  /// "exited with status 3", "was killed by SIGSEGV (segmentation fault)".
  std::string describe() const;
};

class ChildProcess {
 public:
  /// Starts `arguments[0]` (a path). Descriptor `inherited[i]` of ours becomes descriptor 3 + i of the child's;
  /// nothing else but 0, 1 and 2 is passed on. With an `output` that is not -1, 1 and 2 are that descriptor of ours,
  /// and 0 reads nothing. Fails when the program can't be executed, and says which and why.
  static Result<ChildProcess> spawn(const std::vector<std::string>& arguments, const std::vector<int>& inherited,
                                    ProcessGroup group = ProcessGroup::Own, int output = -1);

  /// Forks without exec: the child runs `body`, which may use all that we have, and ends with its result as status; no
  /// destructor of ours runs there. REQUIRES: this process has one thread.
  static Result<ChildProcess> fork(const std::function<int()>& body, ProcessGroup group = ProcessGroup::Own);

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  /// Kills the child (its group, if it has its own) and waits for it.
  ~ChildProcess();

  pid_t pid() const { return m_pid; }
  /// How it ended, if it has; does not wait.
  std::optional<ProcessEnd> poll();
  /// Waits until it ends.
  ProcessEnd wait();
  /// SIGKILL to the group, or to the process when it shares ours. Nothing when it has been waited for.
  void kill();

 private:
  ChildProcess(pid_t pid, ProcessGroup group) : m_pid(pid), m_group(group) {}
  std::optional<ProcessEnd> collect(int options);

  pid_t m_pid = -1;
  ProcessGroup m_group = ProcessGroup::Own;
  std::optional<ProcessEnd> m_end;
};

/// The text of a wait status: "exited with status 3", "was killed by SIGSEGV (segmentation fault)".
std::string describeWaitStatus(int status);

}  // namespace interleave
