// SPDX-License-Identifier: GPL-3.0-or-later
// Who descends from a process, and who of them still lives; read from /proc.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace interleave::test {

/// All children, grandchildren, ... at this instant.
inline std::set<pid_t> descendantsOf(pid_t pid) {
  std::set<pid_t> found;
  std::error_code error;
  const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks, error)) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child;) {
      found.insert(child);
      found.merge(descendantsOf(child));
    }
  }
  return found;
}

/// Whether it runs, sleeps or waits; an ended process that nobody has asked after yet does not count.
inline bool isAlive(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::size_t close = text.rfind(')');
  return close != std::string::npos && close + 2 < text.size() && text[close + 2] != 'Z' && text[close + 2] != 'X';
}

}  // namespace interleave::test
