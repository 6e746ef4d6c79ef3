// SPDX-License-Identifier: GPL-3.0-or-later
// What /proc tells of threads and processes. A thread that ended between two looks is nothing to complain about: its
// readings are simply not there. Any thread. Source: proc(5).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interleave {

/// One line of /proc/<pid>/task/<tid>/stat.
struct ThreadStat {
  std::string name;
  char state = '?';  // R, S, D, T, Z, ...
  pid_t parent_pid = 0;
  pid_t group = 0;
  pid_t session = 0;
  bool is_exiting = false;      // PF_EXITING: it will run no more of its program
  std::uint64_t cpu_ticks = 0;  // user + system time, in 1/sysconf(_SC_CLK_TCK) s
  std::uint32_t cpu = 0;        // where it ran last
};

/// /proc/<pid>/task/<tid>/schedstat, in nanoseconds.
struct ThreadTimes {
  std::int64_t running_ns = 0;
  std::int64_t ready_ns = 0;
};

std::optional<ThreadStat> parseThreadStat(const std::string& text);
std::optional<ThreadTimes> parseThreadTimes(const std::string& text);

std::optional<ThreadStat> readThreadStat(pid_t pid, pid_t tid);
/// Nothing also where the kernel does not keep these.
std::optional<ThreadTimes> readThreadTimes(pid_t pid, pid_t tid);
std::vector<pid_t> threadsOf(pid_t pid);
std::vector<pid_t> childrenOf(pid_t pid);
/// The process and all its descendants, parents first.
std::vector<pid_t> processTree(pid_t pid);

}  // namespace interleave
