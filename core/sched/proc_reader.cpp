// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sched/proc_reader.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <memory>
#include <set>
#include <sstream>

#include "core/base/unique_fd.h"

namespace interleave {
namespace {

std::string textOf(const std::string& path) {
  const UniqueFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  char chunk[4096];
  ssize_t got = 0;
  while (file.isOpen() && (got = read(file.get(), chunk, sizeof chunk)) > 0) {
    text.append(chunk, static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace

std::optional<ThreadStat> parseThreadStat(const std::string& text) {
  // The name stands in brackets and may hold anything, brackets and blanks too: its end is the last one.
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) {
    return std::nullopt;
  }
  ThreadStat stat;
  stat.name = text.substr(open + 1, close - open - 1);
  std::istringstream fields(text.substr(close + 1));
  constexpr std::uint64_t kExiting = 0x4;  // PF_EXITING, include/linux/sched.h
  std::int64_t skipped = 0;
  std::uint64_t flags = 0;
  std::uint64_t user = 0;
  std::uint64_t system = 0;
  fields >> stat.state >> stat.parent_pid >> stat.group >> stat.session;
  fields >> skipped >> skipped >> flags;
  for (int field = 10; field < 14; ++field) {
    fields >> skipped;
  }
  fields >> user >> system;
  std::string any;  // some fields further on are addresses too large for a signed number
  for (int field = 16; field < 39; ++field) {
    fields >> any;
  }
  fields >> stat.cpu;
  if (!fields) {
    return std::nullopt;
  }
  stat.cpu_ticks = user + system;
  stat.is_exiting = (flags & kExiting) != 0;
  return stat;
}

std::optional<ThreadTimes> parseThreadTimes(const std::string& text) {
  ThreadTimes times;
  std::istringstream fields(text);
  if (!(fields >> times.running_ns >> times.ready_ns) || times.running_ns < 0 || times.ready_ns < 0) {
    return std::nullopt;
  }
  return times;
}

std::optional<ThreadStat> readThreadStat(pid_t pid, pid_t tid) {
  return parseThreadStat(textOf(fmt::format("/proc/{}/task/{}/stat", pid, tid)));
}

std::optional<ThreadTimes> readThreadTimes(pid_t pid, pid_t tid) {
  return parseThreadTimes(textOf(fmt::format("/proc/{}/task/{}/schedstat", pid, tid)));
}

std::vector<pid_t> threadsOf(pid_t pid) {
  std::vector<pid_t> threads;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(opendir(fmt::format("/proc/{}/task", pid).c_str()), closedir);
  while (const dirent* entry = folder ? readdir(folder.get()) : nullptr) {
    const std::string_view text = entry->d_name;
    pid_t tid = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), tid);
    if (error == std::errc() && end == text.data() + text.size() && tid > 0) {
      threads.push_back(tid);
    }
  }
  return threads;
}

std::vector<pid_t> childrenOf(pid_t pid) {
  std::vector<pid_t> children;
  for (const pid_t tid : threadsOf(pid)) {
    std::istringstream text(textOf(fmt::format("/proc/{}/task/{}/children", pid, tid)));
    for (pid_t child = 0; text >> child;) {
      children.push_back(child);
    }
  }
  return children;
}

std::vector<pid_t> processTree(pid_t pid) {
  std::vector<pid_t> tree{pid};
  std::set<pid_t> seen{pid};
  for (std::size_t i = 0; i < tree.size(); ++i) {
    for (const pid_t child : childrenOf(tree[i])) {
      if (seen.insert(child).second) {
        tree.push_back(child);
      }
    }
  }
  return tree;
}

}  // namespace interleave
