// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/room.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace interleave {
namespace {

namespace fs = std::filesystem;

// The number after `field` in a file of "name number" lines.
std::optional<std::uint64_t> fieldOf(const std::string& path, const std::string& field) {
  std::ifstream file(path);
  for (std::string word; file >> word;) {
    if (std::uint64_t value = 0; word == field && file >> value) {
      return value;
    }
    file.clear();
  }
  return std::nullopt;
}

std::optional<std::uint64_t> numberIn(const std::string& path) {
  std::ifstream file(path);
  std::uint64_t value = 0;
  return file >> value ? std::optional(value) : std::nullopt;  // "max" is none
}

// Of one group: its limit less what it holds and could not give back.
std::optional<std::uint64_t> leftIn(const std::string& group) {
  const auto most = numberIn(group + "/memory.max");
  const auto used = numberIn(group + "/memory.current");
  if (!most || !used) {
    return std::nullopt;
  }
  const std::uint64_t cached = fieldOf(group + "/memory.stat", "inactive_file").value_or(0);
  const std::uint64_t kept = *used - std::min(*used, cached);
  return *most - std::min(*most, kept);
}

// "0::/user.slice/x" → "/user.slice/x".
std::string ownGroup(const std::string& proc) {
  std::ifstream file(proc + "/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("0::/")) {
      return line.substr(3);
    }
  }
  return "/";
}

}  // namespace

std::optional<std::uint64_t> availableMemory(const RoomSources& sources) {
  std::optional<std::uint64_t> available;
  if (const auto kb = fieldOf(sources.proc + "/meminfo", "MemAvailable:")) {
    available = *kb * 1024;
  }
  for (fs::path group = ownGroup(sources.proc);; group = group.parent_path()) {
    if (const auto left = leftIn(sources.cgroup + group.string())) {
      available = std::min(available.value_or(*left), *left);
    }
    if (!group.has_relative_path()) {
      return available;
    }
  }
}

Result<std::uint64_t> freeDisk(const std::string& folder) {
  struct statvfs disk {};
  if (statvfs(folder.c_str(), &disk) != 0) {
    return failErrno(fmt::format("can't ask how much room {} has", folder), errno);
  }
  return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

std::string madeFilesPath() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  fs::path folder;
  if (cache != nullptr && cache[0] == '/') {  // the specification: a relative one is to be ignored
    folder = cache;
  } else if (home != nullptr && home[0] == '/') {
    folder = fs::path(home) / ".cache";
  } else {
    folder = fs::temp_directory_path();
  }
  return (folder / "interleave").string();
}

std::string sizeText(std::uint64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (bytes >= std::uint64_t{1} << 30) {
    return fmt::format("{:.3g} GB", value / (1 << 30));
  }
  if (bytes >= 1 << 20) {
    return fmt::format("{:.4g} MB", value / (1 << 20));
  }
  return bytes >= 1024 ? fmt::format("{:.4g} kB", value / 1024) : fmt::format("{} bytes", bytes);
}

}  // namespace interleave
