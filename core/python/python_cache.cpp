// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/python/python_cache.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/base/clock.h"

namespace interleave {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kFormat = 1;
constexpr std::uintmax_t kMostBytes = 4u << 20;
constexpr std::size_t kMostEntries = 500;

struct FileState {
  std::int64_t modified_ns = -1;  // -1: not there
  std::int64_t size = 0;
};

FileState stateOf(const std::string& path) {
  struct stat file {};
  if (stat(path.c_str(), &file) != 0) {
    return {};
  }
  return {file.st_mtim.tv_sec * kNsPerSecond + file.st_mtim.tv_nsec, file.st_size};
}

std::int64_t wallClock_s() {
  return static_cast<std::int64_t>(time(nullptr));
}

// The same words as the script's answer, so that one reader checks both.
json toJson(const PythonAnswer& answer) {
  const PythonInterpreter& found = answer.interpreter;
  return {{"version", {found.version.major, found.version.minor, found.version.micro}},
          {"implementation", found.implementation},
          {"build", found.build},
          {"free_threaded", found.is_free_threaded},
          {"gil", found.is_gil_on},
          {"executable", found.path},
          {"prefix", answer.prefix},
          {"folders", answer.folders},
          {"packages", found.packages}};
}

std::optional<std::int64_t> number(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer()) {
    return std::nullopt;
  }
  return found->get<std::int64_t>();
}

}  // namespace

PythonCache::PythonCache(std::string file, std::int64_t problems_count_s)
    : m_file(std::move(file)), m_problems_count_s(problems_count_s) {
  read();
}

std::string PythonCache::usualFile() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  if (cache != nullptr && cache[0] == '/') {
    return std::string(cache) + "/interleave/pythons.json";
  }
  return home != nullptr && home[0] == '/' ? std::string(home) + "/.cache/interleave/pythons.json" : std::string();
}

std::optional<PythonAnswer> PythonCache::find(const std::string& path) const {
  const auto found = m_entries.find(path);
  if (found == m_entries.end() || !holds(path, found->second)) {
    return std::nullopt;
  }
  return found->second.answer;
}

bool PythonCache::holds(const std::string& path, const Entry& entry) const {
  const FileState state = stateOf(path);
  if (state.modified_ns != entry.modified_ns || state.size != entry.size ||
      entry.folders_modified.size() != entry.answer.folders.size()) {
    return false;
  }
  for (std::size_t i = 0; i < entry.folders_modified.size(); ++i) {
    if (stateOf(entry.answer.folders[i]).modified_ns != entry.folders_modified[i]) {
      return false;
    }
  }
  const bool has_answered = entry.answer.interpreter.version != PythonVersion{};
  const std::int64_t age_s = wallClock_s() - entry.asked_at_s;
  return has_answered || (age_s >= 0 && age_s < m_problems_count_s);
}

void PythonCache::remember(const std::string& path, const PythonAnswer& answer) {
  const FileState state = stateOf(path);
  Entry entry{state.modified_ns, state.size, wallClock_s(), {}, answer};
  for (const std::string& folder : answer.folders) {
    entry.folders_modified.push_back(stateOf(folder).modified_ns);
  }
  m_entries[path] = std::move(entry);
  m_is_changed = true;
}

void PythonCache::read() {
  std::error_code error;
  if (m_file.empty() || !fs::is_regular_file(m_file, error) || fs::file_size(m_file, error) > kMostBytes || error) {
    return;
  }
  std::ifstream file(m_file);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const json object = json::parse(text, nullptr, false);
  if (!object.is_object() || object.value("format", json()) != json(kFormat)) {
    return;
  }
  const json entries = object.value("interpreters", json());
  if (!entries.is_object() || entries.size() > kMostEntries) {
    return;
  }
  for (const auto& [path, given] : entries.items()) {
    if (!given.is_object() || path.empty() || path.front() != '/') {
      continue;
    }
    const auto modified_ns = number(given, "modified_ns");
    const auto size = number(given, "size");
    const auto asked_at_s = number(given, "asked_at_s");
    const json modified = given.value("folders_modified", json());
    if (!modified_ns || !size || !asked_at_s || !modified.is_array()) {
      continue;
    }
    Entry entry{*modified_ns, *size, *asked_at_s, {}, {}};
    for (const json& time : modified) {
      entry.folders_modified.push_back(time.is_number_integer() ? time.get<std::int64_t>() : -2);
    }
    if (const auto problem = given.find("problem"); problem != given.end() && problem->is_string()) {
      entry.answer.interpreter.path = path;
      entry.answer.interpreter.problem = problem->get<std::string>().substr(0, 500);
    } else if (auto answer = readPythonAnswer(path, "INTERLEAVE-PYTHON " + given.value("answer", json()).dump())) {
      entry.answer = std::move(*answer);
    } else {
      continue;
    }
    m_entries[path] = std::move(entry);
  }
}

void PythonCache::save() const {
  if (m_file.empty() || !m_is_changed) {
    return;
  }
  json entries = json::object();
  for (const auto& [path, entry] : m_entries) {
    if (stateOf(path).modified_ns < 0) {
      continue;  // uninstalled
    }
    json object = {{"modified_ns", entry.modified_ns},
                   {"size", entry.size},
                   {"asked_at_s", entry.asked_at_s},
                   {"folders_modified", entry.folders_modified}};
    if (entry.answer.interpreter.version == PythonVersion{}) {
      object["problem"] = entry.answer.interpreter.problem;
    } else {
      object["answer"] = toJson(entry.answer);
    }
    entries[path] = std::move(object);
  }
  std::error_code error;
  fs::create_directories(fs::path(m_file).parent_path(), error);
  // Written beside and moved into place: another of us may be reading.
  const std::string draft = fmt::format("{}.{}", m_file, getpid());
  {
    std::ofstream file(draft);
    file << json{{"format", kFormat}, {"interpreters", std::move(entries)}}.dump(1, ' ', false,
                                                                                 json::error_handler_t::replace);
    if (!file.flush()) {
      fs::remove(draft, error);
      return;
    }
  }
  fs::rename(draft, m_file, error);
  if (error) {
    fs::remove(draft, error);
  }
}

}  // namespace interleave
