// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_candidates.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>

namespace interleave {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostCandidates = 200;

bool isPythonsName(std::string_view name) {
  if (name == "python" || name == "python3") {
    return true;
  }
  if (!name.starts_with("python3.")) {
    return false;
  }
  name.remove_prefix(8);
  if (name.ends_with('t')) {
    name.remove_suffix(1);
  }
  return !name.empty() && name.size() <= 3 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c); });
}

// In order: python3 first, since that is what a person gets who types it. pyenv's shims are launchers, one for each
// version that it has anywhere, most of which lead nowhere: only those without a version count.
std::vector<fs::path> pythonsIn(const fs::path& folder) {
  const bool has_launchers = folder.filename() == "shims";
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (isPythonsName(name) && !(has_launchers && name.find('.') != std::string::npos)) {
      found.push_back(entry->path());
    }
  }
  std::sort(found.begin(), found.end(), [](const fs::path& a, const fs::path& b) {
    const bool a_is_usual = a.filename() == "python3";
    const bool b_is_usual = b.filename() == "python3";
    return a_is_usual != b_is_usual ? a_is_usual : a < b;
  });
  return found;
}

// `folder`/*/bin
std::vector<fs::path> installedBelow(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    found.push_back(entry->path() / "bin");
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool isProgram(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

// Two names with one identity are one interpreter.
std::string identityOf(const fs::path& path) {
  std::error_code error;
  if (fs::exists(path.parent_path().parent_path() / "pyvenv.cfg", error)) {
    const fs::path folder = fs::canonical(path.parent_path(), error);
    return (error ? path.parent_path() : folder).string();
  }
  const fs::path real = fs::canonical(path, error);
  return error ? path.string() : real.string();
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

PythonPlaces PythonPlaces::ofThisMachine() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value != nullptr ? value : "");
  };
  return {split(variable("PATH"), ':'), {"/usr/bin", "/usr/local/bin"}, variable("HOME"), {}};
}

std::vector<std::string> pythonCandidates(const PythonPlaces& places) {
  std::vector<fs::path> programs(places.named.begin(), places.named.end());
  const auto look = [&](const fs::path& folder) {
    // Relative ones depend on where we are started: no place for a program.
    if (folder.is_absolute()) {
      const std::vector<fs::path> found = pythonsIn(folder);
      programs.insert(programs.end(), found.begin(), found.end());
    }
  };
  std::for_each(places.path.begin(), places.path.end(), look);
  std::for_each(places.folders.begin(), places.folders.end(), look);
  if (!places.home.empty()) {
    for (const char* below : {".pyenv/versions", ".local/share/uv/python"}) {
      const std::vector<fs::path> folders = installedBelow(fs::path(places.home) / below);
      std::for_each(folders.begin(), folders.end(), look);
    }
  }
  std::vector<std::string> candidates;
  std::set<std::string> seen;
  for (const fs::path& program : programs) {
    if (candidates.size() < kMostCandidates && isProgram(program) && seen.insert(identityOf(program)).second) {
      candidates.push_back(program.string());
    }
  }
  return candidates;
}

}  // namespace interleave
